"""The article page: the story, composed with its thread, its related stories and its embeds."""

from typing import Any

from flask import Blueprint, Flask, current_app
from flask.typing import ResponseReturnValue

from ...comments.showing.page import locate_with
from ...delivery.addresses import site_root
from ...delivery.frames import framed
from ...delivery.templates import render
from ...languages import known_part
from ...page_language import speak
from ...settings import settings_of
from ...storage import reading
from .. import queries
from ..keeping import keep_with_articles
from ..models import Article
from ..reads.counting import note_reading
from .leading_on import lead_on
from .sharing import list_share_links, read_services

blueprint = Blueprint("article", __name__)

WORDS_A_MINUTE = {"ja": 500, "zh": 500}
LONG_READ = 450  # words: more than a few screens of a phone
FEWEST_PARTS = 3


def init_app(app: Flask) -> None:
    app.extensions["broadsheet.share"] = read_services(settings_of(app))
    app.register_blueprint(blueprint)
    locate_with(app, locate_article)


@blueprint.get("/<path:path>")
def show_article(path: str) -> ResponseReturnValue:
    return framed(lambda: make_page(path))


def make_page(path: str) -> ResponseReturnValue:
    article = queries.find_article(reading(), f"/{path}")
    if article is None:
        return lead_on(f"/{path}")
    keep_with_articles()
    speak(spoken_language(article))
    if article.is_page:
        return render("broadsheet/articles/page.html", **describe_page(article))
    note_reading(article.id)
    return render("broadsheet/articles/article.html", **describe_page(article), **describe_story(article))


def spoken_language(article: Article) -> str | None:
    """Return the article's language, if the interface has it; else its page is better in the site's, which is None."""
    return article.language if article.language and known_part(article.language) else None


def describe_page(article: Article) -> dict[str, Any]:
    """Return what `page.html` is given, and `article.html` too."""
    return {
        "article": article,
        "canonical": site_root() + article.address,
        "text_language": article.language or settings_of(current_app).language,
        "contents": list_contents(article),
    }


def describe_story(article: Article) -> dict[str, Any]:
    """Return what `article.html` is given in addition."""
    before, after = queries.find_neighbours(reading(), article)
    services = current_app.extensions["broadsheet.share"]
    address = site_root() + article.address
    return {
        "minutes": count_minutes(article),
        "before": before,
        "after": after,
        "share_links": list(list_share_links(services, article.title, address)),
    }


def count_minutes(article: Article) -> int:
    """Return how many minutes the text takes: 238 words each (Brysbaert 2019), 500 characters where no spaces part words."""
    language = (article.language or settings_of(current_app).language).partition("-")[0]
    return max(1, round(article.words / WORDS_A_MINUTE.get(language, 238)))


def list_contents(article: Article) -> list[dict[str, Any]]:
    """Return the headings to lead to, if the text is so long that one would look for its parts."""
    long = article.words >= LONG_READ and len(article.contents) >= FEWEST_PARTS
    return article.contents if long else []


def locate_article(id: str) -> tuple[str, str, str | None] | None:
    """Return address, title and language of an article, on which its comments stand."""
    article = queries.find_by_id(reading(), id)
    return (article.address, article.title, spoken_language(article)) if article else None
