"""Undo puts everything back as it was, and only where nothing happened since."""

import re
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.comments.checks import count_wrong
from broadsheet.comments.deciding import decide
from broadsheet.comments.erasing import erase_comment
from broadsheet.comments.models import APPROVED, HELD, SPAM, STATUSES, Comment, Thread
from broadsheet.storage import reading, writing

LIST = "/desk/comments"
LookUp = Callable[[int], Comment]
KEPT = ("status", "reasons", "decided", "learned", "shown", "answers", "text", "html", "edited", "note")


def describe(comment: Comment) -> dict[str, Any]:
    return {name: getattr(comment, name) for name in KEPT}


def count_problems(app: Flask) -> int:
    with app.app_context():
        return count_wrong(reading())


@pytest.mark.parametrize("act", ["approve", "hold", "spam", "delete"])
def test_undo_restores_exactly_what_was(
    app: Flask, moderator: FlaskClient, held: int, look_up: LookUp, press, undo, list_words, act: str
) -> None:
    for taught, status in product((HELD, SPAM, APPROVED), STATUSES):
        with app.app_context(), writing() as session:
            decide(session, [held], taught, by_moderator=True)
            decide(session, [held], status, ["It has 3 links.", "It was sent in haste."])
        before, words = describe(look_up(held)), list_words()
        undo(moderator, press(moderator, act, held))
        assert describe(look_up(held)) == before
        assert list_words() == words
    assert count_problems(app) == 0


def test_undo_counts_the_thread_again(
    app: Flask, moderator: FlaskClient, story: str, write, press, undo, look_up: LookUp
) -> None:
    above = write(app, "Above")
    below = write(app, "Below", parent=above)
    undo(moderator, press(moderator, "delete", above, below))
    assert (look_up(above).answers, look_up(above).shown) == (1, True)
    with app.app_context():
        assert reading().get_one(Thread, "ferry").shown == 2
    assert count_problems(app) == 0


def test_a_place_without_words_comes_back_with_them(
    app: Flask, moderator: FlaskClient, reader: FlaskClient, story: str, write, press, undo
) -> None:
    above = write(app, "What stands above")
    write(app, "Below", parent=above)
    done = press(moderator, "delete", above)
    assert "A comment stood here; it was removed." in reader.get(story).text
    undo(moderator, done)
    assert "What stands above" in reader.get(story).text


def test_undo_leaves_what_was_decided_since(
    moderator: FlaskClient, editor: FlaskClient, held: int, look_up: LookUp, press, undo
) -> None:
    done = press(moderator, "approve", held)
    press(editor, "spam", held)
    press(editor, "approve", held)  # The same status again, but by somebody else.
    before = describe(look_up(held))
    answer = undo(moderator, done)
    assert answer.location == f"{LIST}?changed={held}"
    assert describe(look_up(held)) == before


def test_undo_leaves_what_its_writer_changed_since(
    app: Flask, moderator: FlaskClient, held: int, look_up: LookUp, press, undo
) -> None:
    done = press(moderator, "approve", held)
    with app.app_context(), writing() as session:
        comment = session.get_one(Comment, held)
        comment.text, comment.edited = "Another text", comment.decided
    undo(moderator, done)
    assert look_up(held).status == APPROVED


def test_undo_leaves_what_was_erased_since(
    app: Flask, moderator: FlaskClient, held: int, look_up: LookUp, press, undo
) -> None:
    done = press(moderator, "approve", held)
    with app.app_context(), writing() as session:
        erase_comment(session, session.get_one(Comment, held), ["Its writer deleted it."])
    assert undo(moderator, done).location == f"{LIST}?changed={held}"
    assert look_up(held).text == ""
    assert look_up(held).earlier_reasons is None


def test_part_of_a_batch_is_undone_where_the_rest_changed(
    app: Flask, moderator: FlaskClient, story: str, write, look_up: LookUp, press, undo
) -> None:
    one, other = (write(app, f"Buy {number}", status=HELD) for number in range(2))
    done = press(moderator, "spam", one, other)
    press(moderator, "approve", other)
    page = moderator.get(undo(moderator, done).location).text
    assert "1 comment is as it was before." in page
    assert f">comment {other}</a>" in page
    assert (look_up(one).status, look_up(other).status) == (HELD, APPROVED)


def test_undone_twice_is_undone_once(moderator: FlaskClient, held: int, press, undo, list_journal) -> None:
    done = press(moderator, "approve", held)
    undo(moderator, done)
    assert undo(moderator, done).location == LIST
    assert [entry.act for entry in list_journal()] == ["approve", "undo"]


def test_several_acts_are_undone_one_after_the_other(
    app: Flask, moderator: FlaskClient, held: int, look_up: LookUp, press, undo, list_words
) -> None:
    with app.app_context(), writing() as session:
        decide(session, [held], HELD, ["A reason."])
    before, words = describe(look_up(held)), list_words()
    first, second, third = (press(moderator, act, held) for act in ("approve", "spam", "hold"))
    for done in (third, second, first):
        undo(moderator, done)
    assert describe(look_up(held)) == before
    assert list_words() == words


def test_what_is_undone_is_in_the_journal(
    moderator: FlaskClient, held: int, press, undo, list_journal
) -> None:
    done = press(moderator, "approve", held)
    answer = undo(moderator, done)
    assert "1 comment is as it was before." in moderator.get(answer.location).text
    entry = list_journal()[-1]
    assert (entry.act, entry.before["status"], entry.after["status"]) == ("undo", APPROVED, HELD)
    assert entry.note == list_journal()[0].batch
    assert 'id="undo"' not in moderator.get(answer.location).text


@pytest.mark.parametrize("batch", ["", "\0", "x" * 1_000, "0123456789abcdef", "é"])
def test_what_is_no_batch_undoes_nothing(moderator: FlaskClient, held: int, batch: str) -> None:
    assert moderator.post(f"{LIST}/undo", data={"batch": batch}).location == LIST


def test_the_last_act_is_undone_on_the_page_of_a_comment_and_nothing_else(
    app: Flask, moderator: FlaskClient, story: str, write, look_up: LookUp, press
) -> None:
    one, other = (write(app, f"Buy {number}", status=HELD) for number in range(2))
    press(moderator, "spam", one, other)
    page = moderator.get(f"{LIST}/{one}").text
    batch = re.search(r'name="batch" value="(\w+)"', page)
    assert batch
    moderator.post(f"{LIST}/undo", data={"batch": batch[1], "id": str(one)})
    assert (look_up(one).status, look_up(other).status) == (HELD, SPAM)
    assert 'name="batch"' not in moderator.get(f"{LIST}/{one}").text
