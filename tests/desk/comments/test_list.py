"""The list of comments: which there are, and what is told of them."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from broadsheet.comments.erasing import erase_comment
from broadsheet.comments.models import DELETED, HELD, SPAM, Comment
from broadsheet.storage import engine_of, writing

LIST = "/desk/comments"


def list_shown(page: str) -> list[int]:
    return [int(id) for id in re.findall(r'<article class="desk-card" id="c(\d+)"', page)]


def test_what_waits_is_listed_first(
    app: Flask, moderator: FlaskClient, held: int, write: Callable[..., int]
) -> None:
    shown, spam = write(app, "A comment"), write(app, "Buy pills", status=SPAM)
    assert list_shown(moderator.get(LIST).text) == [held]
    assert list_shown(moderator.get(f"{LIST}?status=approved").text) == [shown]
    assert list_shown(moderator.get(f"{LIST}?status=all").text) == [spam, shown, held]


def test_the_number_of_each_status_is_told(
    app: Flask, moderator: FlaskClient, held: int, write: Callable[..., int]
) -> None:
    for _ in range(3):
        write(app, "Buy pills", status=SPAM)
    page = moderator.get(LIST).text
    counts = re.findall(r'status=(\w+)"[^>]*>\w+\s*<span class="desk-count">(\d+)</span>', page)
    assert dict(counts) == {"approved": "0", "spam": "3", "deleted": "0", "all": "4"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("author=eve", [2]),
        ("author=EVE@example.org", [2]),
        ("author=ve", [2]),
        ("author=@", []),
        ("text=FERRY", [2, 1]),
        ("text=100%25", [3]),
        ("text=%25", [3]),
        ("text=harbour_", []),
        ("text=Ärger", [4]),
        ("text=ärger", [4]),
        ("article=ferry", [4, 3, 2, 1]),
        ("article=other", []),
        ("since=2000-01-01", [4, 3, 2, 1]),
        ("until=2000-01-01", []),
        ("before=3", [2, 1]),
        ("since=2999-01-01", []),
        ("text=ferry&author=eve", [2]),
    ],
)
def test_the_list_is_filtered(
    app: Flask, moderator: FlaskClient, story: str, write: Callable[..., int], query: str, found: list[int]
) -> None:
    write(app, "The ferry is late")
    write(app, "The Ferry again", name="Eve", email="eve@example.org")
    write(app, "It is 100% late, at the harbour")
    write(app, "Welch ein ÄRGER", name="Bö")
    assert list_shown(moderator.get(f"{LIST}?status=all&{query}").text) == found


@pytest.mark.parametrize(
    "query",
    [
        "status=nothing", "before=99999999999", "before=-1", "before=1.5", "before=x&before=2", "since=yesterday",
        "since=0001-01-01", "until=9999-12-31", "text=%00", "article=%00", "author=%00@", "text=" + "x" * 5_000,
        "done=%00", "done=" + "f" * 500, "changed=99999999999&changed=x", "text=%ff%fe", "text=%F0%9F", "since=-1",
    ],
)  # fmt: skip
def test_odd_requests_are_answered(moderator: FlaskClient, held: int, query: str) -> None:
    assert moderator.get(f"{LIST}?{query}").status_code == 200


def test_a_page_leads_to_older_comments(
    app: Flask, moderator: FlaskClient, story: str, write: Callable[..., int]
) -> None:
    ids = [write(app, f"Comment {number}", status=HELD) for number in range(53)]
    first = moderator.get(f"{LIST}?text=comment").text
    assert list_shown(first) == ids[:2:-1]
    older = re.search(r'<a href="(.*?)" rel="next"', first)
    assert older
    second = moderator.get(older[1].replace("&amp;", "&")).text
    assert list_shown(second) == [3, 2, 1] == ids[2::-1]
    assert 'rel="next"' not in second


def test_a_comment_is_shown_with_its_place_and_its_writer(
    app: Flask, moderator: FlaskClient, story: str, write: Callable[..., int]
) -> None:
    above = write(app, "It is always late", name="Ben")
    write(app, "Spam before", status=SPAM, email="eve@example.org")
    write(app, "No", parent=above, status=HELD, name="Eve", email="eve@example.org")
    page = moderator.get(LIST).text
    assert "In reply to Ben" in page
    assert "It is always late" in page
    assert 'href="/coast/ferry#comments"><bdi>The ferry is late</bdi>' in page
    assert re.search(r"eve@example.org</a>\s*\(not verified\)", page)
    assert re.search(r"· Waiting: 1\s+· Spam: 1", page)


def test_a_comment_that_is_erased_has_no_buttons(
    app: Flask, moderator: FlaskClient, held: int, see: Callable[..., str]
) -> None:
    with app.app_context(), writing() as session:
        erase_comment(session, session.get_one(Comment, held), ["Its writer deleted it."])
    page = moderator.get(f"{LIST}?status={DELETED}").text
    assert list_shown(page) == [held]
    assert "It is erased." in page
    assert f'value="approve {held}"' not in page
    assert see(moderator, "?status=deleted") == ""


def test_what_readers_wrote_is_shown_as_text(
    app: Flask, moderator: FlaskClient, story: str, write: Callable[..., int]
) -> None:
    evil = "<script>alert(1)</script>"
    write(app, evil, name=evil, website="https://e.example/", status=HELD)
    for address in (LIST, f"{LIST}/1", f"{LIST}?text={evil}&author={evil}&article={evil}"):
        assert "<script>alert" not in moderator.get(address).text


def test_a_page_asks_the_database_as_often_for_many_as_for_few(
    app: Flask, moderator: FlaskClient, story: str, write: Callable[..., int]
) -> None:
    asked: list[str] = []
    event.listen(engine_of(app), "before_cursor_execute", lambda *told: asked.append(told[2]))

    def count() -> int:
        asked.clear()
        moderator.get(f"{LIST}?status=all")
        return len(asked)

    root = write(app, "A comment")
    write(app, "An answer", parent=root, email="0@example.org")
    few = count()
    for number in range(30):
        write(app, "An answer", parent=root, email=f"{number}@example.org")
    assert count() == few
