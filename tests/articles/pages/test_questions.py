"""What a page asks of the database, counted: a bounded number of questions, whatever the size of the site."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from broadsheet.articles.publishing import Report
from broadsheet.comments.models import APPROVED
from broadsheet.comments.moderation import Submission, Verdict
from broadsheet.comments.posting.storing import find_place_of_answer, store_comment
from broadsheet.storage import engine_of, writing

Write = Callable[..., Path]
Publish = Callable[[], Report]

MOST = {"/coast/story-2": 12, "/": 5, "/sections/coast": 5, "/archive/2021/11": 4, "/corrections": 2}


@pytest.fixture
def grow(app: Flask, write_story: Write, publish: Publish) -> Callable[[int, int], None]:
    """Give the site so many articles, and one of them so many comments, most of which answer others."""

    def run(articles: int, comments: int) -> None:
        for number in range(1, articles + 1):
            write_story(f"story-{number}", f"Story {number}", section="Coast" if number % 5 else "Town")
        publish()
        with app.app_context(), writing() as session:
            ids: list[int] = []
            for number in range(comments):
                parent = ids[number // 70 * 70] if number % 70 else None
                told = Submission("story-2", parent, f"Reader {number}", "", "", f"Comment {number}")
                place = find_place_of_answer(session, told)
                ids.append(store_comment(session, told, place, Verdict(APPROVED, [])).id)

    return run


@contextmanager
def questions_of(app: Flask) -> Iterator[list[str]]:
    """Give a list that fills with the statements, but for the one that begins a transaction."""
    asked: list[str] = []

    def note(*told: object) -> None:
        if told[2] != "BEGIN":
            asked.append(str(told[2]))

    event.listen(engine_of(app), "before_cursor_execute", note)
    yield asked
    event.remove(engine_of(app), "before_cursor_execute", note)


def count_questions(app: Flask, client: FlaskClient) -> dict[str, int]:
    counts = {}
    for address in MOST:
        client.get(address)  # What is asked once in a process is asked now.
        with questions_of(app) as asked:
            assert client.get(address).status_code == 200
        counts[address] = len(asked)
    return counts


def test_a_page_asks_no_more_of_a_large_site(
    app: Flask, client: FlaskClient, grow: Callable[[int, int], None]
) -> None:
    grow(5, 5)
    few = count_questions(app, client)
    grow(50, 500)
    assert count_questions(app, client) == few
    assert {address: count for address, count in few.items() if count > MOST[address]} == {}


@pytest.mark.usefixtures("app")
def test_a_thread_is_asked_for_once_by_all_parts_of_its_page(
    app: Flask, client: FlaskClient, grow: Callable[[int, int], None]
) -> None:
    grow(2, 3)
    with questions_of(app) as asked:
        page = client.get("/coast/story-2").text
    assert page.count('<article class="comment') == 3
    assert page.count('"@type": "Comment"') == 3
    assert sum("FROM broadsheet_comments_threads" in question for question in asked) == 1
    assert sum("broadsheet_comments.root_id IS NULL" in question for question in asked) == 1
