"""What `broadsheet doctor` asks of the articles: can everybody have something of their pictures?"""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from ..settings import settings_of
from .models import Article

AT_ONCE = 100  # Each comes with its whole text.


def find_problems(session: Session) -> Iterator[str]:
    """Yield each picture without alt text, and each whose file is gone, as a sentence that says what to do."""
    root = settings_of(current_app).content_folder
    query = select(Article.source, Article.picture, Article.blocks, Article.pictures).where(
        Article.source.is_not(None)
    )
    for source, lead, blocks, used in session.execute(query.order_by(Article.source)).yield_per(AT_ONCE):
        for address in list_without_alt(lead, blocks):
            yield f"{source} shows {address} without alt text. Say in a few words what it shows."
        for name in used or {}:
            if not (root / name).is_file():
                yield f"{source} shows {name}, and this file is gone. Put it back, or take it out of the article."


def list_without_alt(lead: dict[str, Any] | None, blocks: list[dict[str, Any]]) -> list[str]:
    """Return the addresses of an article's pictures that say nothing to those who do not see them."""
    alone = [lead] if lead else []
    alone += [block["picture"] for block in blocks if "picture" in block]
    found = [picture["address"] for picture in alone if not picture["alt"].strip()]
    reader = _PicturesInText()
    for block in blocks:
        reader.feed(block.get("html", ""))
    return found + reader.without_alt


class _PicturesInText(HTMLParser):
    """Collects the addresses of pictures amid text that have no alt text."""

    def __init__(self) -> None:
        super().__init__()
        self.without_alt: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "img" and not (found.get("alt") or "").strip():
            self.without_alt.append(found.get("src") or "a picture")
