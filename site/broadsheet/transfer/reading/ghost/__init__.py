"""Ghost's JSON export, of its versions 0.5 to 6 (https://docs.ghost.org/migration/content, and the tables of its database).

The file is read twice: first what posts refer to, then posts and comments. Comments and members are in it only if it was
made by hand or as a backup.
"""

from collections.abc import Iterator
from typing import Any

from ....sanitise import strip_markup
from ...items import (
    ForeignAddress,
    ForeignArticle,
    ForeignComment,
    ForeignPicture,
    Item,
    LeftOut,
    Status,
    Unreadable,
)
from ...markup.first_words import take_first_words
from ..fields import said, said_yes
from ..json import read_entries
from ..moments import read_moment
from ..source import Source
from .addresses import find_address, list_of_lists
from .tables import ROOTS, Tables, Tag, read_tables
from .texts import Illegible, make_own, read_text

STATUSES: dict[str, Status] = {"published": "approved", "hidden": "held", "deleted": "deleted"}
HIDDEN = {
    "draft": "it is a draft",
    "scheduled": "it was to be published later, and nothing says when",
    "sent": "it was sent by mail only",
}


PASSES = 2
LISTS = {"/rss/": "/feed.rss"}


def read(source: Source) -> Iterator[Item]:
    """Yield articles and comments, then addresses of lists; raise `Unreadable` for what is no export, or has no posts."""
    reader = _Reader(read_tables(source))
    paths = [f"{root}.{table}.item" for root in ROOTS for table in ("posts", "comments")]
    for path, entry in read_entries(source, *paths):
        if not isinstance(entry, dict):
            yield LeftOut("an entry without fields", "it is no post and no comment")
        elif path.endswith("comments.item"):
            yield _make_comment(entry, reader.tables)
        else:
            yield reader.read_post(entry)
    if not reader.seen:
        raise Unreadable(
            f"{source.name} has no posts of Ghost in it. Take the JSON file that Ghost gives under Settings, Import/Export."
        )
    yield from (ForeignAddress(address, target) for address, target in reader.lists.items())


class _Reader:
    """Reads posts, and remembers their ids and the lists that they stood in."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.seen: set[str] = set()
        self.lists = dict(LISTS)

    def read_post(self, post: dict[str, Any]) -> ForeignArticle | LeftOut:
        id = said(post, "id") or said(post, "uuid") or said(post, "slug")
        what = f"article {id[:100]}, {said(post, 'title')[:100]!r}"
        if not id or id in self.seen:
            return LeftOut(what, "another one in the file has this id" if id else "it has no id and no slug")
        self.seen.add(id)
        try:
            text, markup, notes = read_text(post)
        except Illegible:
            return LeftOut(what, "its text is broken or nested beyond measure, and there is no HTML of it")
        article = ForeignArticle(id, said(post, "title"), text, markup, slug=said(post, "slug"), notes=notes)
        self._describe(article, post)
        if id.isdigit():  # Before its version 1 Ghost counted, on every site from 1 on.
            article.id = said(post, "uuid") or id
        return article

    def _describe(self, article: ForeignArticle, post: dict[str, Any]) -> None:
        tags = self.tables.list_tags(article.id)
        authors = self.tables.list_authors(article.id, said(post, "author_id"))
        _set_dates(article, post)
        article.is_page = said(post, "type") == "page" or said_yes(post, "page")
        article.address = find_address(article, self.tables, tags, authors)
        article.standfirst = said(post, "custom_excerpt")
        article.authors = [name for name, _slug in authors]
        article.section = tags[0].name if tags else ""
        article.tags = [tag.name for tag in tags[1:]]
        article.picture = _find_picture(post, self.tables.meta.get(article.id, {}))
        article.hidden = _find_reason_to_hide(post, article.id in self.tables.mailed_only)
        article.notes += _note_losses(post)
        _give_title(article)
        if not article.hidden and not article.is_page:
            self._remember_lists(tags, authors)

    def _remember_lists(self, tags: list[Tag], authors: list[tuple[str, str]]) -> None:
        for address, target in list_of_lists(tags, authors).items():
            if address not in self.lists or target.startswith("/sections/"):
                self.lists[address] = target


def _set_dates(article: ForeignArticle, post: dict[str, Any]) -> None:
    article.published = read_moment(post.get("published_at"))
    if not article.published and said(post, "status") == "published":
        article.published = read_moment(post.get("created_at"))
    article.updated = read_moment(post.get("updated_at"))


def _find_picture(post: dict[str, Any], meta: dict[str, str]) -> ForeignPicture | None:
    address = make_own(said(post, "feature_image") or said(post, "image"))
    alt = meta.get("feature_image_alt") or said(post, "feature_image_alt")
    caption = meta.get("feature_image_caption") or said(post, "feature_image_caption")
    return ForeignPicture(address, alt, strip_markup(caption).strip()) if address else None


def _find_reason_to_hide(post: dict[str, Any], mailed_only: bool) -> str:
    """Say why a post must not be public. Before Ghost 3 all that was published was for everybody."""
    status, visibility = said(post, "status"), post.get("visibility")
    is_timed = status == "scheduled" and read_moment(post.get("published_at"))
    if status != "published" and not is_timed:
        return HIDDEN.get(status, "Ghost does not call it published")
    if mailed_only:
        return HIDDEN["sent"]
    return "" if visibility in (None, "", "public") else "it is for members only"


def _note_losses(post: dict[str, Any]) -> list[str]:
    canonical = said(post, "canonical_url")
    notes = []
    if said(post, "codeinjection_head") or said(post, "codeinjection_foot"):
        notes.append("code that was added to its page (code injection) was left out")
    if canonical and not canonical.startswith("__GHOST_URL__"):
        notes.append(f"it names {canonical[:200]} as the place where it appeared first; that was left out")
    return notes


def _give_title(article: ForeignArticle) -> None:
    if not article.title:
        article.title = take_first_words(article.text) or article.slug or article.id
        article.notes.append("it had no title, so it was given one")


def _make_comment(entry: dict[str, Any], tables: Tables) -> ForeignComment | LeftOut:
    """Replies to replies stand below the same comment in Ghost, which notes beside it what each one answers."""
    id, thread = said(entry, "id"), said(entry, "post_id")
    if not id or not thread:
        return LeftOut(f"comment {id[:100]}", "it has no id, or does not say which post it belongs to")
    return ForeignComment(
        id,
        thread,
        make_own(said(entry, "html")),
        parent=said(entry, "in_reply_to_id") or said(entry, "parent_id") or None,
        name=tables.members.get(said(entry, "member_id"), ""),
        written=read_moment(entry.get("created_at")),
        edited=read_moment(entry.get("edited_at")),
        status=STATUSES.get(said(entry, "status"), "held"),
    )
