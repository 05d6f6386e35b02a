"""The pictures and other files beside the articles, and versions of pictures, as they are asked for by browsers."""

from collections.abc import Set
from pathlib import Path
from threading import Lock

from flask import Blueprint, Flask, abort, current_app, redirect, send_file
from flask.typing import ResponseReturnValue
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response as BaseResponse

from ...settings import settings_of
from . import downloads
from .finding import SUFFIXES, PictureError, find_picture
from .making import MakingError, is_made, make
from .versions import NAME, TYPES, Version, plan_versions, read_fingerprint, split_name, take_fingerprint

blueprint = Blueprint("pictures", __name__)

# A picture opened by itself is a document too; it may do nothing.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
ORIGINAL_TYPES = {".avif": "image/avif", ".webp": "image/webp"}  # Not every system knows these.
ONE_HOUR, ONE_YEAR, ONE_MINUTE = 3600, 365 * 24 * 3600, 60
one_at_a_time = (
    Lock()
)  # However many ask a process for versions that are missing, it makes one after the other.


class VersionConverter(BaseConverter):
    """The name of a version in an address."""

    regex = NAME


def init_app(app: Flask) -> None:
    app.url_map.converters["picture_version"] = VersionConverter
    app.register_blueprint(blueprint)
    app.extensions["broadsheet.pictures.damaged"] = set()


@blueprint.get("/media/<path:name>")
def show_file(name: str) -> ResponseReturnValue:
    file = locate_original(name)
    suffix = file.suffix.lower()  # Where the name is a link, that of the file it leads to.
    if suffix in SUFFIXES:
        return _with_policy(send_file(file, mimetype=ORIGINAL_TYPES.get(suffix), max_age=ONE_HOUR))
    if suffix in downloads.TYPES:
        return _open_to_others(downloads.send_download(file, ONE_HOUR))
    abort(404)


@blueprint.get("/media/<path:name>/<picture_version:version>")
def show_version(name: str, version: str) -> ResponseReturnValue:
    """Answer with a version, made now if it is missing; one of a former state leads to that of the present one."""
    settings = settings_of(current_app)
    root = settings.content_folder.resolve()
    if (
        Path(name).suffix.lower() not in SUFFIXES
    ):  # A picture of the newsroom's that is called like a version.
        return show_file(f"{name}/{version}")
    original = _locate(name, SUFFIXES)
    place = settings.pictures_folder.resolve() / original.relative_to(root)
    if is_made(place / version):
        return _send_version(place / version)
    try:
        picture = find_picture(root, root, name)
        planned = plan_versions(picture, read_fingerprint(original))
    except (PictureError, OSError):
        abort(404)
    present = _find_present(planned, version)
    if present is None and planned:
        abort(404)
    if present and present.name != version:
        return _lead_to(f"{picture.address}/{present.name}")
    if present and _make_once(original, present, place):
        return _send_version(place / version)
    return _lead_to(picture.address)


def locate_original(name: str) -> Path:
    """Return the file of a picture or a download; one that is not there, or may not be shown, is not found."""
    file = _locate(name, SUFFIXES | downloads.TYPES.keys())
    if not file.is_file():
        abort(404)
    return file


def _locate(name: str, suffixes: Set[str]) -> Path:
    """Return a file with one of the suffixes, which need not be there; what may not be shown is not found."""
    folder = settings_of(current_app).content_folder.resolve()
    try:
        file = (folder / name).resolve()
        file.exists()  # A name that is too long is found out only here.
    except (OSError, RuntimeError, ValueError):  # Links in a circle, or a name that no file can have.
        abort(404)
    hidden = any(part.startswith(".") for part in Path(name).parts)
    if hidden or Path(name).suffix.lower() not in suffixes or not file.is_relative_to(folder):
        abort(404)
    return file


def _find_present(planned: list[Version], wanted: str) -> Version | None:
    """Return the version of the size and format that a name has, whatever state of the picture it was made of."""
    size, _fingerprint, format = split_name(wanted)
    return next((v for v in planned if v.name.startswith(f"{size}-") and v.format == format), None)


def _make_once(original: Path, version: Version, place: Path) -> bool:
    """Make a version unless it is there; return False where that cannot be done. A damaged picture is tried once only."""
    damaged = current_app.extensions["broadsheet.pictures.damaged"]
    fingerprint = split_name(version.name)[1]
    with one_at_a_time:
        if is_made(place / version.name):
            return True
        if (original, fingerprint) in damaged:
            return False
        try:
            content = original.read_bytes()
            if take_fingerprint(content) != fingerprint:
                return False  # It is being changed this moment.
            make(content, [version], place)
        except (MakingError, OSError) as error:
            current_app.logger.warning("No version of %s: %s.", original, error)
            damaged.add((original, fingerprint))
            return False
    return True


def _send_version(file: Path) -> BaseResponse:
    """Send a version, whose address never stands for anything else."""
    _size, fingerprint, format = split_name(file.name)
    response = send_file(file, mimetype=TYPES[format], max_age=ONE_YEAR, etag=fingerprint)
    response.cache_control.immutable = True
    return _with_policy(response)


def _lead_to(address: str) -> BaseResponse:
    response = redirect(address)
    response.cache_control.public = True
    response.cache_control.max_age = ONE_MINUTE
    return _with_policy(response)


def _with_policy(response: BaseResponse) -> BaseResponse:
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    return _open_to_others(response)


def _open_to_others(response: BaseResponse) -> BaseResponse:
    """Let feed readers on other sites show the pictures of what they read, and play its sounds."""
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
