"""A preview shows what saving would publish, and changes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

Fields = dict[str, str]
PREVIEW = "/desk/articles/preview"


@pytest.mark.usefixtures("picture")
def test_it_is_rendered_as_it_would_be_published(
    editor: FlaskClient, client: FlaskClient, story: str, content: Path, open_article: Callable[[str], Fields]
) -> None:
    before = (content / "ferry.md").read_bytes()
    text = "It *is*.[^1]\r\n\r\n![A boat](boat.png)\r\n\r\n[^1]: Late.\r\n\r\nhttps://example.org/film"
    data = open_article("ferry.md") | {"text": text, "title": "Another", "kicker": "Analysis"}
    page = editor.post(PREVIEW, data=data).text
    for part in ("<em>is</em>", 'alt="A boat"', "note-1", 'href="https://example.org/film"', "Analysis"):
        assert part in page
    assert (content / "ferry.md").read_bytes() == before
    assert "The ferry is late" in client.get(story).text
    assert 'value="Another"' in page and 'data-unsaved="true"' in page


def test_a_script_is_given_the_preview_alone(editor: FlaskClient, content: Path) -> None:
    data = {"title": "A <b>title</b>", "text": "<script>alert(1)</script>\r\n\r\n[x](javascript:alert(1))"}
    page = editor.post(PREVIEW, data=data, headers={"Prefer": "return=minimal"}).text
    assert page.lstrip().startswith("<section")
    assert "&lt;script&gt;" in page and "<script" not in page and 'href="javascript' not in page
    assert "A &lt;b&gt;title" in page


def test_html_is_cleaned_as_in_publishing(editor: FlaskClient, content: Path) -> None:
    data = {"title": "A", "markup": "html", "text": '<p onclick="x()">Hi</p><script>alert(1)</script>'}
    page = editor.post(PREVIEW, data=data, headers={"Prefer": "return=minimal"}).text
    assert "<p>Hi</p>" in page and "onclick" not in page and "alert" not in page


def test_mistakes_and_remarks_are_told(editor: FlaskClient, picture: Path) -> None:
    for text, told in (("![x](none.png)", "none.png is not there"), ("![](boat.png)", "has no alt text")):
        for headers in ({}, {"Prefer": "return=minimal"}):
            assert told in editor.post(PREVIEW, data={"title": "A", "text": text}, headers=headers).text


def test_no_source_leads_out_of_the_folder(editor: FlaskClient, content: Path, tmp_path: Path) -> None:
    (tmp_path / "data" / "secret.md").write_text("---\ntitle: Secret\n---\n", "utf-8")
    for source in ("../secret.md", "/etc/passwd", "\0", "x" * 5_000):
        page = editor.post(PREVIEW, data={"source": source, "title": "A", "text": "B"})
        assert page.status_code == 200
        assert "Secret" not in page.text
