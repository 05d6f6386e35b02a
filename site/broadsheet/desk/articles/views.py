"""The list of articles, and what is done to one in it: it is pinned, or hidden."""

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from ...articles.publishing.front_matter import Broken
from ...articles.publishing.heads import Value, change_head
from ...delivery.addresses import local_path, this_page
from ...page_language import gettext
from ...storage import reading
from ..gate import current_user
from ..roles import EDITOR, allow
from ..showing import show
from . import editing_views, history_views, picture_views  # noqa: F401 -- Their addresses are this room's too.
from .asking import link, read_wanted
from .dating import add_date
from .files import NotWritten, content_of, read_content
from .listing import STATES, count_states, list_rows
from .notices import DONE, lead_back, tell_done
from .problems import CHANGED, tell_broken, tell_not_written
from .room import blueprint
from .saving import HIDE, PIN, SHOW, UNPIN, Changed, save

__all__ = ["blueprint"]


@blueprint.get("/articles")
@allow(EDITOR)
def show_list() -> ResponseReturnValue:
    return _show_list()


@blueprint.post("/articles/pin")
@allow(EDITOR)
def pin() -> ResponseReturnValue:
    is_wanted = request.form.get("pinned") == "true"
    return _change_one(PIN if is_wanted else UNPIN, {"pinned": True if is_wanted else None})


@blueprint.post("/articles/hide")
@allow(EDITOR)
def hide() -> ResponseReturnValue:
    is_wanted = request.form.get("hidden") == "true"
    return _change_one(HIDE if is_wanted else SHOW, {"draft": True if is_wanted else None})


def _change_one(act: str, changes: dict[str, Value]) -> ResponseReturnValue:
    """Change some keys of the file that a form names, and lead back to the list."""
    source = request.form.get("source", "")
    try:
        present = read_content(source)
        if present is None:
            abort(404)
        text = change_head(present.text, changes)
        changed = content_of(source, add_date(source, text) if "draft" in changes else text)
        batch = save(current_user().name, act, changed, present.digest)
    except Broken as broken:
        return _show_list([f"{source}: {tell_broken(broken)}"]), 422
    except Changed:
        return _show_list([gettext(CHANGED)]), 409
    except NotWritten as reason:
        return _show_list([tell_not_written(reason)]), 503
    wanted, first = local_path(request.form.get("next", "")), url_for("desk_articles.show_list")
    return lead_back(wanted if wanted.startswith(first) else first, batch)


def _show_list(problems: list[str] | None = None) -> Response:
    session = reading()
    wanted, sections = read_wanted(session)
    rows, has_more = list_rows(session, wanted)
    return show(
        "articles/list.html",
        rows=rows,
        wanted=wanted,
        sections=sections,
        states=STATES,
        counts=count_states(session),
        link=link,
        older=link(wanted, last=rows[-1]) if has_more else None,
        here=this_page(without={DONE}) if request.method == "GET" else link(wanted),
        done=tell_done(),
        problems=problems or [],
    )
