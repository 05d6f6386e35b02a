"""The articles for machines: JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from typing import Any

from flask import Blueprint, Flask, current_app
from flask.typing import ResponseReturnValue

from ...dates import show_machine_time
from ...delivery.addresses import site_root
from ...settings import settings_of
from ...storage import reading
from .. import queries
from ..models import Article

blueprint = Blueprint("feeds", __name__)
FEED_LENGTH = 1_000


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/feed.json")
def show_json_feed() -> ResponseReturnValue:
    settings = settings_of(current_app)
    base = site_root()
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": settings.site_name,
        "description": settings.site_description,
        "home_page_url": f"{base}/",
        "feed_url": f"{base}/feed.json",
        "language": settings.language,
        "items": [describe_item(base, article) for article in queries.list_latest(reading(), FEED_LENGTH)],
    }
    response = current_app.json.response(feed)
    response.mimetype = "application/feed+json"
    return response


def describe_item(base: str, article: Article) -> dict[str, Any]:
    """Return a feed item; what an article does not have is left out."""
    item = {
        "id": f"{base}{article.address}",
        "url": f"{base}{article.address}",
        "title": article.title,
        "summary": article.standfirst,
        "content_text": article.text,
        "image": f"{base}{article.picture['address']}" if article.picture else "",
        "date_published": show_machine_time(article.published),
        "date_modified": show_machine_time(article.updated) if article.updated else "",
        "authors": [
            {"name": byline.name, "url": f"{base}/authors/{byline.slug}"} for byline in article.bylines
        ],
        "tags": [tag.name for tag in article.tags],
    }
    return {key: value for key, value in item.items() if value or key in {"id", "content_text"}}
