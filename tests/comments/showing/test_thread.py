"""A thread as it is read: the order, the pages, and the places that removed comments leave."""

import re

import pytest
from flask import Flask
from sqlalchemy import event

from broadsheet.comments.deciding import decide
from broadsheet.comments.models import APPROVED, DELETED, HELD, SPAM, Comment
from broadsheet.comments.moderation import Submission, Verdict
from broadsheet.comments.posting.storing import DEEPEST, ParentGone, find_place_of_answer, store_comment
from broadsheet.comments.showing.arranging import count_closing
from broadsheet.comments.showing.once import find_facts
from broadsheet.comments.showing.thread import (
    ANSWERED,
    ANSWERS_SHOWN,
    NEWEST,
    OLDEST,
    Wanted,
    find_place,
    find_shown,
    read_part,
)
from broadsheet.storage import engine_of, reading, writing

NOBODY: frozenset[int] = frozenset()
FIRST = Wanted()


def write(
    app: Flask, text: str, parent: int | None = None, status: str = APPROVED, thread: str = "story"
) -> int:
    with app.app_context(), writing() as session:
        submission = Submission(thread, parent, "Ada", "", "", text)
        place = find_place_of_answer(session, submission)
        return store_comment(session, submission, place, Verdict(status, [])).id


def change(app: Flask, id: int, status: str) -> None:
    with app.app_context(), writing() as session:
        assert decide(session, [id], status) == [id]


def outline(
    app: Flask, wanted: Wanted = FIRST, own: frozenset[int] = NOBODY, length: int = 100, depth: int = 100
) -> str:
    """A page of the thread as text: `first(reply)` is a reply inside the first; a place without words is a dash."""
    with app.app_context():
        part = read_part(reading(), "story", wanted, length, depth, own)
        told = ""
        for shown in part.shown:
            told += f"({re.sub('<.*?>', '', shown.html).strip() or '–'}" + ")" * shown.closes
        return told + ("…" if part.has_next else "")


def test_replies_stand_below_what_they_answer(app: Flask) -> None:
    first = write(app, "first")
    second = write(app, "second")
    reply = write(app, "reply", first)
    write(app, "deeper", reply)
    write(app, "reply to second", second)
    write(app, "another", first)
    assert outline(app) == "(first(reply(deeper))(another))(second(reply to second))"


@pytest.mark.parametrize(
    ("levels", "closing"),
    [
        ([], []),
        ([0], [1]),
        ([0, 0], [1, 1]),
        ([0, 1, 2], [0, 0, 3]),
        ([0, 1, 1], [0, 1, 2]),
        ([0, 1, 2, 1, 0], [0, 0, 2, 2, 1]),
    ],
)
def test_what_is_opened_is_closed(levels: list[int], closing: list[int]) -> None:
    assert count_closing(levels) == closing
    assert sum(closing) == len(levels)


@pytest.mark.parametrize("status", [DELETED, SPAM, HELD])
def test_a_removed_comment_with_answers_leaves_its_place(app: Flask, status: str) -> None:
    write(app, "a stranger")
    removed = write(app, "removed")
    inner = write(app, "inner", removed)
    answer = write(app, "answer", inner)
    change(app, removed, status)
    assert outline(app) == "(a stranger)(–(inner(answer)))"
    change(app, inner, status)
    assert outline(app) == "(a stranger)(–(–(answer)))"
    change(app, answer, status)
    assert outline(app) == "(a stranger)"
    change(app, answer, APPROVED)
    assert outline(app) == "(a stranger)(–(–(answer)))"


def test_the_writer_of_a_removed_comment_sees_it_removed_too(app: Flask) -> None:
    removed = write(app, "removed")
    write(app, "answer", removed)
    change(app, removed, SPAM)
    assert outline(app, own=frozenset({removed})) == "(–(answer))"


def test_counts_follow_every_decision(app: Flask) -> None:
    first = write(app, "first")
    reply = write(app, "reply", first)
    held = write(app, "held", reply, status=HELD)
    for id, status, shown in (
        (held, APPROVED, 3),
        (held, APPROVED, 3),
        (reply, SPAM, 2),
        (reply, HELD, 2),
        (held, DELETED, 1),
    ):
        change(app, id, status)
        with app.app_context():
            assert find_facts("story").shown == shown
            assert reading().get_one(Comment, first).answers == shown - 1


def test_deep_answers_stand_flat_and_say_what_they_answer(app: Flask) -> None:
    parent, ids = None, []
    for name in ("0", "1", "2", "3"):
        parent = write(app, name, parent)
        ids.append(parent)
    assert outline(app, depth=1) == "(0(1)(2)(3))"
    assert outline(app, depth=0) == "(0)(1)(2)(3)"
    with app.app_context():
        part = read_part(reading(), "story", Wanted(), 100, 1)
        assert [shown.answered for shown in part.shown] == [None, None, (ids[1], "Ada"), (ids[2], "Ada")]


def test_pages_of_a_thread_hold_every_comment_once(app: Flask) -> None:
    ids = [write(app, str(number)) for number in range(7)]
    write(app, "answer", ids[1])
    assert outline(app, Wanted(page=1), length=3) == "(0)(1(answer))(2)…"
    assert outline(app, Wanted(page=2), length=3) == "(3)(4)(5)…"
    assert outline(app, Wanted(page=3), length=3) == "(6)"
    assert outline(app, Wanted(page=4), length=3) == ""


def test_readers_choose_the_order(app: Flask) -> None:
    ids = [write(app, name) for name in ("a", "b", "c")]
    write(app, "x", ids[1])
    assert outline(app, Wanted(NEWEST)) == "(c)(b(x))(a)"
    assert outline(app, Wanted(ANSWERED)) == "(b(x))(c)(a)"
    assert outline(app, Wanted(OLDEST)) == "(a)(b(x))(c)"


def test_many_answers_have_pages_of_their_own(app: Flask) -> None:
    root = write(app, "root")
    write(app, "other")
    for number in range(ANSWERS_SHOWN + 3):
        last = write(app, f"n{number}", root)
    with app.app_context():
        part = read_part(reading(), "story", Wanted(), 10, 4)
        assert len(part.shown) == ANSWERS_SHOWN + 2
        assert [shown.further for shown in part.shown if shown.further] == [3]
        assert find_place(reading(), reading().get_one(Comment, last), 10, OLDEST) == Wanted(OLDEST, 2, root)
    assert (
        outline(app, Wanted(page=2, under=root))
        == f"(root(n{ANSWERS_SHOWN})(n{ANSWERS_SHOWN + 1})(n{ANSWERS_SHOWN + 2}))"
    )


def test_a_page_shows_no_answers_of_another_thread(app: Flask) -> None:
    elsewhere = write(app, "elsewhere", thread="another")
    write(app, "answer", elsewhere, thread="another")
    assert outline(app, Wanted(under=elsewhere)) == ""


@pytest.mark.parametrize("order", [OLDEST, NEWEST, ANSWERED])
def test_every_comment_is_found_on_the_page_that_its_link_leads_to(app: Flask, order: str) -> None:
    ids: list[int] = []
    for number in range(12):
        ids.append(write(app, str(number), ids[number // 2] if number % 3 == 2 else None))
    for id in ids:
        with app.app_context():
            wanted = find_place(reading(), reading().get_one(Comment, id), 2, order)
            assert id in {shown.id for shown in read_part(reading(), "story", wanted, 2, 4).shown}


def test_a_page_asks_the_same_of_the_database_however_long_the_thread_is(app: Flask) -> None:
    def count() -> int:
        asked: list[str] = []
        with app.app_context():
            engine = engine_of(app)
            listen = lambda *told: asked.append(told[2])  # noqa: E731
            event.listen(engine, "before_cursor_execute", listen)
            read_part(reading(), "story", Wanted(), 5, 4)
            event.remove(engine, "before_cursor_execute", listen)
        return len(asked)

    for number in range(3):
        write(app, "answer", write(app, str(number)))
    few = count()
    for number in range(30):
        write(app, "answer", write(app, str(number)))
    assert count() == few


def test_a_reply_link_quotes_only_what_is_shown(app: Flask) -> None:
    shown, held = write(app, "shown"), write(app, "held", status=HELD)
    elsewhere = write(app, "elsewhere", thread="another")
    with app.app_context():
        assert find_shown(reading(), "story", shown)
        for hidden in (held, elsewhere, 0, -1, 2**40):
            assert find_shown(reading(), "story", hidden) is None


def test_ids_of_different_length_keep_their_order(app: Flask) -> None:
    for number in range(12):
        write(app, str(number))
    assert outline(app) == "".join(f"({number})" for number in range(12))


def test_only_approved_comments_are_public(app: Flask) -> None:
    write(app, "shown")
    held = write(app, "held", status=HELD)
    spam = write(app, "spam", status=SPAM)
    write(app, "elsewhere", thread="another")
    assert outline(app) == "(shown)"
    assert outline(app, own=frozenset({held, spam})) == "(shown)(held)(spam)"
    with app.app_context():
        assert find_facts("story").shown == 1


@pytest.mark.parametrize("status", [HELD, SPAM])
def test_nobody_answers_what_is_not_shown(app: Flask, status: str) -> None:
    hidden = write(app, "hidden", status=status)
    with pytest.raises(ParentGone):
        write(app, "reply", hidden)


def test_nobody_answers_across_threads(app: Flask) -> None:
    elsewhere = write(app, "elsewhere", thread="another")
    with pytest.raises(ParentGone):
        write(app, "reply", elsewhere)
    with pytest.raises(ParentGone):
        write(app, "reply", 999_999)


def test_a_very_deep_thread_stays_in_order(app: Flask) -> None:
    parent = None
    for number in range(DEEPEST + 5):
        parent = write(app, str(number), parent)
    shown = outline(app) + outline(app, Wanted(page=2, under=1)).replace("(0", "")
    assert re.findall(r"\d+", shown) == [str(number) for number in range(DEEPEST + 5)]
    with app.app_context():
        assert max(len(comment.path) for comment in reading().query(Comment)) < DEEPEST * 11
