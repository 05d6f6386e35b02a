import sqlite3
from collections.abc import Callable

import pytest
from sqlalchemy import delete, select, text, update

from broadsheet.related import Related, RelatedIndex, rebuild_lists, refresh, refresh_lists
from broadsheet.related.models import Document, ReadyList, State
from broadsheet.related.refresh import index_file
from broadsheet.storage import reading, writing

ALL = ("ferry", "tide", "wharf", "bread", "oven")
Lists = Callable[[], dict[str, list[str]]]
TakeIn = Callable[..., None]


def test_lists_are_made_for_all(related: Related, take_in: TakeIn, require_lists: Lists) -> None:
    take_in(*ALL)
    refresh_lists()
    lists = require_lists()
    assert set(lists) == set(ALL)
    assert set(lists["ferry"][:2]) == {"tide", "wharf"}


def test_a_newcomer_enters_the_lists_of_others(
    related: Related, take_in: TakeIn, require_lists: Lists
) -> None:
    take_in("ferry", "bread")
    refresh_lists()
    take_in("tide")
    refresh_lists()
    assert require_lists()["ferry"][0] == "tide"


def test_a_change_leaves_and_enters_lists(related: Related, take_in: TakeIn, require_lists: Lists) -> None:
    take_in(*ALL)
    refresh_lists()
    take_in(tide="The bakery has a brick oven, and sourdough rye loaf with seeds.")
    refresh_lists()
    lists = require_lists()
    assert "tide" in lists["bread"][:2]
    assert lists["ferry"][0] == "wharf"


def test_a_removed_document_leaves_all_lists(related: Related, take_in: TakeIn, require_lists: Lists) -> None:
    take_in(*ALL)
    refresh_lists()
    take_in(removed=("tide", "never there"))
    refresh_lists()
    lists = require_lists()
    assert "tide" not in lists
    assert all("tide" not in others for others in lists.values())


def test_one_removed_and_added_again_has_its_list(
    related: Related, take_in: TakeIn, require_lists: Lists
) -> None:
    take_in(*ALL)
    refresh_lists()
    take_in(removed=("tide",))
    take_in("tide")
    refresh_lists()
    assert require_lists()["tide"]


def test_where_only_the_link_is_new_nothing_is_compared(related: Related, take_in: TakeIn) -> None:
    related.add("ferry", "Ferry", "A text", "/docs/ferry")
    mark = reading().scalars(select(State.mark)).one()
    related.add("ferry", "Ferry", "A text", "/moved", picture={"address": "/boat.png"}, pinned=["oven"])
    found = reading().scalars(select(Document).where(Document.id == "ferry")).one()
    assert (found.listed, found.address, found.pinned) == (True, "/moved", ["oven"])
    assert reading().scalars(select(State.mark)).one() == mark


def test_without_news_nothing_is_written(related: Related, take_in: TakeIn) -> None:
    take_in(*ALL)
    refresh_lists()
    mark = reading().scalars(select(State.mark)).one()
    refresh_lists()
    assert reading().scalars(select(State.mark)).one() == mark


@pytest.mark.parametrize("content", [None, b"", b"This is no database, only some words. " * 200])
def test_an_index_that_is_gone_or_unreadable_is_made_anew(
    related: Related, take_in: TakeIn, require_lists: Lists, content: bytes | None
) -> None:
    take_in("ferry", "bread", "oven")
    refresh_lists()
    index_file().unlink()
    if content is not None:
        index_file().write_bytes(content)
    take_in("tide")
    refresh_lists()
    assert require_lists()["ferry"][0] == "tide"


def test_an_index_that_is_malformed_is_made_anew(
    related: Related, take_in: TakeIn, require_lists: Lists, caplog: pytest.LogCaptureFixture
) -> None:
    take_in(*ALL)
    refresh_lists()
    whole = bytearray(index_file().read_bytes())
    whole[4096:] = b"\xaa" * (len(whole) - 4096)
    index_file().write_bytes(whole)
    for ending in ("-wal", "-shm"):
        index_file().with_name(index_file().name + ending).unlink(missing_ok=True)
    take_in(removed=("tide",))
    refresh_lists()
    require_lists()
    assert "made anew" in caplog.text


def test_another_error_of_the_index_is_not_taken_for_a_broken_file(related: Related, take_in: TakeIn) -> None:
    take_in("ferry")
    index_file().mkdir()
    with pytest.raises(Exception, match="unable to open"):
        refresh_lists()
    assert index_file().is_dir()


def test_a_restored_backup_is_followed(related: Related, take_in: TakeIn, require_lists: Lists) -> None:
    """The database is of yesterday, the index of today; nothing in the database says that there is work but a new story."""
    take_in("ferry", "tide", "bread")
    refresh_lists()
    with writing() as session:
        session.execute(delete(Document).where(Document.id == "bread"))
        session.execute(
            update(Document).where(Document.id == "tide").values(text="Rye.", digest="of yesterday")
        )
        session.execute(update(State).values(mark="of yesterday"))
        session.execute(update(ReadyList).values(others=[["ferry", 0.1]]))
    take_in("oven")
    refresh_lists()
    assert set(require_lists()) == {"ferry", "tide", "oven"}


def test_documents_from_before_there_were_digests_get_one(
    related: Related, take_in: TakeIn, require_lists: Lists
) -> None:
    take_in(*ALL)
    with writing() as session:
        session.execute(update(Document).values(digest=""))
    refresh_lists()
    require_lists()


def test_rebuilding_makes_everything_anew(related: Related, take_in: TakeIn, require_lists: Lists) -> None:
    take_in(*ALL)
    refresh_lists()
    before = require_lists()
    with writing() as session:
        session.execute(delete(ReadyList).where(ReadyList.document_id == "ferry"))
        session.execute(update(ReadyList).values(others=[["ferry", 1.0]]))
    told: list[tuple[int, int]] = []
    rebuild_lists(lambda done, total: told.append((done, total)))
    assert require_lists() == before
    assert told[-1][0] == told[-1][1]
    assert all(done <= total for done, total in told)


def test_an_empty_site_can_be_rebuilt(related: Related) -> None:
    rebuild_lists()


def test_many_documents_are_written_in_parts(
    related: Related, take_in: TakeIn, require_lists: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.related.lists.AT_ONCE", 2)
    monkeypatch.setattr(refresh, "READ_AT_ONCE", 2)
    take_in(*ALL)
    refresh_lists()
    rebuild_lists()
    require_lists()


def test_lists_go_with_their_document(related: Related, take_in: TakeIn) -> None:
    take_in("ferry", "tide")
    refresh_lists()
    take_in(removed=("tide",))
    assert reading().execute(text("SELECT document_id FROM broadsheet_related_lists")).scalars().all() == [
        "ferry"
    ]


def test_progress_goes_from_reading_to_the_last_list(take_in: Callable[..., None], related: Related) -> None:
    take_in("ferry", "tide", "bread")
    told: list[float] = []
    rebuild_lists(lambda done, total: told.append(done / total))
    assert told == sorted(told)
    assert 0 < told[0] <= 1 / 3
    assert told[-1] == 1


def test_an_error_that_is_not_the_files_leaves_it_alone(
    take_in: Callable[..., None], related: Related, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in("ferry", "tide", "bread")
    refresh_lists()
    take_in(ferry="Something else")
    before = index_file().stat().st_ino

    def fail(*_arguments: object) -> None:
        raise sqlite3.ProgrammingError("Cannot operate on a closed database.")

    monkeypatch.setattr(RelatedIndex, "add_many", fail)
    with pytest.raises(sqlite3.ProgrammingError):
        refresh_lists()
    assert index_file().stat().st_ino == before
