import pytest
from flask import Flask

from broadsheet.comments.models import APPROVED, HELD, SPAM, Comment
from broadsheet.comments.moderation import Submission
from broadsheet.comments.posting import DEEPEST, ParentGone, post_comment
from broadsheet.comments.thread import count_closing, count_comments, find_shown, read_thread
from broadsheet.storage import reading, writing


def write(
    app: Flask, text: str, parent: int | None = None, status: str = APPROVED, thread: str = "story"
) -> int:
    with app.app_context(), writing() as session:
        comment = post_comment(session, Submission(thread, parent, "Ada", "", "", text, ""))
        comment.status = status
        return comment.id


def read(app: Flask, own: frozenset[int] = frozenset()) -> list[tuple[str, int]]:
    with app.app_context():
        texts = {c.id: c.text for c in reading().query(Comment)}
        return [(texts[shown.id], shown.closes) for shown in read_thread(reading(), "story", own)]


def test_replies_stand_below_what_they_answer(app: Flask) -> None:
    first = write(app, "first")
    second = write(app, "second")
    reply = write(app, "reply to first", first)
    write(app, "reply to reply", reply)
    write(app, "reply to second", second)
    write(app, "another to first", first)
    assert read(app) == [
        ("first", 0),
        ("reply to first", 0),
        ("reply to reply", 2),
        ("another to first", 2),
        ("second", 0),
        ("reply to second", 2),
    ]


@pytest.mark.parametrize(
    ("positions", "closing"),
    [
        ([], []),
        (["1"], [1]),
        (["1", "2"], [1, 1]),
        (["1", "12", "123"], [0, 0, 3]),
        (["1", "123", "14"], [0, 1, 2]),
        (["1", "234"], [1, 1]),
        (["1", "12", "134"], [0, 1, 2]),
    ],
)
def test_what_is_opened_is_closed(positions: list[str], closing: list[int]) -> None:
    """A digit stands for an id; comments 2, 3 and the like that are not in the list are hidden."""
    assert count_closing(positions) == closing
    assert sum(closing) == len(positions)


def test_an_orphan_is_nobody_elses_answer(app: Flask) -> None:
    write(app, "a stranger")
    removed = write(app, "removed")
    write(app, "answer to the removed", removed)
    with app.app_context(), writing() as session:
        session.get_one(Comment, removed).status = SPAM
    assert read(app) == [("a stranger", 1), ("answer to the removed", 1)]


def test_a_reply_link_quotes_only_what_is_shown(app: Flask) -> None:
    shown, held = write(app, "shown"), write(app, "held", status=HELD)
    elsewhere = write(app, "elsewhere", thread="another")
    with app.app_context():
        assert find_shown(reading(), "story", shown)
        for hidden in (held, elsewhere, 0, -1, 2**40):
            assert find_shown(reading(), "story", hidden) is None


def test_ids_of_different_length_keep_their_order(app: Flask) -> None:
    texts = [str(number) for number in range(12)]
    for text in texts:
        write(app, text)
    assert [text for text, _ in read(app)] == texts


def test_only_approved_comments_are_public(app: Flask) -> None:
    write(app, "shown")
    held = write(app, "held", status=HELD)
    spam = write(app, "spam", status=SPAM)
    write(app, "elsewhere", thread="another")
    assert [text for text, _ in read(app)] == ["shown"]
    assert [text for text, _ in read(app, frozenset({held, spam}))] == ["shown", "held", "spam"]
    with app.app_context():
        assert count_comments(reading(), "story") == 1


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
    assert [text for text, _ in read(app)] == [str(number) for number in range(DEEPEST + 5)]
