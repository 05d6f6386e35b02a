"""The header that names the stylesheet of a page, so that a browser asks for it before it has read the page.

granian speaks WSGI, which cannot send the header ahead of the page as 103 Early Hints (RFC 8297); many CDNs do that with it.
"""

from typing import Any

from flask import Flask, Response, g, url_for

from .assets import stylesheet_version

STYLESHEET = "broadsheet_assets.show_stylesheet"


def init_app(app: Flask) -> None:
    app.url_defaults(_note_link)
    app.after_request(_name_stylesheet)


def _note_link(endpoint: str, _values: dict[str, Any]) -> None:
    """Remember that the page being made links the stylesheet; browsers complain of one that was announced in vain."""
    if endpoint == STYLESHEET:
        g.broadsheet_links_stylesheet = True


def _name_stylesheet(response: Response) -> Response:
    is_page = response.mimetype == "text/html" and response.location is None
    if is_page and "broadsheet_links_stylesheet" in g:
        address = url_for(STYLESHEET, v=stylesheet_version())
        response.headers.add("Link", f"<{address}>; rel=preload; as=style")
    return response
