"""What Disqus exported becomes threads and comments."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.transfer.items import ForeignComment, ForeignThread, Item, LeftOut, Unreadable

Read = Callable[[str, Path], list[Item]]


def test_threads_and_comments_come_in(read_with: Read, exports: Path) -> None:
    items = read_with("disqus", exports / "disqus.xml")
    address = "https://old.example.org/2013/10/ferry/"
    assert [item for item in items if isinstance(item, ForeignThread)] == [
        ForeignThread("1001", address, "The ferry is back", closed=True),
        ForeignThread("1002", address, "The ferry is back"),
        ForeignThread("1005", "https://old.example.org/late/", "Late"),
    ]
    comments = {item.id: item for item in items if isinstance(item, ForeignComment)}
    assert comments["1"] == ForeignComment(
        "1",
        "1001",
        "<p>Good news, and <b>about time</b>.</p>",
        name="Peter",
        email="peter@example.org",
        written=datetime(2013, 10, 10, 19, 20, 29, tzinfo=UTC),
    )
    assert (comments["2"].name, comments["2"].parent, comments["2"].email) == ("mira", "1", "")


def test_status_is_kept_and_nothing_of_a_deleted_comment(read_with: Read, exports: Path) -> None:
    comments = {
        item.id: item
        for item in read_with("disqus", exports / "disqus.xml")
        if isinstance(item, ForeignComment)
    }
    assert {name: comment.status for name, comment in comments.items()} == {
        "1": "approved",
        "2": "approved",
        "3": "deleted",
        "4": "spam",
        "5": "approved",
        "6": "approved",
        "7": "approved",
        "8": "held",
    }
    assert (comments["3"].text, comments["3"].name, comments["3"].email) == ("", "", "")
    assert comments["4"].written is None
    assert comments["4"].notes == ["It has no date that could be read."]


def test_what_has_no_place_is_left_out_with_the_reason(read_with: Read, exports: Path) -> None:
    """Comments of threads that did not come in are left out when all is read."""
    left_out = [item for item in read_with("disqus", exports / "disqus.xml") if isinstance(item, LeftOut)]
    assert left_out == [
        LeftOut("thread 1003", "it belongs to no page"),
        LeftOut("thread 1004", "it was deleted at Disqus"),
        LeftOut("the post in line 70", "it has no id"),
    ]


def test_no_address_of_a_computer_is_kept(read_with: Read, exports: Path) -> None:
    assert "192.0.2.1" not in repr(read_with("disqus", exports / "disqus.xml"))


def test_the_sample_of_isso_is_read(read_with: Read, shared: Path) -> None:
    items = read_with("disqus", shared / "disqus" / "isso-disqus.xml")
    comments = {item.id: item for item in items if isinstance(item, ForeignComment)}
    assert {name: (comment.thread, comment.parent, comment.status) for name, comment in comments.items()} == {
        "4": ("2", None, "approved"),
        "5": ("2", "4", "approved"),
        "6": ("1337", None, "approved"),
        "8": ("7", None, "approved"),
        "9": ("2", None, "deleted"),
        "11": ("2", "9", "approved"),
    }
    assert {item.what for item in items if isinstance(item, LeftOut)} == {"thread 3"}


def test_what_gzip_packed_is_unpacked(read_with: Read, exports: Path, tmp_path: Path) -> None:
    packed = tmp_path / "disqus.xml.gz"
    packed.write_bytes(gzip.compress((exports / "disqus.xml").read_bytes()))
    assert read_with("disqus", packed) == read_with("disqus", exports / "disqus.xml")


def test_an_export_of_wordpress_is_refused(read_with: Read, shared: Path) -> None:
    with pytest.raises(Unreadable, match="no export of Disqus: it begins with <rss>"):
        read_with("disqus", shared / "disqus" / "isso-wordpress.xml")
