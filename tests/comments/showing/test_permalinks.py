"""The address of a comment leads to it, wherever in its thread it stands now."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.comments.deciding import decide
from broadsheet.comments.models import APPROVED, DELETED, HELD
from broadsheet.comments.moderation import Submission, Verdict
from broadsheet.comments.posting.storing import find_place_of_answer, store_comment
from broadsheet.storage import writing

Write = Callable[..., int]


@pytest.fixture
def write(app: Flask, story: str) -> Write:
    """Write a comment on the story, straight into the database."""

    def run(text: str, parent: int | None = None, status: str = APPROVED) -> int:
        with app.app_context(), writing() as session:
            submission = Submission("ferry", parent, "Ada", "", "", text, address=story)
            place = find_place_of_answer(session, submission)
            return store_comment(session, submission, place, Verdict(status, [])).id

    return run


def test_every_comment_of_a_long_thread_is_where_its_link_leads(write: Write, client: FlaskClient) -> None:
    ids = [write(str(number)) for number in range(60)]
    ids += [write("answer", ids[number]) for number in (0, 30, 59)]
    for id in ids:
        response = client.get(f"/comments/{id}")
        address = response.headers["Location"]
        assert (response.status_code, address.partition("#")[2]) == (302, f"comment-{id}")
        assert f'id="comment-{id}"' in client.get(address).text


def test_pages_lead_from_the_first_to_the_last(write: Write, client: FlaskClient, story: str) -> None:
    for number in range(60):
        write(f"thought {number}")
    seen: list[str] = []
    address: str | None = story
    while address:
        page = client.get(address).text
        seen += re.findall(r"<p>thought (\d+)</p>", page)
        following = re.search(r'<a href="([^"]*)" rel="next">', page)
        address = following[1].replace("&amp;", "&") if following else None
    assert seen == [str(number) for number in range(60)]


def test_an_order_is_kept_from_page_to_page(write: Write, client: FlaskClient, story: str) -> None:
    for number in range(30):
        write(f"thought {number}")
    page = client.get(f"{story}?comments-order=newest&comments-page=2").text
    assert re.findall(r"<p>thought (\d+)</p>", page) == ["4", "3", "2", "1", "0"]
    assert '<a href="/coast/ferry?comments-order=newest#comments" rel="prev">' in page
    assert 'aria-current="true" rel="nofollow">Newest first' in page
    assert "comments-order=newest&amp;comments-page=2&amp;reply-to=" in page


@pytest.mark.parametrize(
    "query",
    ["comments-page=0", "comments-page=-1", f"comments-page={10**9}", "comments-page=1.5", "comments-page=x",
     "comments-page=1&comments-page=2", "comments-order=', 1",
     "comments-under=-5", f"comments-under={10**30}", "reply-to=x"],
)  # fmt: skip
def test_a_wish_that_makes_no_sense_shows_the_first_page(
    write: Write, client: FlaskClient, story: str, query: str
) -> None:
    write("the first")
    assert "the first" in client.get(f"{story}?{query}").text


def test_a_page_behind_the_last_says_so(write: Write, client: FlaskClient, story: str) -> None:
    write("all there is")
    page = client.get(f"{story}?comments-page=9").text
    assert "There are no more comments here." in page
    assert "all there is" not in page


def test_what_is_not_shown_has_no_address(app: Flask, write: Write, client: FlaskClient) -> None:
    held = write("held", status=HELD)
    removed = write("removed")
    with app.app_context(), writing() as session:
        decide(session, [removed], DELETED)
    for id in (held, removed, 0, 999, 2**40):
        assert client.get(f"/comments/{id}").status_code == 404


def test_a_removed_comment_that_was_answered_keeps_its_place_and_loses_its_words(
    app: Flask, write: Write, client: FlaskClient, story: str
) -> None:
    removed = write("what nobody should read")
    write("the answer", removed)
    with app.app_context(), writing() as session:
        decide(session, [removed], DELETED)
    page = client.get(story).text
    assert "A comment stood here; it was removed." in page
    assert "what nobody should read" not in page
    assert f"reply-to={removed}" not in page
    assert client.get(f"/comments/{removed}").status_code == 302


def test_many_answers_are_reached_by_a_link(write: Write, client: FlaskClient, story: str) -> None:
    root = write("root")
    for number in range(55):
        write(f"answer {number}", root)
    page = client.get(story).text
    assert len(re.findall(r"<p>answer \d+</p>", page)) == 50
    link = re.search(r'<a href="([^"#]*)#comment-1" rel="nofollow">Show 5 more answers</a>', page)
    assert link
    others = client.get(link[1].replace("&amp;", "&")).text
    assert re.findall(r"<p>answer (\d+)</p>", others) == ["50", "51", "52", "53", "54"]
    assert "<p>root</p>" in others
