from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from broadsheet.articles.publishing import Report

Publish = Callable[[], Report]
Write = Callable[..., Path]


@pytest.mark.usefixtures("town")
def test_the_front_page_leads_with_the_newest(client: FlaskClient) -> None:
    page = client.get("/").text
    places = [page.index(f"The {name} story") for name in ("library", "bus", "mill", "wall", "ferry")]
    assert places == sorted(places)


def test_an_empty_site_says_how_to_begin(client: FlaskClient) -> None:
    assert "broadsheet new" in client.get("/").text


@pytest.mark.usefixtures("town")
def test_what_is_pinned_stands_first_until_it_is_not(
    client: FlaskClient, content: Path, publish: Publish
) -> None:
    file = content / "ferry.md"
    plain = file.read_text("utf-8")
    file.write_text(plain.replace("title:", "pinned: true\ntitle:", 1), "utf-8")
    publish()
    page = client.get("/").text
    assert page.index("The ferry story") < page.index("The library story")
    assert page.count("The ferry story") == 1
    file.write_text(plain, "utf-8")
    publish()
    page = client.get("/").text
    assert page.index("The ferry story") > page.index("The library story")


def test_what_is_pinned_stays_however_much_follows(
    client: FlaskClient, write_story: Write, publish: Publish
) -> None:
    for number in range(31):
        write_story(f"story-{number}", f"Story {number}", day=2)
    file = write_story("ferry", "The ferry is late", day=1)
    file.write_text(file.read_text("utf-8").replace("title:", "pinned: true\ntitle:", 1), "utf-8")
    publish()
    assert "The ferry is late" in client.get("/").text
