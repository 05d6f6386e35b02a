"""The page of the block list."""

from flask import Response, current_app, request, url_for
from flask.typing import ResponseReturnValue

from ...comments.moderation.blocklist import KINDS
from ...comments.moderation.blocklist_file import Line, list_entries
from ...languages import N_
from ...page_language import gettext
from ...settings import settings_of
from ...storage import reading, writing
from ..gate import current_user
from ..leading_back import DONE, lead_back
from ..roles import MODERATOR, allow
from ..showing import show
from .blocking import NotBlocked, block, make_entry, tell_unwritten, unblock
from .blueprint import blueprint
from .telling import tell_done

NOT_THERE = N_(
    "This line is not on the list any more, or it was changed meanwhile. The list below is as it is now."
)
THERE_ALREADY = N_("It is on the list already.")


@blueprint.get("/blocklist")
@allow(MODERATOR)
def show_blocklist() -> ResponseReturnValue:
    return _show()


@blueprint.post("/blocklist")
@allow(MODERATOR)
def change_blocklist() -> ResponseReturnValue:
    """Remove `line`, or add `value` as one of a `kind`."""
    line = request.form.get("line")
    try:
        entry = "" if line else make_entry(request.form.get("kind", ""), request.form.get("value", ""))
        with writing() as session:
            who = current_user().name
            batch = unblock(session, who, line) if line else block(session, who, entry)
    except NotBlocked as refused:
        return _show(str(refused)), 422
    except (OSError, UnicodeDecodeError) as error:
        return _show(tell_unwritten(error)), 503
    if not batch:
        return _show(gettext(NOT_THERE if line else THERE_ALREADY)), 409
    return lead_back(url_for("desk_comments.show_blocklist"), done=batch)


def _show(problem: str = "") -> Response:
    entries: list[Line] = []
    try:
        entries = list_entries(settings_of(current_app))
    except (OSError, UnicodeDecodeError) as error:
        problem = problem or tell_unwritten(error)
    return show(
        "comments/blocklist.html",
        entries=entries,
        kinds=KINDS,
        kind=request.form.get("kind", ""),
        value=request.form.get("value", ""),
        problem=problem,
        done=tell_done(reading(), request.args.get(DONE, "")),
        next=url_for("desk_comments.show_blocklist"),
    )
