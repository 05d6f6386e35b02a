"""Articles, pages and pictures as the items of an export."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer, selectinload

from ....articles.models import Article
from ....comments.models import Thread
from .comments import list_comments
from .pictures import Shown, name_upload
from .terms import Term, Terms
from .text import make_text

AT_ONCE = 100
NOT_NEEDED = (defer(Article.contents), defer(Article.text), defer(Article.pictures))


@dataclass(frozen=True)
class Item:
    """An item; texts are plain, but `content` is HTML. `kind` is `post`, `page` or `attachment`, `meta` are custom fields.

    `authors` are those who stand first and further on. Without a moment something is not published.
    """

    number: int
    kind: str
    status: str
    title: str
    link: str
    name: str
    published: datetime | None
    updated: datetime | None
    content: str = ""
    excerpt: str = ""
    closed: bool = True
    parent: int = 0
    attachment: str = ""
    authors: list[Term] = field(default_factory=list)
    sections: list[Term] = field(default_factory=list)
    tags: list[Term] = field(default_factory=list)
    meta: Mapping[str, object] = field(default_factory=dict)
    comments: Iterable[Any] = ()


class Items:
    """Makes items, and numbers them in the order in which they are made; every picture file is one item."""

    def __init__(self, session: Session, root: Path, terms: Terms, address: str, now: datetime) -> None:
        self.session, self.root, self.terms, self.address, self.now = session, root, terms, address, now
        self.numbers = count(1)
        self.pictures: dict[str, int] = {}

    def count_published(self) -> int:
        return self.session.scalar(select(func.count()).select_from(Article)) or 0

    def list_published(self) -> Iterator[tuple[Article, bool | None]]:
        """Yield each article, the oldest first, and whether its thread is closed; None where it has no thread."""
        query = (
            select(Article, Thread.closed)
            .outerjoin(Thread, Thread.key == Article.id)
            .options(selectinload(Article.corrections), *NOT_NEEDED)
            .order_by(Article.published, Article.id)
            .execution_options(yield_per=AT_ONCE)
        )
        yield from ((row[0], row[1]) for row in self.session.execute(query))

    def find_closed(self, id: str) -> bool | None:
        """Return whether the thread of a draft is closed; None where it has none."""
        return self.session.scalar(select(Thread.closed).where(Thread.key == id))

    def describe(self, article: Article, closed: bool | None, status: str = "publish") -> Iterator[Item]:
        """Yield the item of an article, then those of pictures that no article before it had."""
        content, shown = make_text(article, self.root, self.address)
        number = next(self.numbers)
        new = {address: picture for address, picture in shown.items() if address not in self.pictures}
        self.pictures |= {address: next(self.numbers) for address in new}
        authors = [self.terms.authors[byline.slug] for byline in article.bylines]
        is_future = article.published is not None and article.published > self.now
        yield Item(
            number=number,
            kind="page" if article.is_page else "post",
            status="future" if is_future and status == "publish" else status,
            title=article.title,
            link=self.address + article.address,
            name=article.path.rstrip("/").rpartition("/")[2],
            published=article.published,
            updated=article.updated or article.published,
            content=content,
            excerpt=article.standfirst,
            closed=article.is_page if closed is None else closed,
            authors=authors,
            sections=[] if article.is_page else [self.terms.sections[article.section_slug]],
            tags=[] if article.is_page else [self.terms.tags[tag.slug] for tag in article.tags],
            meta=self._list_fields(article),
            comments=() if closed is None else list_comments(self.session, article.id),
        )
        for picture in new.values():
            yield self._describe_picture(picture, article, number, authors)

    def _list_fields(self, article: Article) -> dict[str, object]:
        lead = self.pictures[article.picture["address"]] if article.picture else ""
        found = {"_thumbnail_id": lead, "kicker": article.kicker, "language": article.language}
        return {key: value for key, value in found.items() if value}

    def _describe_picture(self, picture: Shown, article: Article, parent: int, authors: list[Term]) -> Item:
        number, moment = self.pictures[picture.address], article.published or self.now
        fields = {"_wp_attached_file": name_upload(picture.address, moment)}
        return Item(
            number=number,
            kind="attachment",
            status="inherit",
            title=picture.stem,
            link=f"{self.address}/?attachment_id={number}",
            name=picture.stem,
            published=moment,
            updated=moment,
            excerpt=" ".join(filter(None, (picture.caption, picture.credit))),
            parent=parent,
            attachment=self.address + picture.address,
            authors=authors,
            meta=fields | ({"_wp_attachment_image_alt": picture.alt} if picture.alt else {}),
        )
