"""What a list of articles, and so its feeds, is of: the whole site, a section, an author or a tag."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import ColumnElement, select

from ..models import Article, Byline, Tag

SITE, SECTION, AUTHOR, TAG = "site", "section", "author", "tag"


@dataclass(frozen=True)
class Subject:
    """`kind` is one of the four above; the site has neither slug nor name."""

    kind: str = SITE
    slug: str = ""
    name: str = ""

    @property
    def page(self) -> str:
        """The address of its page, from the first slash on."""
        if self.kind == SITE:
            return url_for("front.show_front")
        return url_for(f"lists.show_{self.kind}", slug=self.slug)

    def feed(self, form: str) -> str:
        """Return the address of its feed: `form` is `atom`, `rss` or `json`."""
        return f"{self.page.rstrip('/')}/feed.{form}"


def conditions(kind: str, slug: str) -> list[ColumnElement[bool]]:
    """Return what holds for the articles that a list is of, said so that the few of a rare tag are found by its index."""
    found: dict[str, list[ColumnElement[bool]]] = {
        SITE: [],
        SECTION: [Article.section_slug == slug],
        AUTHOR: [Article.id.in_(select(Byline.article_id).where(Byline.slug == slug))],
        TAG: [Article.id.in_(select(Tag.article_id).where(Tag.slug == slug))],
    }
    return found[kind]


def name_subject(kind: str, slug: str, articles: Sequence[Article]) -> Subject:
    """Return a subject under the name that its newest article gives it; `articles` has at least one, but for the site."""
    if kind == SITE:
        return Subject()
    newest = articles[0]
    names = {
        SECTION: lambda: newest.section,
        AUTHOR: lambda: next(byline.name for byline in newest.bylines if byline.slug == slug),
        TAG: lambda: next(tag.name for tag in newest.tags if tag.slug == slug),
    }
    return Subject(kind, slug, names[kind]())
