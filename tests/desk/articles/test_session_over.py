"""What somebody typed for an hour is not lost when their session ended meanwhile."""

from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient
from lxml.html import document_fromstring

Fields = dict[str, str]


def test_an_article_is_sent_again_after_signing_in(
    story: str, content: Path, editor: FlaskClient, open_article: Callable[[str], Fields]
) -> None:
    typed = open_article("ferry.md") | {"title": "After an hour", "text": "One.\r\n\r\nTwo."}
    editor.post("/desk/sign-out")
    answer = editor.post("/desk/articles/edit/ferry.md", data=typed, content_type="multipart/form-data")
    assert answer.status_code == 401
    assert "After an hour" not in (content / "ferry.md").read_text("utf-8")
    form = document_fromstring(answer.text).get_element_by_id("sign-in")
    kept = dict(form.form_values()) | {"name": "edda", "password": "seven grey herons"}
    again = document_fromstring(editor.post(form.action, data=kept).text).forms[-1]
    assert again.action == "/desk/articles/edit/ferry.md"
    assert editor.post(again.action, data=dict(again.form_values())).status_code == 303
    saved = (content / "ferry.md").read_text("utf-8")
    assert "After an hour" in saved and "One.\n\nTwo." in saved
