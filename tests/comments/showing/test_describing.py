from collections.abc import Callable
from typing import Any

from flask import Flask

from broadsheet.comments import Comments
from broadsheet.comments.models import DELETED, HELD
from broadsheet.comments.showing.describing import LONGEST, MOST, shorten

Write = Callable[..., int]


def describe(app: Flask, address: str = "/coast/ferry") -> list[dict[str, Any]]:
    with app.test_request_context(address):
        return Comments().describe("ferry")


def names(comments: list[dict[str, Any]]) -> list[Any]:
    return [(comment["text"], names(comment["answers"])) for comment in comments]


def test_answers_stand_inside_and_those_to_a_removed_comment_in_its_place(
    app: Flask, story: str, write: Write
) -> None:
    write(app, "One")
    write(app, "Two", parent=1)
    write(app, "Three", parent=2)
    write(app, "Four")
    assert names(describe(app)) == [("One", [("Two", [("Three", [])])]), ("Four", [])]
    result = app.test_cli_runner().invoke(args=["comments", "delete", "2"])
    assert result.exit_code == 0, result.output
    assert names(describe(app)) == [("One", [("Three", [])]), ("Four", [])]


def test_what_is_not_shown_is_not_told(app: Flask, story: str, write: Write) -> None:
    write(app, "Waits", status=HELD)
    write(app, "Gone", status=DELETED)
    assert describe(app) == []


def test_there_are_never_many_and_each_is_short(app: Flask, story: str, write: Write) -> None:
    for number in range(4):
        root = write(app, f"Root {number} " + "word " * 200)
        for _ in range(8):
            write(app, "Answer", parent=root)
    told = describe(app)
    assert sum(1 + len(comment["answers"]) for comment in told) == MOST
    assert all(len(comment["text"]) <= LONGEST + 1 for comment in told)


def test_another_page_of_the_thread_tells_of_none(app: Flask, story: str, write: Write) -> None:
    write(app, "One")
    assert len(describe(app)) == 1
    for query in ("comments-page=2", "comments-order=newest", "comments-under=1"):
        assert describe(app, f"/coast/ferry?{query}") == []


def test_a_text_is_cut_between_words() -> None:
    assert shorten("one  two\nthree", 9) == "one two…"
    assert shorten("字" * 20, 9) == "字" * 9 + "…"
