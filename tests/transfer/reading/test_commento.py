"""Exports of Commento and Comentario become threads and comments."""

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.transfer.items import ForeignComment, ForeignThread, Item, LeftOut, Unreadable

Read = Callable[[str, Path], list[Item]]


def test_commento_comes_in(read_with: Read, exports: Path) -> None:
    assert read_with("commento", exports / "commento.json") == [
        ForeignThread("/2019/ferry", "/2019/ferry"),
        ForeignComment(
            "c1",
            "/2019/ferry",
            "Good *news*.",
            "markdown",
            name="Ada",
            email="ada@example.org",
            website="https://example.org/ada",
            written=datetime(2019, 3, 12, 11, 21, 56, tzinfo=UTC),
            staff=True,
        ),
        ForeignComment(
            "c2",
            "/2019/ferry",
            "Really?",
            "markdown",
            "c1",
            written=datetime(2019, 3, 13, 12, 9, 47, 722181, UTC),
            status="held",
        ),
        ForeignThread("/2019/tides", "/2019/tides"),
        ForeignComment(
            "c3",
            "/2019/tides",
            "Buy watches",
            "markdown",
            name="Seller",
            email="sel@example.org",
            written=datetime(2019, 3, 14, 12, 9, 47, tzinfo=UTC),
            status="spam",
        ),
        ForeignComment("c4", "/2019/tides", "", status="deleted", notes=["It has no date that could be read."]),
        LeftOut("comment c5", "the file does not say on which page it stands"),
        LeftOut("entry 6 of the comments", "it has no id"),
        LeftOut("entry 7 of the comments", "it has no id"),
    ]


def test_comentario_comes_in(read_with: Read, exports: Path) -> None:
    noon = datetime(2023, 5, 2, 12, 0, tzinfo=UTC)
    rejected = ["it had been rejected there, so it waits for a moderator"]
    assert read_with("commento", exports / "comentario.json") == [
        ForeignThread("p1", "/2023/ferry/", "The ferry is back", closed=True),
        LeftOut("page p2", "it has no id, or no path"),
        ForeignComment(
            "c1",
            "p1",
            "Good news.",
            "markdown",
            name="Ada",
            email="ada@example.org",
            website="https://example.org/ada",
            written=datetime(2023, 5, 2, 10, 0, 0, 123456, UTC),
            edited=datetime(2023, 5, 2, 11, 0, tzinfo=UTC),
            staff=True,
        ),
        ForeignComment(
            "c2", "p1", "<p>Only <b>HTML</b></p>", "html", "c1", "Guest", written=noon, status="held"
        ),
        ForeignComment(
            "c3",
            "p1",
            "Rejected",
            "markdown",
            None,
            "Ben",
            "ben@example.org",
            written=noon,
            status="held",
            notes=rejected,
        ),
        ForeignComment("c4", "p1", "", written=noon, status="deleted"),
        LeftOut("comment c5", "the file does not say on which page it stands"),
    ]


def test_whoever_is_not_known_is_no_moderator(read_with: Read, exports: Path) -> None:
    """A commenter of the name "anonymous" would make moderators of all who wrote without a name."""
    items = read_with("commento", exports / "commento.json")
    assert [item.id for item in items if isinstance(item, ForeignComment) and item.staff] == ["c1"]


def test_what_gzip_packed_is_unpacked(read_with: Read, exports: Path, tmp_path: Path) -> None:
    packed = tmp_path / "export.json.gz"
    packed.write_bytes(gzip.compress((exports / "comentario.json").read_bytes()))
    assert read_with("commento", packed) == read_with("commento", exports / "comentario.json")


@pytest.mark.parametrize(
    "content", [{}, {"version": 2, "comments": []}, [], {"version": "x"}, {"version": []}]
)
def test_other_json_is_refused(read_with: Read, tmp_path: Path, content: object) -> None:
    file = tmp_path / "other.json"
    file.write_text(json.dumps(content), "utf-8")
    with pytest.raises(Unreadable, match="Commento"):
        read_with("commento", file)
