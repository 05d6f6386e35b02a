"""The sitemaps: an index, all articles in parts, the lists, and the news of two days (https://www.sitemaps.org/protocol.html)."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from flask import Blueprint, Flask, abort, current_app, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from ...settings import settings_of
from ...storage import reading
from .addresses import (
    PART_LENGTH,
    count_parts,
    list_authors,
    list_news,
    list_part,
    list_parts,
    list_sections,
    list_tags,
)
from .answers import HOUR, MINUTE, answer_xml
from .entries import NEVER

blueprint = Blueprint("sitemaps", __name__)
XML = "application/xml"
LAST_PART = 50_000  # An index may name no more.
Dated = tuple[str, datetime | None]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/sitemap.xml")
def show_index() -> ResponseReturnValue:
    session = reading()
    found: list[Dated] = [
        (url_for("sitemaps.show_part", number=number), changed) for number, changed in list_parts(session)
    ]
    newest = _newest(found)
    for name, count in count_parts(session).items():
        found += [(url_for(f"sitemaps.show_{name}", number=number), newest) for number in range(1, count + 1)]
    news = list_news(session, datetime.now(UTC))
    if news:  # An empty sitemap is none.
        found.append((url_for("sitemaps.show_news"), news[0].published))
    return answer_xml("broadsheet/articles/sitemap_index.xml", XML, MINUTE, newest, sitemaps=found)


@blueprint.get("/sitemaps/<int:number>.xml")
def show_part(number: int) -> ResponseReturnValue:
    if not 1 <= number <= LAST_PART:
        abort(404)
    return _answer([(article.address, changed) for article, changed in list_part(reading(), number)])


@blueprint.get("/sitemaps/sections-<int:number>.xml")
def show_sections(number: int) -> ResponseReturnValue:
    return _answer_part(_sections, number)


@blueprint.get("/sitemaps/authors-<int:number>.xml")
def show_authors(number: int) -> ResponseReturnValue:
    return _answer_part(_authors, number)


@blueprint.get("/sitemaps/tags-<int:number>.xml")
def show_tags(number: int) -> ResponseReturnValue:
    return _answer_part(_tags, number)


@blueprint.get("/sitemaps/news.xml")
def show_news() -> ResponseReturnValue:
    articles = list_news(reading(), datetime.now(UTC))
    given = {
        "articles": articles,
        "site_language": settings_of(current_app).language,
        "name_language": name_language,
    }
    changed = articles[0].published if articles else None
    return answer_xml("broadsheet/articles/sitemap_news.xml", XML, MINUTE, changed, **given)


def name_language(tag: str) -> str:
    """Return a language as the news sitemap wants it: two or three letters (ISO 639), but for the two kinds of Chinese."""
    language, _, rest = tag.lower().partition("-")
    if language != "zh":
        return language
    return "zh-tw" if {"tw", "hk", "mo", "hant"} & set(rest.split("-")) else "zh-cn"


def _sections(session: Session) -> list[Dated]:
    """The front page, the archive and the corrections, then the sections."""
    sections = [(url_for("lists.show_section", slug=slug), newest) for slug, newest in list_sections(session)]
    pages = ("front.show_front", "archive.show_archive", "corrections.show_corrections")
    return [*((url_for(page), _newest(sections)) for page in pages), *sections]


def _authors(session: Session) -> list[Dated]:
    return [(url_for("lists.show_author", slug=slug), newest) for slug, newest in list_authors(session)]


def _tags(session: Session) -> list[Dated]:
    return [(url_for("lists.show_tag", slug=slug), newest) for slug, newest in list_tags(session)]


def _newest(addresses: Sequence[tuple[str, datetime | None]]) -> datetime | None:
    return max((changed for _, changed in addresses if changed), default=None)


def _answer_part(list_addresses: Callable[[Session], list[Dated]], number: int) -> ResponseReturnValue:
    if not 1 <= number <= LAST_PART:
        abort(404)
    at = (number - 1) * PART_LENGTH
    return _answer(list_addresses(reading())[at : at + PART_LENGTH])


def _answer(addresses: Sequence[tuple[str, datetime | None]]) -> ResponseReturnValue:
    if not addresses:
        abort(404)
    changed = _newest(addresses) or NEVER
    return answer_xml("broadsheet/articles/sitemap.xml", XML, HOUR, changed, addresses=addresses)
