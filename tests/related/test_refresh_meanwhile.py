"""What others do while one refreshes: other threads, other processes, other nodes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from broadsheet.related import Related, RelatedIndex, refresh, refresh_lists
from broadsheet.related.models import Document, ReadyList, State
from broadsheet.related.refresh import index_file
from broadsheet.storage import reading, writing

ALL = ("ferry", "tide", "wharf", "bread", "oven")
Lists = Callable[[], dict[str, list[str]]]
TakeIn = Callable[..., None]


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
