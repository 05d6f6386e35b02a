"""How machines are answered: a type, how long it may be kept, and nothing at all where they have it already (RFC 9111)."""

from datetime import datetime

from flask import Response, request

from ...delivery.keeping import is_asked, keep_for
from ...delivery.templates import render
from ...delivery.xml import make_legal
from ..keeping import keep_with_articles

MINUTE, HOUR, DAY = 60, 3600, 86_400  # seconds


def answer(body: str | bytes, mimetype: str, seconds: int, changed: datetime | None = None) -> Response:
    """Return what is the same for everyone and may be kept for so many seconds; `changed` is when it last did."""
    keep_with_articles(for_everyone=True)
    keep_for(seconds)
    response = Response(body, mimetype=mimetype)
    response.cache_control.public = True
    response.cache_control.max_age = seconds
    if changed:
        response.last_modified = changed
    if not is_asked():
        response.add_etag()
        response.make_conditional(request)
    return response


def answer_xml(
    template: str, mimetype: str, seconds: int, changed: datetime | None = None, **given: object
) -> Response:
    """Do the same with an XML template, which is given `changed` too."""
    return answer(make_legal(render(template, changed=changed, **given)), mimetype, seconds, changed)
