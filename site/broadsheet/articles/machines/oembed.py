"""An article in short, for pages elsewhere that link to it (oEmbed 1.0, https://oembed.com)."""

from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Blueprint, Flask, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue

from ...delivery.addresses import site_root
from ...settings import settings_of
from ...storage import reading
from .. import queries
from ..models import Article
from .answers import HOUR, answer, answer_xml
from .pictures import list_shapes

blueprint = Blueprint("oembed", __name__)
FORMATS = ("json", "xml")


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/oembed")
def show_in_short() -> ResponseReturnValue:
    """Answer as the standard says: 404 for what is no article of ours, 501 for a format that we do not have."""
    form = request.args.get("format", "json")
    if form not in FORMATS:
        abort(501, "There is no such format; ask for json or xml.")
    width, height = _read_size("maxwidth"), _read_size("maxheight")
    article = find_by_address(request.args.get("url", ""))
    if article is None:
        abort(404, "There is no article of this site at that address.")
    found = describe(article, width, height)
    if form == "xml":
        response = answer_xml("broadsheet/articles/oembed.xml", "text/xml", HOUR, found=found)
    else:
        response = answer(current_app.json.dumps(found), "application/json", HOUR)
    response.headers["Access-Control-Allow-Origin"] = "*"  # Scripts of any site may read it.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def find_by_address(address: str) -> Article | None:
    """Return the article at an absolute address of this site."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    path = unquote(parts.path)
    if parts.scheme not in {"http", "https"} or parts.netloc != urlsplit(site_root()).netloc or "\0" in path:
        return None
    return queries.find_article(reading(), path)


def describe(article: Article, width: int | None = None, height: int | None = None) -> dict[str, Any]:
    """Return what the standard calls a link; a picture is there if it is not larger than wanted, in pixels."""
    root, name = site_root(), settings_of(current_app).site_name
    found = {
        "version": "1.0",
        "type": "link",
        "title": article.title,
        "provider_name": name,
        "provider_url": f"{root}{url_for('front.show_front')}",
        "cache_age": HOUR,
    }
    if article.bylines:
        found["author_name"] = ", ".join(byline.name for byline in article.bylines)
        found["author_url"] = f"{root}{url_for('lists.show_author', slug=article.bylines[0].slug)}"
    return found | _find_thumbnail(article, width, height)


def _find_thumbnail(article: Article, width: int | None, height: int | None) -> dict[str, Any]:
    fitting = [
        shape
        for shape in list_shapes(article.picture)
        if (width is None or shape.width <= width) and (height is None or shape.height <= height)
    ]
    if not fitting:
        return {}
    best = max(fitting, key=lambda shape: shape.width * shape.height)
    return {"thumbnail_url": best.address, "thumbnail_width": best.width, "thumbnail_height": best.height}


def _read_size(name: str) -> int | None:
    """Return a size that the request asks for, in pixels."""
    given = request.args.get(name)
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and 0 < len(given) < 6):
        abort(400, f"{name} must be a number of pixels.")
    return int(given)
