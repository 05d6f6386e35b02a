import pytest
from flask import Flask

from broadsheet.comments.models import APPROVED, HELD, SPAM, Comment
from broadsheet.comments.moderation import Submission
from broadsheet.comments.posting import DEEPEST, ParentGone, post_comment
from broadsheet.comments.thread import count_closing, count_comments, read_thread
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
    ("depths", "closing"),
    [
        ([], []),
        ([0], [1]),
        ([0, 0], [1, 1]),
        ([0, 1, 2], [0, 0, 3]),
        ([0, 2, 1], [0, 1, 2]),
        ([0, 2, 0], [0, 2, 1]),
    ],
)
def test_what_is_opened_is_closed(depths: list[int], closing: list[int]) -> None:
    assert count_closing(depths) == closing
    assert sum(closing) == len(depths)


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
