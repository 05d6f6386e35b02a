"""Comments that were written elsewhere."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from broadsheet.comments.models import APPROVED, DELETED, HELD, SPAM, Comment, News, Thread
from broadsheet.comments.posting.in_bulk import Arrival, find_moments, store_many, store_threads
from broadsheet.storage import reading, writing

THEN = datetime(2013, 3, 14, 9, 26, tzinfo=UTC)


def arrive(
    text: str, parent: int | None = None, status: str = APPROVED, thread: str = "ferry", id: int | None = None
) -> Arrival:
    html = f"<p>{text}</p>"
    return Arrival(thread, parent, "Ada", "ada@example.org", "", text, html, THEN, None, status, id=id)


@pytest.fixture
def store(app: Flask):
    """Store comments below two pages, and return their ids."""

    def run(*arrivals: Arrival) -> list[int]:
        with writing() as session:
            store_threads(
                session,
                [Thread(key=key, address=f"/{key}", title=key, closed=False) for key in ("tide", "ferry")],
            )
            return store_many(session, arrivals)

    with app.app_context():
        yield run


def find(id: int) -> Comment:
    return reading().get_one(Comment, id)


def test_they_keep_their_dates_and_nobody_is_told(store) -> None:
    [id] = store(arrive("Late."))
    assert (find(id).written, find(id).decided, find(id).announced, find(id).visitor) == (
        THEN,
        THEN,
        True,
        None,
    )
    assert reading().scalars(select(News)).all() == []


def test_answers_stand_below_what_they_answer_and_are_counted(store) -> None:
    [root, other] = store(arrive("Root"), arrive("Other", thread="tide"))
    [child, waits] = store(arrive("Child", root), arrive("Waits", root, HELD))
    [leaf] = store(arrive("Leaf", child))
    assert (find(leaf).path, find(leaf).root_id, find(leaf).parent_id) == (f"{root}/{child}/", root, child)
    assert [find(id).answers for id in (root, child, leaf, waits, other)] == [2, 1, 0, 0, 0]
    assert {thread.key: thread.shown for thread in reading().scalars(select(Thread))} == {
        "ferry": 3,
        "tide": 1,
    }


def test_what_was_removed_keeps_its_place_above_what_is_shown(store) -> None:
    [gone, spam] = store(arrive("Gone", status=DELETED), arrive("Spam", status=SPAM))
    assert (find(gone).shown, find(spam).shown) == (False, False)
    assert find(gone).decided != THEN
    store(arrive("Stays", gone))
    assert find(gone).shown


def test_numbers_that_they_had_are_kept_and_later_ones_are_others(store) -> None:
    assert store(arrive("A", id=70), arrive("B"), arrive("C", id=50))[::2] == [70, 50]
    [later] = store(arrive("D"))
    assert later > 70
    assert find_moments(reading(), [50, 60, 70]) == {50: THEN, 70: THEN}


@pytest.mark.parametrize("first", [True, False])
def test_a_thread_that_is_known_stays_as_it_is(app: Flask, first: bool) -> None:
    with app.app_context():
        for closed in (first, not first):
            with writing() as session:
                store_threads(session, [Thread(key="ferry", address="/ferry", title="Ferry", closed=closed)])
        assert reading().get_one(Thread, "ferry").closed == first
