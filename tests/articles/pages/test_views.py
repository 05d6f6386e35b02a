import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from broadsheet.articles.publishing import Report

Publish = Callable[[], Report]
Write = Callable[..., Path]


@pytest.fixture
def town(write_story: Write, publish: Publish) -> None:
    """A small site: five stories in two sections."""
    for day, (name, section) in enumerate(
        [("ferry", "Coast"), ("wall", "Coast"), ("mill", "Coast"), ("bus", "Town"), ("library", "Town")],
        start=1,
    ):
        write_story(name, f"The {name} story", text=f"The harbour and the {name}.", section=section, day=day)
    publish()


@pytest.mark.usefixtures("town")
def test_an_article_page_has_every_part(client: FlaskClient) -> None:
    page = client.get("/coast/ferry").text
    assert page.count("<main") == page.count("<h1") == 1
    for part in (
        '<a class="skip" href="#main">',
        'aria-label="Breadcrumb"',
        '<a href="/">Home</a>',
        '<a href="/sections/coast">Coast</a>',
        '<p class="standfirst">What happened, in a sentence.</p>',
        '<a rel="author" href="/authors/ada-reporter">Ada Reporter</a>',
        '<time datetime="2021-11-01T09:00:00Z">1 November 2021, 09:00 UTC</time>',
        '<a class="comment-count" href="#comments">0 comments</a>',
        '<aside id="related"',
        '<h2 id="related-title">',
        'id="comments"',
        '<form id="comment-form" method="post"',
        "Leave a comment",
        '<form id="privacy-notice" method="post" action="/privacy/choices"',
        '<a id="privacy-tab" href="/privacy/choices">',
    ):
        assert part in page, part


@pytest.mark.usefixtures("town")
def test_at_least_three_other_stories_stand_below(client: FlaskClient) -> None:
    aside = client.get("/coast/ferry").text.split('<aside id="related"')[1].split("</aside>")[0]
    links = re.findall(r'href="(/.*?)"', aside)
    assert len(links) == len(set(links)) >= 3
    assert "/coast/ferry" not in links


@pytest.mark.usefixtures("town")
def test_the_front_page_leads_with_the_newest(client: FlaskClient) -> None:
    page = client.get("/").text
    places = [page.index(f"The {name} story") for name in ("library", "bus", "mill", "wall", "ferry")]
    assert places == sorted(places)


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
    assert 'href="?page=1"' in second
    assert 'href="?page=3"' not in second


def test_an_empty_site_says_how_to_begin(client: FlaskClient) -> None:
    assert "broadsheet new" in client.get("/").text


def test_markup_in_a_head_is_text(content: Path, publish: Publish, client: FlaskClient) -> None:
    head = dict.fromkeys(("title", "standfirst", "author", "section"), "<script>alert(1)</script>\"'")
    lines = "\n".join(f"{key}: {json.dumps(value)}" for key, value in head.items())
    (content / "odd.md").write_text(f"---\n{lines}\ntags: ['<img src=x>']\npath: /odd\n---\n")
    assert publish().problems == []
    for address in ("/odd", "/"):
        page = client.get(address).text
        assert "<script>alert" not in page
        assert "<img src=x>" not in page


def test_a_picture_is_served_as_nothing_but_a_picture(
    client: FlaskClient, picture: Path, content: Path
) -> None:
    with client.get("/media/boat.png") as response:
        assert (response.status_code, response.mimetype) == (200, "image/png")
        assert "sandbox" in response.headers["Content-Security-Policy"]
    (content / "ferry.md").write_text("---\ntitle: x\n---\n")
    (content / "evil.svg").write_text("<svg onload='alert(1)'/>")
    for name in ("ferry.md", "evil.svg", "gone.png", "../broadsheet.sqlite3", "..%2fsecrets"):
        assert client.get(f"/media/{name}").status_code == 404, name


def test_a_picture_outside_the_folder_is_not_served(
    client: FlaskClient, picture: Path, content: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.png"
    picture.rename(outside)
    (content / "inside.png").symlink_to(outside)
    assert client.get("/media/inside.png").status_code == 404
