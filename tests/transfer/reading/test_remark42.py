"""A backup of Remark42 becomes threads and comments."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.transfer.items import ForeignComment, ForeignThread, Item, LeftOut, Unreadable

Read = Callable[[str, Path], list[Item]]
FERRY, TIDES = "https://old.example.org/ferry/", "https://old.example.org/tides/"


def test_a_backup_comes_in(read_with: Read, exports: Path) -> None:
    assert read_with("remark42", exports / "remark42.backup") == [
        ForeignThread(FERRY, FERRY, "The ferry is back", closed=True),
        ForeignComment(
            "r1",
            FERRY,
            "<p>Good <em>news</em> &amp; <code>a &lt; b</code>.</p>",
            name="Ada",
            email="ada@example.org",
            written=datetime(2020, 5, 2, 15, 0, 0, 123456, UTC),
            edited=datetime(2020, 5, 2, 16, 0, tzinfo=UTC),
            staff=True,
        ),
        ForeignComment(
            "r2",
            FERRY,
            "<p>Really?</p>",
            parent="r1",
            name="Mallory",
            written=datetime(2020, 5, 2, 16, 0, tzinfo=UTC),
            staff=False,  # Whoever is not signed in is no admin, whatever a file says.
        ),
        ForeignComment("r3", FERRY, "", written=datetime(2020, 5, 2, 17, 0, tzinfo=UTC), status="deleted"),
        ForeignThread(TIDES, TIDES),
        ForeignComment(
            "r4",
            TIDES,
            "<p>Buy</p>",
            name="Seller",
            status="held",
            notes=[
                "It has no date that could be read.",
                "its writer had been blocked there, so it waits for a moderator",
            ],
        ),
        LeftOut("line 6", "it is no comment with an id and the address of its page"),
        LeftOut("line 7", "it is no comment with an id and the address of its page"),
        LeftOut("line 8", "it is no comment with an id and the address of its page"),
    ]


def test_what_gzip_packed_is_unpacked(read_with: Read, exports: Path, tmp_path: Path) -> None:
    packed = tmp_path / "backup.gz"
    packed.write_bytes(gzip.compress((exports / "remark42.backup").read_bytes()))
    assert read_with("remark42", packed) == read_with("remark42", exports / "remark42.backup")


def test_backups_may_be_joined(read_with: Read, exports: Path, tmp_path: Path) -> None:
    joined = tmp_path / "joined.backup"
    header = (
        '{"version":1,"users":null,"posts":[{"url":"https://old.example.org/ferry/","read_only":true}]}\n'
    )
    joined.write_text(
        '{"version":1,"users":[],"posts":[]}\n' + header + (exports / "remark42.backup").read_text("utf-8"),
        "utf-8",
    )
    assert read_with("remark42", joined)[0] == ForeignThread(FERRY, FERRY, "The ferry is back", closed=True)


@pytest.mark.parametrize(
    "first", ['{"version":2,"users":[]}', '{"version":[],"users":[]}', "{}", "[]", "no JSON", '{"version":1}']
)
def test_what_does_not_begin_like_a_backup_is_refused(read_with: Read, tmp_path: Path, first: str) -> None:
    file = tmp_path / "other.backup"
    file.write_text(first + "\n", "utf-8")
    with pytest.raises(Unreadable, match="no backup of Remark42"):
        read_with("remark42", file)


def test_a_backup_that_is_cut_off_is_refused(read_with: Read, exports: Path, tmp_path: Path) -> None:
    file = tmp_path / "cut.backup"
    file.write_bytes((exports / "remark42.backup").read_bytes()[:900])
    with pytest.raises(Unreadable, match="cut off in line 3"):
        read_with("remark42", file)
