from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.articles.machines.llms import escape_markdown
from broadsheet.articles.publishing import publish_folder


def test_it_is_off_unless_the_newsroom_wants_it(client: FlaskClient) -> None:
    assert client.get("/llms.txt").status_code == 404


def test_it_names_the_sections_and_the_newest(
    make_app: Callable[..., Flask], write_story: Callable[..., Path]
) -> None:
    app = make_app(LLMS_TXT=True, ADDRESS="https://news.example.org")
    write_story("ferry", "The ferry [is] late")
    with app.app_context():
        publish_folder()
    text = app.test_client().get("/llms.txt").text
    assert text.startswith("# Broadsheet\n\n> News, and what its readers make of it\n")
    assert "- [Coast](<https://news.example.org/sections/coast>)\n" in text
    assert (
        "- [The ferry \\[is\\] late](<https://news.example.org/coast/ferry>): What happened, in a sentence.\n"
        in text
    )


@pytest.mark.parametrize(
    ("text", "plain"),
    [("a\n# b", "a \\# b"), ("[x](y)", "\\[x\\]\\(y\\)"), ("<b>", "\\<b\\>"), ("plain", "plain")],
)
def test_a_text_is_one_line_without_markup(text: str, plain: str) -> None:
    assert escape_markdown(text) == plain
