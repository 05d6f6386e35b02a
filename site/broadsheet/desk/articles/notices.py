"""What was done, told on the page after it, by the journal."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import redirect, request
from werkzeug.wrappers import Response

from ...languages import N_
from ...page_language import gettext
from ...storage import reading
from ..journal.writing import ARTICLE, list_batch
from .saving import EDIT, HIDE, PIN, RESTORE, SHOW, UNPIN, WRITE

DONE = "done"
LONGEST_BATCH = 40
SAVED = N_("%(name)s is saved.")
SENTENCES = {
    WRITE: SAVED,
    EDIT: SAVED,
    RESTORE: N_("%(name)s is as it was then."),
    PIN: N_("%(name)s stands first on the front page."),
    UNPIN: N_("%(name)s stands in its own place again."),
    HIDE: N_("%(name)s is a draft now, and off the site."),
    SHOW: N_("%(name)s is no draft any more."),
}


def lead_back(address: str, batch: str) -> Response:
    """Lead to a page, which tells what one press of a button did."""
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != DONE]
    said = urlencode([*query, *([(DONE, batch)] if batch else [])])
    return redirect(f"{parts.path}?{said}" if said else parts.path, 303)


def tell_done() -> list[str]:
    """Return in sentences what was done by the press of a button that led here."""
    batch = request.args.get(DONE, "")
    if not batch.isalnum() or len(batch) > LONGEST_BATCH:
        return []
    return [
        gettext(SENTENCES[entry.act], name=entry.subject)
        for entry in list_batch(reading(), batch)
        if entry.kind == ARTICLE and entry.act in SENTENCES
    ]
