import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from broadsheet.articles.publishing import Report

Publish = Callable[[], Report]
Write = Callable[..., Path]


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


def test_markup_in_a_head_is_text(content: Path, publish: Publish, client: FlaskClient) -> None:
    head = dict.fromkeys(("title", "standfirst", "author", "section"), "<script>alert(1)</script>\"'")
    lines = "\n".join(f"{key}: {json.dumps(value)}" for key, value in head.items())
    (content / "odd.md").write_text(f"---\n{lines}\ntags: ['<img src=x>']\npath: /odd\n---\n")
    assert publish().problems == []
    for address in ("/odd", "/"):
        page = client.get(address).text
        assert "<script>alert" not in page
        assert "<img src=x>" not in page


def test_all_that_a_head_says_is_on_the_page(publish_file: Callable[..., None], client: FlaskClient) -> None:
    publish_file(
        "word " * 1000,
        kicker="Analysis",
        author="[Ada Reporter, Ben Editor, Cem Reporter]",
        updated="2021-11-06 10:00",
    )
    page = client.get("/story").text
    assert '<p class="kicker">Analysis</p>' in page
    byline = re.sub(r"<[^>]+>", "", page.split('<p class="byline">')[1].split("</span>")[0]).strip()
    assert byline == "by Ada Reporter, Ben Editor and Cem Reporter"
    assert '<time datetime="2021-11-06T10:00:00Z">' in page
    assert "4 minutes to read" in page


LONG = "\n\n".join(f"## Part {n}\n\n### A detail\n\n{'word ' * 250}" for n in range(4))


def test_a_long_story_has_contents_that_lead_to_its_parts(
    publish_file: Callable[..., None], client: FlaskClient
) -> None:
    publish_file(LONG)
    page = client.get("/story").text
    contents = re.findall(r'href="#([^"]+)"', page.split('class="contents"')[1].split("</nav>")[0])
    assert contents[:2] == ["h-part-0", "h-a-detail"]
    assert len(contents) == 8
    for id in contents:
        assert page.count(f'id="{id}"') == 1


@pytest.mark.parametrize("text", ["word " * 2000, "## One\n\nx\n\n## Two\n\ny\n\n## Three\n\nz"])
def test_a_story_that_is_short_or_whole_has_none(
    text: str, publish_file: Callable[..., None], client: FlaskClient
) -> None:
    publish_file(text)
    assert 'class="contents"' not in client.get("/story").text


def test_notes_lead_there_and_back(publish_file: Callable[..., None], client: FlaskClient) -> None:
    publish_file("One[^a]. Two[^a]. Three^[Its own.]\n\n[^a]: The first.")
    page = client.get("/story").text
    for id in ("note-1", "note-2", "note-1-from", "note-1-from-2", "note-2-from"):
        assert page.count(f'id="{id}"') == 1
        assert page.count(f'href="#{id}"') >= 1


@pytest.mark.usefixtures("town")
def test_a_story_leads_to_its_neighbours_in_its_section(client: FlaskClient) -> None:
    def neighbours(address: str) -> list[tuple[str, str]]:
        nav = client.get(address).text.split('class="neighbours"')[1].split("</nav>")[0]
        return re.findall(r'rel="(prev|next)" href="([^"]+)"', nav)

    assert neighbours("/coast/ferry") == [("next", "/coast/wall")]
    assert neighbours("/coast/wall") == [("prev", "/coast/ferry"), ("next", "/coast/mill")]
    assert neighbours("/town/library") == [("prev", "/town/bus")]


def test_stories_of_one_moment_are_neighbours_too(
    publish_file: Callable[..., None], client: FlaskClient
) -> None:
    for name in ("a", "b", "c"):
        publish_file(name=name, title=f"Story {name}")
    page = client.get("/b").text
    assert 'rel="prev" href="/a"' in page
    assert 'rel="next" href="/c"' in page


def test_an_article_in_another_language_has_its_page_in_it(
    publish_file: Callable[..., None], client: FlaskClient
) -> None:
    publish_file(language="ar", title="قصة")
    assert '<html lang="ar" dir="rtl">' in client.get("/story").text


def test_an_article_in_a_language_that_we_do_not_speak_is_marked(
    publish_file: Callable[..., None], client: FlaskClient
) -> None:
    publish_file(language="sv", title="En berättelse")
    page = client.get("/story").text
    assert '<html lang="en" dir="ltr">' in page
    assert '<h1 lang="sv" dir="auto">' in page
    assert '<div class="text" lang="sv" dir="auto">' in page


def test_a_language_that_is_none_is_named(content: Path, publish: Publish) -> None:
    (content / "story.md").write_text("---\ntitle: x\nlanguage: Klingon!\n---\n")
    assert "such as en, de or pt-BR" in str(publish().problems[0])
