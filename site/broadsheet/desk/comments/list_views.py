"""The list of comments, and what is decided in it."""

from collections.abc import Collection

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from ...comments.state import name_state
from ...languages import N_
from ...page_language import gettext
from ...storage import reading, writing
from ..gate import current_user
from ..leading_back import CHANGED, DONE, lead_back, read_next_query, way_back
from ..roles import MODERATOR, allow
from ..showing import show
from .blocking import tell_unwritten, unblock_batch
from .blueprint import blueprint
from .deciding import decide_on
from .filters import Filters, read_filters, read_id
from .finding import (
    count_comments,
    find_answered,
    find_comments,
    find_histories,
    find_threads,
)
from .form import read_wanted
from .telling import read_batch, tell_changed, tell_done
from .undoing import undo

NO_DECISION = N_("No decision was sent. Press one of the buttons.")
NOTHING_CHOSEN = N_("No comment was chosen. Tick some, or press the buttons of one.")


@blueprint.get("/comments")
@allow(MODERATOR)
def show_comments() -> ResponseReturnValue:
    return _show(read_filters(request.args))


@blueprint.post("/comments/decide")
@allow(MODERATOR)
def take_decisions() -> ResponseReturnValue:
    wanted, here = read_wanted(), url_for("desk_comments.show_comments")
    if not wanted.act or not wanted.shown:
        problem = NOTHING_CHOSEN if wanted.act else NO_DECISION
        return _show(read_filters(read_next_query(here)), problem, wanted.shown), 422
    with writing() as session:
        outcome = decide_on(session, current_user().name, wanted.shown, wanted.act)
    if outcome.changed and not outcome.decided:
        filters = read_filters(read_next_query(here))
        return _show(filters, ticked=outcome.changed, changed=outcome.changed), 409
    return lead_back(here, done=outcome.decided and outcome.batch, changed=outcome.changed)


@blueprint.post("/comments/undo")
@allow(MODERATOR)
def take_back() -> ResponseReturnValue:
    batch, who = read_batch(request.form.get("batch", "")), current_user().name
    here = url_for("desk_comments.show_comments")
    try:
        with writing() as session:
            undone = undo(session, who, batch, read_id(request.form.get("id", "")))
            unblocked = unblock_batch(session, who, batch)
    except (OSError, UnicodeDecodeError) as error:
        return _show(read_filters(read_next_query(here)), tell_unwritten(error)), 503
    done = undone.batch if undone.undone else unblocked
    return lead_back(here, done=done, changed=undone.changed)


def _show(
    filters: Filters,
    problem: str = "",
    ticked: Collection[int] = (),
    changed: Collection[int] = (),
) -> Response:
    session = reading()
    found = find_comments(session, filters)
    keys = {comment.thread for comment in found.comments} | {filters.article}
    return show(
        "comments/list.html",
        filters=filters,
        counts=count_comments(session, filters),
        comments=found.comments,
        has_older=found.has_older,
        shown=" ".join(f"{one.id}:{name_state(one)}" for one in found.comments if one.text),
        threads=find_threads(session, keys),
        answered=find_answered(session, found.comments),
        histories=find_histories(session, (one.email for one in found.comments)),
        ticked=ticked,
        problem=gettext(problem) if problem else "",
        done=tell_done(session, request.args.get(DONE, "")),
        changed=changed or tell_changed(request.args.getlist(CHANGED)),
        next=way_back() if request.method == "GET" else url_for(".show_comments", **filters.turn()),
    )
