"""The XML that Disqus exports: categories, threads, and posts, which are the comments.

How to get it: https://help.disqus.com/en/articles/1717199-importing-exporting
"""

from collections.abc import Iterator

from ..items import ForeignComment, ForeignThread, Item, LeftOut, Status, Unreadable
from .moments import note_date, read_moment
from .source import Source
from .xml import Element, read_records

THREAD, POST, ID = "disqus/thread", "disqus/post", "dsq:id"


def read(source: Source) -> Iterator[Item]:
    """Yield the threads and comments; raise `Unreadable` for what is no export of Disqus."""
    for record in read_records(source, {THREAD, POST}):
        if record.path == THREAD:
            yield _read_thread(record)
        elif record.path == POST:
            yield _read_post(record)
        elif record.name != "disqus":
            raise Unreadable(
                f"{source.name} is no export of Disqus: it begins with <{record.name[:50]}>, and an export with <disqus>."
            )


def _read_thread(record: Element) -> ForeignThread | LeftOut:
    """Return a thread. Disqus also makes some that belong to no page."""
    id, address = _refer(record), record.said("link")
    if not id or not address:
        return LeftOut(f"thread {id}" if id else f"the thread in line {record.line}", "it belongs to no page")
    if _is(record, "isDeleted"):
        return LeftOut(f"thread {id}", "it was deleted at Disqus")
    return ForeignThread(id, address, record.said("title"), _is(record, "isClosed"))


def _read_post(record: Element) -> ForeignComment | LeftOut:
    id = _refer(record)
    if not id:
        return LeftOut(f"the post in line {record.line}", "it has no id")
    written = read_moment(record.said("createdAt"))
    comment = ForeignComment(
        id,
        thread=_refer(record.find("thread")),
        text="",
        parent=_refer(record.find("parent")) or None,
        written=written,
        status=_read_status(record),
        notes=note_date(written),
    )
    if comment.status != "deleted":  # Disqus keeps what was said, and by whom.
        author = record.find("author") or Element("author")
        comment.text = record.said("message")
        comment.name, comment.email = author.said("name") or author.said("username"), author.said("email")
    return comment


def _read_status(record: Element) -> Status:
    if _is(record, "isDeleted"):
        return "deleted"
    if _is(record, "isSpam"):
        return "spam"
    return "held" if record.said("isApproved").lower() in {"false", "0"} else "approved"


def _is(record: Element, name: str) -> bool:
    return record.said(name).lower() in {"true", "1"}


def _refer(record: Element | None) -> str:
    return record.attributes.get(ID, "").strip() if record else ""
