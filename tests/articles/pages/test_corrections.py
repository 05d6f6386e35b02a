from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from broadsheet.articles.publishing import Report

Publish = Callable[[], Report]
Write = Callable[..., Path]


CORRECTED = """
  - date: 2021-11-06 10:00
    text: The bank is 3.4 km long, not 4 km.
  - date: 2021-11-08
    text: Ben's name was <b>misspelt</b>."""


def test_a_correction_is_shown_on_its_page_and_on_the_sites(
    publish_file: Callable[..., None], client: FlaskClient
) -> None:
    publish_file(corrections=CORRECTED)
    for address in ("/story", "/corrections"):
        page = client.get(address).text
        assert '<time datetime="2021-11-06T10:00:00Z">6 November 2021, 10:00 UTC</time>' in page
        assert page.index("&lt;b&gt;misspelt&lt;/b&gt;") < page.index("not 4 km."), "the newest comes first"
    assert '<a href="/story">A story</a>' in client.get("/corrections").text


def test_a_correction_that_is_taken_back_is_gone(
    publish_file: Callable[..., None], client: FlaskClient
) -> None:
    publish_file(corrections=CORRECTED)
    publish_file()
    assert "Corrections" not in client.get("/story").text.split("<main")[1].split("</main")[0]
    assert "Nothing had to be corrected so far." in client.get("/corrections").text


def test_corrections_of_what_nobody_may_read_are_not_told(
    publish_file: Callable[..., None], client: FlaskClient
) -> None:
    publish_file(corrections=CORRECTED, published="2999-01-01")
    assert "3.4 km" not in client.get("/corrections").text


def test_many_corrections_have_pages(publish_file: Callable[..., None], client: FlaskClient) -> None:
    publish_file(corrections="".join(f"\n  - date: 2021-11-06\n    text: The {n}th." for n in range(55)))
    assert client.get("/corrections").text.count("<section") == 50
    second = client.get("/corrections?page=2").text
    assert second.count("<section") == 5
    assert '<a rel="prev" href="/corrections">' in second


@pytest.mark.parametrize(
    "corrections",
    [
        "wrong",
        "\n  - wrong",
        "\n  - date: 2021-11-06",
        "\n  - date: soon\n    text: x",
        "\n  - date: 2021-11-06\n    text: ''",
    ],
)
def test_a_correction_that_says_too_little_is_named(
    corrections: str, content: Path, publish: Publish
) -> None:
    (content / "story.md").write_text(f"---\ntitle: x\ncorrections: {corrections}\n---\n")
    (problem,) = publish().problems
    assert (problem.line, problem.fatal) == (3, True)
    assert "corrections" in problem.reason
