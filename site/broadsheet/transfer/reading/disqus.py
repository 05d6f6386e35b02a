"""The XML that Disqus exports: categories, threads, and posts, which are the comments.

How to get it: https://help.disqus.com/en/articles/1717199-importing-exporting
"""

from collections.abc import Iterator

from ..items import ForeignComment, ForeignThread, Item, LeftOut, Status, Unreadable
from .moments import note_date, read_moment
from .source import Source
from .xml import Element, read_records

PATHS = {"disqus/thread", "disqus/post"}


def read(source: Source) -> Iterator[Item]:
    """Yield the threads and comments. A comment that stands before its thread is found when the file is read again."""
    missed: dict[str, str] = {}  # The id of a thread → why its comments are left out; empty: they are not.
    waits = False
    for record in _read_file(source):
        if record.name == "thread":
            item = _read_thread(record)
            missed[_id_of(record)] = item.why if isinstance(item, LeftOut) else ""
            yield item
        elif _thread_of(record) in missed:
            yield _read_post(record, missed)
        else:
            waits = True
    if waits:
        yield from _read_early(source, missed)


def _read_early(source: Source, missed: dict[str, str]) -> Iterator[Item]:
    """Yield the comments that stand before their threads, or have none."""
    seen = set()
    for record in _read_file(Source(source.file)):
        if record.name == "thread":
            seen.add(_id_of(record))
        elif _thread_of(record) not in seen:
            yield _read_post(record, missed)


def _read_file(source: Source) -> Iterator[Element]:
    records = read_records(source, PATHS)
    root = next(records)
    if root.name != "disqus":
        raise Unreadable(
            f"{source.name} is no export of Disqus: it begins with <{root.name}>, not with <disqus>. "
            "Disqus sends one by mail (Admin, Setup, Export)."
        )
    return records


def _read_thread(record: Element) -> ForeignThread | LeftOut:
    what = f"the thread {_id_of(record)}" if _id_of(record) else f"a thread without id in line {record.line}"
    if _is(record, "isDeleted"):
        return LeftOut(what, "It was deleted at Disqus.")
    if not _id_of(record) or not record.said("link"):
        return LeftOut(what, "It has no address of a page.")
    return ForeignThread(
        _id_of(record), record.said("link"), title=record.said("title"), closed=_is(record, "isClosed")
    )


def _read_post(record: Element, missed: dict[str, str]) -> ForeignComment | LeftOut:
    if not _id_of(record):
        return LeftOut(
            f"a comment without id in line {record.line}",
            "It and its answers could not be told apart from others.",
        )
    why = missed.get(_thread_of(record), "The file does not have it.")
    if why:
        return LeftOut(f"the comment {_id_of(record)}", f"Its thread did not come in. {why}")
    parent = record.find("parent")
    comment = ForeignComment(
        _id_of(record),
        _thread_of(record),
        text="",
        parent=(_id_of(parent) or None) if parent else None,
        written=read_moment(record.said("createdAt")),
        status=_read_status(record),
    )
    comment.notes = note_date(comment.written)
    if comment.status != "deleted":
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


def _id_of(record: Element) -> str:
    return record.attributes.get("dsq:id", "").strip()


def _thread_of(record: Element) -> str:
    thread = record.find("thread")
    return _id_of(thread) if thread else ""
