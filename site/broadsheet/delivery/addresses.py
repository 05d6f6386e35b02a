"""Where a form leads back to: the page that it stands on, always one of this site."""

from collections.abc import Collection
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit

from flask import current_app, request

from ..settings import settings_of


def site_root() -> str:
    """Return the site's public address without a path: what the setting says, else what the request was sent to."""
    return _root_of(settings_of(current_app).address or request.host_url)


@lru_cache(100)
def _root_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def site_host() -> str:
    """Return the name of the host in the site's public address, without a port."""
    return urlsplit(site_root()).hostname or ""


def this_page(without: Collection[str] = ()) -> str:
    """Return the address of the page being made, with its query, but for the parameters `without`."""
    query = [(name, value) for name, value in request.args.items(multi=True) if name not in without]
    path = quote(request.script_root + request.path, safe="/:@!$&'()*+,;=~")
    return f"{path}?{urlencode(query)}" if query else path


def local_path(wanted: str) -> str:
    """Return `wanted` if it is a plain path of this site, else the front page.

    Browsers read `\\` as `/` and drop control characters, so `/\\evil` and `/<tab>/evil` would lead away.
    """
    plain = wanted.startswith("/") and not wanted.startswith("//")
    plain = plain and "\\" not in wanted and all(character > " " for character in wanted)
    if not plain:
        return "/"
    parts = urlsplit(wanted)
    return wanted if not parts.scheme and not parts.netloc else "/"
