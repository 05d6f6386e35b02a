"""Where a form closes a thread, or opens it again."""

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from ...languages import N_
from ...storage import writing
from ..gate import current_user
from ..leading_back import lead_back
from ..roles import MODERATOR, allow
from .blueprint import blueprint
from .closing import close_or_open

LONGEST_KEY = 1_000
CLOSED = {"yes": True, "no": False}
NO_THREAD = N_("There is no such thread, and no article of this name.")
NOT_SAID = N_("It was not said whether the thread is to be closed or opened.")


@blueprint.post("/threads")
@allow(MODERATOR)
def take_closing() -> ResponseReturnValue:
    """Close or open `thread`, as `closed` says: `yes` or `no`."""
    key, closed = request.form.get("thread", ""), CLOSED.get(request.form.get("closed", ""))
    if closed is None:
        abort(422, NOT_SAID)
    batch = None
    if key.isprintable() and 0 < len(key) <= LONGEST_KEY:
        with writing() as session:
            batch = close_or_open(session, current_user().name, key, closed)
    if batch is None:
        abort(404, NO_THREAD)
    return lead_back(url_for("desk_comments.show_comments", article=key, status="all"), done=batch)
