from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from broadsheet.articles.publishing import Report

Publish = Callable[[], Report]
Write = Callable[..., Path]


@pytest.mark.usefixtures("town")
def test_a_section_an_author_and_a_tag_list_their_stories(client: FlaskClient) -> None:
    section = client.get("/sections/town").text
    assert "The bus story" in section
    assert "The ferry story" not in section
    assert client.get("/authors/ada-reporter").text.count('class="card-title"') == 5
    assert client.get("/tags/harbour").text.count('class="card-title"') == 5
    for address in ("/sections/none", "/authors/none", "/tags/none", "/sections/town?page=2"):
        assert client.get(address).status_code == 404


def test_a_long_section_has_pages(write_story: Write, publish: Publish, client: FlaskClient) -> None:
    for number in range(25):
        write_story(f"story-{number:02}", f"Story {number}")
    publish()
    first, second = client.get("/sections/coast").text, client.get("/sections/coast?page=2").text
    assert (first.count('class="card-title"'), second.count('class="card-title"')) == (20, 5)
    assert 'href="?page=2"' in first
    assert '<a rel="prev" href="/sections/coast">' in second
    assert 'href="?page=3"' not in second


@pytest.mark.usefixtures("town")
def test_a_section_leads_with_its_newest_and_its_later_pages_do_not(
    write_story: Write, publish: Publish, client: FlaskClient
) -> None:
    for number in range(22):
        write_story(f"story-{number:02}", f"Story {number}")
    publish()
    first, second = client.get("/sections/coast").text, client.get("/sections/coast?page=2").text
    assert (
        first.index('class="lead section-lead"')
        < first.index("The mill story")
        < first.index("The wall story")
    )
    assert first.split("application/ld+json")[0].count("The mill story") == 1
    assert "section-lead" not in second


def test_a_page_stands_in_no_list(publish_file: Callable[..., None], story: str, client: FlaskClient) -> None:
    publish_file(title="About us", page="true", author="Ada Reporter", tags="[harbour]", section="Coast")
    assert "About us" in client.get("/story").text
    for address in (
        "/",
        "/sections/coast",
        "/authors/ada-reporter",
        "/tags/harbour",
        "/archive/2021/11",
        "/feed.json",
        story,
    ):
        assert "About us" not in client.get(address).text, address


def test_a_page_has_no_date_no_byline_and_no_thread(
    publish_file: Callable[..., None], client: FlaskClient
) -> None:
    publish_file(title="About us", page="true", author="Ada Reporter")
    page = client.get("/story").text
    for away in ("<time", 'rel="author"', 'id="comments"', 'id="related"', "comment-form"):
        assert away not in page, away


@pytest.mark.parametrize("page", ["0", "-1", "10001", "1e3", "x", "99999999999999999999"])
def test_no_odd_page_of_a_list_is_a_failure(page: str, story: str, client: FlaskClient) -> None:
    for address in ("/sections/coast", "/tags/harbour", "/archive/2021/11", "/corrections"):
        assert client.get(f"{address}?page={page}").status_code in {200, 404}
