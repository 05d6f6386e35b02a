"""What a feed says of an article, the same in all three formats."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import PurePosixPath
from uuid import NAMESPACE_DNS, uuid5

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, selectinload

from ...delivery.addresses import site_host, site_root
from ...delivery.templates import render
from ...sanitise import ARTICLE, clean_for_elsewhere
from ..models import Article
from ..queries import is_listed

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
PICTURE_TYPES = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".gif": "image/gif",
    ".avif": "image/avif",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """An article in a feed; every address is absolute."""

    article: Article

    @property
    def address(self) -> str:
        return f"{site_root()}{self.article.address}"

    @property
    def id(self) -> str:
        return make_id("article", self.article.id)

    @property
    def changed(self) -> datetime:
        return find_change(self.article)

    @cached_property
    def html(self) -> str:
        """Its whole text; what became an embed on the page is a plain link."""
        text = render("broadsheet/articles/_full_text.html", blocks=self.article.blocks)
        return clean_for_elsewhere(text, ARTICLE, self.address)

    @property
    def picture(self) -> str:
        return f"{site_root()}{self.article.picture['address']}" if self.article.picture else ""

    @property
    def picture_type(self) -> str:
        return PICTURE_TYPES.get(PurePosixPath(self.picture).suffix.lower(), "image/*")


def list_whole(session: Session, limit: int, conditions: Sequence[ColumnElement[bool]]) -> Sequence[Article]:
    """Return the newest articles with their text, and with their corrections."""
    query = (
        select(Article)
        .where(is_listed(), *conditions)
        .options(selectinload(Article.corrections))
        .order_by(Article.published.desc(), Article.id)
        .limit(limit)
    )
    return session.scalars(query).all()


def make_id(*names: str) -> str:
    """Return an id that stays while titles and addresses change, and that no other site has (RFC 9562, 5.5)."""
    site = uuid5(NAMESPACE_DNS, site_host())
    return uuid5(site, ":".join(names)).urn


def find_change(article: Article) -> datetime:
    """Return when an article last changed: updated, or corrected, or else published."""
    return max(_moments(article))


def find_newest_change(articles: Sequence[Article]) -> datetime:
    return max((find_change(article) for article in articles), default=NEVER)


def _moments(article: Article) -> Iterator[datetime]:
    yield article.published
    if article.updated:
        yield article.updated
    yield from (correction.made for correction in article.corrections)
