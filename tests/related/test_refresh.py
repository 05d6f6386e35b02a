import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text, update

from broadsheet.related import Related, RelatedIndex, rebuild_lists, refresh, refresh_lists
from broadsheet.related.models import Document, ReadyList, State
from broadsheet.related.refresh import index_file
from broadsheet.storage import reading, writing

ALL = ("ferry", "tide", "wharf", "bread", "oven")
Lists = Callable[[], dict[str, list[str]]]
TakeIn = Callable[..., None]


class Killed(BaseException):
    """The process ends here; no `except Exception` may hinder it."""


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


def test_two_nodes_take_turns(
    related: Related, take_in: TakeIn, require_lists: Lists, tmp_path: Path
) -> None:
    """Each has an index of its own. What one made of a version that the other never saw must not stay."""
    here, there = index_file(), tmp_path / "there.sqlite"

    def move(old: Path, new: Path) -> None:
        for ending in ("", "-wal", "-shm"):
            if old.with_name(old.name + ending).exists():
                old.with_name(old.name + ending).rename(new.with_name(new.name + ending))

    take_in("ferry", "bread", "oven")
    refresh_lists()
    move(here, there)
    take_in(night="The ferry waits at the harbour for the tide, says the captain.")
    refresh_lists()
    assert require_lists()["ferry"][0] == "night"
    move(there, here)
    take_in(night="Sourdough, rye, seeds.")
    refresh_lists()
    assert "night" not in require_lists()["ferry"]


def test_what_changes_while_lists_are_made_stays_for_the_next_time(
    related: Related, take_in: TakeIn, require_lists: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(*ALL)
    settle = refresh.settle

    def meanwhile(*arguments: Any) -> None:
        settle(*arguments)
        take_in(tide="Another text, of the bakery and its oven.", removed=("wharf",))

    with monkeypatch.context() as patch:
        patch.setattr(refresh, "settle", meanwhile)
        refresh_lists()
    unlisted = select(Document.id).where(~Document.listed)
    assert reading().scalars(unlisted).all() == ["tide"]
    refresh_lists()
    assert "wharf" not in require_lists()


def test_one_that_came_back_and_goes_while_lists_are_made_is_not_forgotten(
    related: Related, take_in: TakeIn, require_lists: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(*ALL)
    refresh_lists()
    take_in(removed=("tide",))
    take_in("tide")
    settle = refresh.settle

    def remove_meanwhile(*arguments: Any) -> None:
        take_in(removed=("tide",))
        settle(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(refresh, "settle", remove_meanwhile)
        refresh_lists()
    refresh_lists()
    assert "tide" not in require_lists()


def test_a_list_that_another_node_wrote_last_is_looked_at(
    related: Related, take_in: TakeIn, require_lists: Lists
) -> None:
    take_in(*ALL)
    refresh_lists()
    before = require_lists()
    with writing() as session:
        session.execute(update(State).values(mark="of another node"))
        session.execute(update(ReadyList).values(others=[["gone", 0.9]]))
        session.execute(update(Document).where(Document.id == "oven").values(listed=False))
    refresh_lists()
    assert require_lists() == before


def test_comparing_holds_nobody_up(
    related: Related, take_in: TakeIn, require_lists: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the index learns, another writes to the database; that would fail, and not wait, if it were held."""
    add_many = RelatedIndex.add_many

    def write_meanwhile(index: RelatedIndex, documents: Any, progress: Any = None) -> None:
        def tell() -> Any:
            for document in documents:
                with writing() as session:
                    session.execute(update(Document).where(Document.id == "oven").values(address="/moved"))
                yield document

        add_many(index, tell(), progress)

    take_in(*ALL)
    monkeypatch.setattr(RelatedIndex, "add_many", write_meanwhile)
    refresh_lists()
    require_lists()


def test_one_that_was_overtaken_stops(
    related: Related, take_in: TakeIn, require_lists: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = refresh._find_lists

    def overtake(index: RelatedIndex, work: Any) -> list[str]:
        with writing() as session:
            session.merge(State(id=1, mark="of another node"))
        return find(index, work)

    take_in("ferry", "tide")
    with monkeypatch.context() as patch:
        patch.setattr(refresh, "_find_lists", overtake)
        refresh_lists()
    assert reading().scalars(select(func.count()).select_from(ReadyList)).one() == 0
    refresh_lists()
    require_lists()


STEPS = ["remove_many", "add_many", "changed", "forget_changed", "write_lists", "settle", "mark_listed"]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_whatever_step_is_the_last_the_next_refresh_completes_it(
    related: Related,
    take_in: TakeIn,
    require_lists: Lists,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    after: bool,
) -> None:
    take_in("ferry", "bread", "oven", "wharf")
    refresh_lists()
    take_in("tide", ferry="The captain reads of rye.", removed=("wharf",))
    owner: Any = RelatedIndex if hasattr(RelatedIndex, step) else refresh
    act = getattr(owner, step)

    def end(*arguments: Any) -> None:
        if after:
            result = act(*arguments)
            if step == "write_lists":
                next(result)
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(owner, step, end)
        refresh_lists()
    take_in("new")
    refresh_lists()
    assert set(require_lists()) == {"ferry", "bread", "oven", "tide", "new"}


CHILD = """
import sys
from flask import Flask
from broadsheet.related import Related

app = Flask("somebody")
app.config.update(BROADSHEET_DATA=sys.argv[1], BROADSHEET_DATABASE=sys.argv[2])
related = Related(app)
with app.app_context():
    for number in range(int(sys.argv[3]), 100_000):
        related.add(f"{number:06}", f"Story {number}", f"The harbour {number % 7} and the ferry {number % 5}", f"/{number}")
        if number % 3 == 2:
            related.remove(f"{number - 1:06}")
        print(number, flush=True)
"""


def test_lists_survive_kills(related: Related, require_lists: Lists, tmp_path: Path, database: str) -> None:
    last = -1
    for kill in range(3):
        command = [sys.executable, "-c", CHILD, str(tmp_path / "data"), database, str(last + 1)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout
            for _ in range(3):
                last = int(child.stdout.readline())
            time.sleep(0.01 * kill)  # Not to wait for something, but to be killed elsewhere.
            child.send_signal(signal.SIGKILL)
            last = max([last, *(int(line) for line in child.stdout.read().split())])
    related.add("end", "The end", "The harbour and the ferry", "/end")
    lists = require_lists()
    assert f"{last:06}" in lists
    assert len(lists) > 5


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


def test_those_who_refresh_together_do_not_meet(
    related: Related, bare_app: Flask, together: Callable[..., None], require_lists: Lists
) -> None:
    names = iter("abcdefgh")

    def add() -> None:
        with bare_app.app_context():
            for _ in range(2):
                name = next(names)
                related.add(name, name, f"The harbour and {name}", f"/{name}")

    together(add)
    assert set(require_lists()) == set("abcdefgh")


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
