"""Authors, sections and tags: a WordPress knows each by a number and a short name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ....articles.models import Article, Byline, Tag
from ....articles.publishing.front_matter import FrontMatter
from ....articles.slugs import make_slug
from ....comments.models import Comment

LONGEST_LOGIN = 60  # WordPress keeps no more, and no letters but those of ASCII.
Column = InstrumentedAttribute[str]


@dataclass(frozen=True)
class Term:
    """A section, a tag or an author; the `slug` of an author is their login."""

    number: int
    slug: str
    name: str


@dataclass(frozen=True)
class Terms:
    """All of them, by the slugs that they have on the site."""

    authors: dict[str, Term]
    sections: dict[str, Term]
    tags: dict[str, Term]

    def number_author(self, name: str) -> int:
        return self.authors[slug_author(name)].number


def collect_terms(session: Session, drafts: Sequence[FrontMatter]) -> Terms:
    """Return what articles and drafts name; who answered as the newsroom is an author too."""
    staff = session.scalars(select(Comment.name).where(Comment.staff).distinct().order_by(Comment.name))
    names = [*staff, *(name for front in drafts for name in front.authors)]
    authors = [*_read(session, Byline.slug, Byline.name), *((slug_author(name), name) for name in names)]
    sections = [
        *_read(session, Article.section_slug, Article.section, Article.is_page.is_(False)),
        *((make_slug(front.section) or "news", front.section) for front in drafts if not front.page),
    ]
    tags = [
        *_read(session, Tag.slug, Tag.name),
        *((make_slug(name) or "tag", name) for front in drafts for name in front.tags),
    ]
    numbers = count(1)  # Sections and tags share them, as in WordPress.
    return Terms(
        {slug: Term(n, make_login(slug, n), name) for n, (slug, name) in enumerate(_once(authors), 1)},
        {slug: Term(next(numbers), slug, name) for slug, name in _once(sections)},
        {slug: Term(next(numbers), slug, name) for slug, name in _once(tags)},
    )


def slug_author(name: str) -> str:
    return make_slug(name) or "author"


def make_login(slug: str, number: int) -> str:
    """Return the slug, or where WordPress would keep but a part of it a login of our own; no slug has an underscore."""
    return slug if slug.isascii() and len(slug) <= LONGEST_LOGIN else f"author_{number}"


def _read(session: Session, slug: Column, name: Column, *conditions: Any) -> list[tuple[str, str]]:
    """Return each slug with one of its names, in the order of the slugs."""
    query = select(slug, func.min(name)).where(*conditions).group_by(slug)
    return sorted((row[0], row[1]) for row in session.execute(query))


def _once(pairs: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Return pairs without those whose slug came before."""
    found: dict[str, str] = {}
    for slug, name in pairs:
        found.setdefault(slug, name)
    return found.items()
