"""The earlier versions of an article, what differs between them, and the way back to one."""

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from ...articles.publishing.front_matter import Broken
from ...comments.models import LARGEST_ID
from ...page_language import gettext
from ...storage import reading
from ..gate import current_user
from ..roles import EDITOR, allow
from ..showing import show
from .differences import list_differences
from .files import Content, NotWritten, content_of, locate, read_content
from .models import Version
from .notices import lead_back, tell_done
from .problems import CHANGED, tell_broken, tell_not_written
from .room import blueprint
from .saving import RESTORE, Changed, save
from .versions import PAGE_LENGTH, find_one_before, find_version, list_versions


@blueprint.get("/articles/history/<path:source>")
@allow(EDITOR)
def show_history(source: str) -> ResponseReturnValue:
    return _show_history(source)


@blueprint.post("/articles/history/<path:source>")
@allow(EDITOR)
def restore(source: str) -> ResponseReturnValue:
    """Put an earlier version in the place of a file; that is saved like any other change."""
    version = _find(source, request.form.get("version", ""))
    if version is None or locate(source) is None:
        abort(404)
    content, opened = content_of(source, version.content), request.form.get("opened", "")
    try:
        batch = save(current_user().name, RESTORE, content, opened)
    except Broken as broken:
        return _show_history(source, version, [tell_broken(broken)]), 422
    except Changed:
        return _show_history(source, version, [gettext(CHANGED)]), 409
    except NotWritten as reason:
        return _show_history(source, version, [tell_not_written(reason)]), 503
    return lead_back(url_for(".show_history", source=source), batch)


def _show_history(source: str, version: Version | None = None, problems: list[str] | None = None) -> Response:
    present, unreadable = _read_present(source)
    versions = list_versions(reading(), source, _read_id(request.args.get("before", "")))
    if present is None and not versions and not unreadable:
        abort(404)
    version = version or _find(source, request.args.get("version", ""))
    before = find_one_before(reading(), version) if version else None
    return show(
        "articles/history.html",
        source=source,
        present=present,
        versions=versions[:PAGE_LENGTH],
        older=versions[PAGE_LENGTH - 1].id if len(versions) > PAGE_LENGTH else None,
        version=version,
        is_first=before is None,
        changed=list_differences(before.content, version.content) if version and before else [],
        missing=list_differences(present.text, version.content) if version and present else [],
        done=tell_done(),
        problems=[*(problems or []), *unreadable],
    )


def _read_present(source: str) -> tuple[Content | None, list[str]]:
    try:
        return read_content(source), []
    except Broken as broken:
        return None, [tell_broken(broken)]


def _find(source: str, said: str) -> Version | None:
    id = _read_id(said)
    return find_version(reading(), source, id) if id is not None else None


def _read_id(said: str) -> int | None:
    id = int(said) if said.isascii() and said.isdigit() and len(said) < 11 else 0
    return id if 0 < id <= LARGEST_ID else None
