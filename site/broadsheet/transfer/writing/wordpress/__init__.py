"""The whole site as WordPress' export, WXR 1.2: what a WordPress takes in under Tools, Import.

It is written as it is read, an article with its pictures and comments after the other, so that a site of any size fits.
What WordPress has no place for stays behind: old addresses, and comments below pages that are no articles. Corrections stand
at the end of their text, kicker and language are custom fields, and further authors are terms, as the plugin Co-Authors Plus
has them.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, tzinfo
from html import escape
from pathlib import Path
from typing import IO

from flask import current_app
from sqlalchemy.orm import Session

from ....articles.publishing.folder import Problem
from ....articles.publishing.storing import article_id
from ....delivery.xml import make_legal
from ....settings import Settings, settings_of
from ...storing.run import Progress
from .comments import APPROVAL, count_homeless
from .drafts import Drafts, find_drafts
from .items import Item, Items
from .terms import collect_terms

TEMPLATE = "broadsheet/transfer/wordpress.xml"
PIECES = 500  # Parts of the document that are put together before they are written.


def write_site(session: Session, root: Path, out: IO[str], progress: Progress) -> list[Problem | str]:
    """Write the site as `session` sees it (`storage.snapshot`), and the drafts below `root`; return what was left out.

    A site without the setting `address` is named by the one at which it listens on its own machine; a WordPress elsewhere
    cannot fetch the pictures from there.
    """
    settings, now = settings_of(current_app), datetime.now(UTC)
    drafts = find_drafts(session, root, settings)
    terms = collect_terms(session, list(drafts.heads.values()))
    items = Items(session, root, terms, name_site(settings), now)
    with progress("Articles", items.count_published() + len(drafts.heads)) as advance:
        stream = current_app.jinja_env.get_template(TEMPLATE).stream(
            settings=settings,
            address=items.address,
            now=now,
            terms=terms,
            items=_list_items(items, drafts, advance),
            approval=APPROVAL,
            plain=lambda text: escape(text, quote=False),
            gmt=lambda moment: show_clock(moment, UTC),
            local=lambda moment: show_clock(moment, settings.zone),
        )
        stream.enable_buffering(PIECES)
        for piece in stream:
            out.write(make_legal(piece))
    return [*drafts.problems, *count_homeless(session, map(article_id, drafts.heads))]


def name_site(settings: Settings) -> str:
    """Return the public address without a slash at its end."""
    return settings.address.rstrip("/") or f"http://localhost:{settings.port}"


def show_clock(moment: datetime | None, zone: tzinfo) -> str:
    """Return what a clock shows; WordPress has zeros for what has no date yet."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}" if moment else "0000-00-00 00:00:00"


def _list_items(items: Items, drafts: Drafts, advance: Callable[[int], None]) -> Iterator[Item]:
    for article, closed in items.list_published():
        yield from items.describe(article, closed)
        advance(1)
    for article in drafts.read():
        yield from items.describe(article, items.find_closed(article.id), "draft")
        advance(1)
