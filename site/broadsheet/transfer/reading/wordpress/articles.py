"""From an item of an export to an article with its comments, to a file, or to what is left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from ...items import ForeignAddress, ForeignArticle, ForeignFile, ForeignPicture, Item, LeftOut
from ...markup.wordpress import LibraryPicture, convert
from ..xml import Element
from .comments import read_comments
from .library import ARTICLES, Library, Media
from .said import (
    list_meta,
    local_address,
    read_meta,
    read_moment_of,
    read_publication,
    read_terms,
    said_plainly,
)

PUBLIC = {"publish", "future"}
HIDDEN = {
    "draft": "it is a draft",
    "auto-draft": "it is a draft",
    "pending": "it waits for review",
    "private": "it is private",
    "": "it has no status",
}
GONE = {"trash", "inherit"}
NOT_NEEDED = {"wp_block": "Its text stands where articles use it."}


class Reader:
    """Reads items with the library of the whole export at hand."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def read_item(self, item: Element) -> Iterator[Item]:
        kind, status = item.said("wp:post_type") or "post", item.said("wp:status")
        which = f"{kind} {item.said('wp:post_id')}, {said_plainly(item.said('title'))!r}"
        if kind == "attachment":
            yield from self._read_file(item)
        elif kind not in ARTICLES:
            yield LeftOut(which, NOT_NEEDED.get(kind, "Only posts, pages and media are taken over."))
        elif status in GONE:
            yield LeftOut(which, f"Its status is {status}.")
        else:
            article = self._read_article(item, kind, status)
            yield article
            yield from read_comments(item, article.id, self.library.author_ids)

    def _read_article(self, item: Element, kind: str, status: str) -> ForeignArticle:
        id, terms = read_id(item), read_terms(item, self.library.terms)
        converted = convert(item.said("content:encoded"), OfPost(self.library, id))
        creator = item.said("dc:creator")
        return ForeignArticle(
            id=id,
            title=said_plainly(item.said("title")),
            text=converted.html,
            address=self._read_own_address(item, id),
            other_addresses=list(self._list_addresses(item, id, kind)),
            slug=item.said("wp:post_name"),
            standfirst=said_plainly(item.said("excerpt:encoded")),
            language=self.library.facts.get("language", ""),
            authors=terms.authors or [self.library.authors.get(creator, creator)],
            section=terms.section,
            tags=terms.tags,
            published=read_publication(item),
            updated=read_moment_of(item, "wp:post_modified"),
            picture=self._read_picture(item),
            is_page=kind == "page",
            hidden=say_why_hidden(item, status),
            closed=item.said("wp:comment_status") == "closed",
            notes=converted.notes,
        )

    def _list_addresses(self, item: Element, id: str, kind: str) -> Iterator[str]:
        """Yield what led to a post besides its own address: its number, its former names, and the pages of its pictures."""
        hosts, base = self.library.hosts, self.library.base
        guid = local_address(item.said("guid"), hosts)
        if "?" not in guid:  # Else it names a number, which may be another post's after a site has moved.
            yield guid
        names = ("p", "page_id") if kind == "page" else ("p",)
        yield from (f"{base}/?{name}={id}" for name in names)
        own = self._read_own_address(item, id)
        for former in list_meta(item, "_wp_old_slug"):
            if former and "?" not in own:
                yield f"{own.rstrip('/').rpartition('/')[0]}/{former}/"
        for picture in self.library.list_pictures_of(id):
            yield local_address(picture.page, hosts)
            yield f"{base}/?attachment_id={picture.id}"

    def _read_own_address(self, item: Element, id: str) -> str:
        """Return where a post was read. Its host may be one that the export does not name, as after a site has moved."""
        link = item.said("link")
        here, anywhere = local_address(link, self.library.hosts), local_address(link, set())
        names = {unquote(name) for name in (item.said("wp:post_name"), id) if name}
        return here or (anywhere if names & set(unquote(anywhere).strip("/").split("/")) else "")

    def _read_picture(self, item: Element) -> ForeignPicture | None:
        found = self.library.find_picture(read_meta(item, "_thumbnail_id"))
        if found is None:
            return None
        return ForeignPicture(
            local_address(found.address, set()), found.alt or found.title, said_plainly(found.caption)
        )

    def _read_file(self, item: Element) -> Iterator[Item]:
        """Yield a media file, and where its page leads to, unless that is the article that it belongs to."""
        found = self.library.find_picture(item.said("wp:post_id"))
        path = local_address(found.address, set()) if found else ""
        if found is None or not path:
            yield LeftOut(f"media file {item.said('wp:post_id')}", "The export does not say where it is.")
            return
        yield ForeignFile(path, found.address)
        if not self.library.has_post(found.post):
            for address in (
                local_address(found.page, self.library.hosts),
                f"{self.library.base}/?attachment_id={found.id}",
            ):
                if address:
                    yield ForeignAddress(address, f"/media{path}")


@dataclass(frozen=True)
class OfPost:
    """The library as the markup of one post asks it."""

    library: Library
    post: str

    @property
    def site_hosts(self) -> set[str]:
        return (self.library.hosts | self.library.media_hosts) - {""}

    def find_picture(self, id: str) -> LibraryPicture | None:
        found = self.library.find_picture(id)
        return describe(found) if found else None

    def find_picture_at(self, path: str) -> LibraryPicture | None:
        found = self.library.find_picture_at(path)
        return describe(found) if found else None

    def list_pictures_of_post(self) -> list[LibraryPicture]:
        return [describe(media) for media in self.library.list_pictures_of(self.post)]

    def find_block(self, id: str) -> str | None:
        return self.library.find_block(id)


def describe(media: Media) -> LibraryPicture:
    return LibraryPicture(media.address, media.alt, media.caption, media.title)


def read_id(item: Element) -> str:
    """Return the number of a post, or what else stays the same in a later export."""
    return item.said("wp:post_id") or item.said("guid") or item.said("link") or item.said("title")


def say_why_hidden(item: Element, status: str) -> str:
    if item.said("wp:post_password"):
        return "it was protected by a password"
    return "" if status in PUBLIC else HIDDEN.get(status, f"its status is {status}")
