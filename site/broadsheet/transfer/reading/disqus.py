"""Disqus' export (XML): threads, which are pages, and posts, which are comments."""

from collections.abc import Iterator

from ..items import ForeignComment, ForeignThread, Item, LeftOut, Status, Unreadable
from .moments import read_moment
from .source import Source
from .xml import Element, read_records

THREAD, POST, ID = "disqus/thread", "disqus/post", "dsq:id"


def read(source: Source) -> Iterator[Item]:
    """Yield threads and comments; raise `Unreadable` for what is no export of Disqus."""
    for element in read_records(source, {THREAD, POST}):
        if element.path == THREAD:
            yield read_thread(element)
        elif element.path == POST:
            yield read_comment(element)
        elif element.name != "disqus":
            raise Unreadable(
                f"{source.name} is no export of Disqus: it begins with <{element.name[:50]}>, and an export with <disqus>."
            )


def read_thread(element: Element) -> Item:
    """Return a thread; Disqus also makes some that belong to no page."""
    id, address = element.attributes.get(ID, ""), element.said("link")
    if not id or not address:
        return LeftOut(f"thread {id}", "it belongs to no page")
    return ForeignThread(id, address, element.said("title"), element.said("isClosed") == "true")


def read_comment(element: Element) -> Item:
    id = element.attributes.get(ID, "")
    if not id:
        return LeftOut(f"the post in line {element.line}", "it has no id")
    author = element.find("author") or Element("author")
    written = read_moment(element.said("createdAt"))
    return ForeignComment(
        id=id,
        thread=_refer(element, "thread") or "",
        parent=_refer(element, "parent"),
        text=element.said("message"),
        name=author.said("name") or author.said("username"),
        email=author.said("email"),
        written=written,
        status=_read_status(element),
        notes=[] if written else ["it had no readable date"],
    )


def _refer(element: Element, name: str) -> str | None:
    """Return the id that an element refers to; None where it refers to nothing."""
    found = element.find(name)
    return found.attributes.get(ID) if found else None


def _read_status(element: Element) -> Status:
    if element.said("isSpam") == "true":
        return "spam"
    if element.said("isDeleted") == "true":
        return "deleted"
    return "held" if element.said("isApproved") == "false" else "approved"
