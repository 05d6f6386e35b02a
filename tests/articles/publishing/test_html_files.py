"""Files whose text is HTML, from the folder to the page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image

from broadsheet.articles.publishing import Report

Publish = Callable[[], Report]
HEAD = "---\ntitle: A story\npath: /story\nmarkup: html\n---\n"


@pytest.fixture
def write_html(content: Path) -> Callable[[str], None]:
    return lambda text: (content / "story.md").write_text(HEAD + text, "utf-8") and None


def test_a_text_in_html_is_published(
    write_html: Callable[[str], None], publish: Publish, client: FlaskClient
) -> None:
    write_html(
        "<h2>One</h2><p>A <i>word</i> on <a href='#x'>x</a>.</p><h2>Two</h2><h2 id=x>X</h2>"
        "<iframe src=/demo/films/x></iframe><script>x</script>"
    )
    report = publish()
    assert (report.published, report.problems) == (["story.md"], [])
    page = client.get("/story").text
    assert '<p>A <em>word</em> on <a href="#h-x">x</a>.</p>' in page
    assert "/demo/films/x" in page
    assert "<script>x" not in page
    feed = client.get("/feed.atom").text
    assert "#h-x" in feed


@pytest.mark.parametrize("source", ["/up/boat.png", "up/boat.png", "/up/boat.png?w=300"])
def test_a_picture_that_comes_later_is_shown_then(
    source: str, content: Path, write_html: Callable[[str], None], publish: Publish, client: FlaskClient
) -> None:
    write_html(f"<p>Text.</p>\n<figure><img src='{source}' alt='A boat'></figure>")
    report = publish()
    assert [(problem.line, problem.fatal) for problem in report.problems] == [(7, False)]
    assert f'<a href="{source}">A boat</a>' in client.get("/story").text
    assert not publish().did_something
    (content / "up").mkdir()
    Image.new("RGB", (300, 200), "navy").save(content / "up" / "boat.png")
    report = publish()
    assert (report.changed, report.problems) == (["story.md"], [])
    page = client.get("/story").text
    assert "/media/up/boat.png" in page
    assert f'href="{source}"' not in page


@pytest.mark.parametrize(
    "source",
    [
        "../../secret.png",
        "/../secret.png",
        f"/{'x' * 300}.png",
        "x%00.png",
        "%ff.png",
        "/",
        ".",
        "?",
        "#",
        "x/" * 3000,
    ],
)
def test_no_name_of_a_picture_stops_an_article(
    source: str, write_html: Callable[[str], None], publish: Publish
) -> None:
    write_html(f"<p>Text <img src='{source}' alt=x> here.</p>")
    report = publish()
    assert report.published == ["story.md"]
    assert [problem.fatal for problem in report.problems] == [False]
    assert not publish().did_something


def test_a_text_in_html_may_become_markdown(
    content: Path, write_html: Callable[[str], None], publish: Publish, client: FlaskClient
) -> None:
    write_html("<p>One *two*</p>")
    publish()
    assert "One *two*" in client.get("/story").text
    (content / "story.md").write_text(HEAD.replace("markup: html\n", "") + "One *two*", "utf-8")
    publish()
    assert "<p>One <em>two</em></p>" in client.get("/story").text
