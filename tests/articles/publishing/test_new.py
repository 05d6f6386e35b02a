from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from broadsheet.articles.publishing import Report
from broadsheet.articles.publishing.new import write_new_article
from broadsheet.settings import Settings


def test_a_new_article_can_be_published_as_it_is(
    content: Path, publish: Callable[[], Report], client: FlaskClient
) -> None:
    settings = Settings(data=content.parent)
    file = write_new_article(settings, 'My "first": story', "Ada Reporter", "Town")
    assert file.name == "my-first-story.md"
    report = publish()
    assert (report.published, report.problems) == (["my-first-story.md"], [])
    assert "My &#34;first&#34;: story" in client.get("/town/my-first-story").text


def test_an_article_that_is_there_is_not_overwritten(content: Path) -> None:
    settings = Settings(data=content.parent)
    file = write_new_article(settings, "Mine", "", "News")
    file.write_text("precious")
    with pytest.raises(FileExistsError):
        write_new_article(settings, "Mine", "", "News")
    assert file.read_text() == "precious"


def test_a_title_needs_a_letter(content: Path) -> None:
    with pytest.raises(ValueError, match="letters"):
        write_new_article(Settings(data=content.parent), "!!!", "", "News")


def test_it_can_be_begun_in_html(content: Path, publish: Callable[[], Report], client: FlaskClient) -> None:
    write_new_article(Settings(data=content.parent), "Mine", "", "Town", "html")
    assert publish().problems == []
    assert "<p>Write the story here, in HTML.</p>" in client.get("/town/mine").text
