"""Forms of articles as browsers send them, and what the journal says."""

import errno
import os
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml.html import document_fromstring
from sqlalchemy import select
from werkzeug.test import TestResponse

from broadsheet.desk.journal.models import Entry
from broadsheet.storage import reading

Fields = dict[str, str]


def read_form(page: str) -> Fields:
    """Return what the form of an article would send, as a browser reads it from the page."""
    form = document_fromstring(page).get_element_by_id("article-form")
    fields = {str(name): str(value) for name, value in form.form_values() if name != "picture"}
    for area in form.iter(
        "textarea"
    ):  # Browsers drop the line break that begins one, and send others as two characters.
        fields[area.name] = (area.text or "").removeprefix("\n").replace("\n", "\r\n")
    return fields


@pytest.fixture
def read_fields() -> Callable[[str], Fields]:
    return read_form


@pytest.fixture
def open_article(editor: FlaskClient) -> Callable[[str], Fields]:
    """Open an article in the browser: `open_article("ferry.md")`, and return what its form would send."""

    def run(source: str) -> Fields:
        answer = editor.get(f"/desk/articles/edit/{source}")
        assert answer.status_code == 200, answer.text
        return read_form(answer.text)

    return run


@pytest.fixture
def send(editor: FlaskClient) -> Callable[..., TestResponse]:
    """Send the form of an article: `send(fields, title="Another")`."""

    def run(fields: Fields, **changes: str) -> TestResponse:
        source = fields.get("source", "")
        address = f"/desk/articles/edit/{source}" if source else "/desk/articles/new"
        return editor.post(address, data=fields | changes, content_type="multipart/form-data")

    return run


@pytest.fixture
def list_acts(app: Flask) -> Callable[[], list[tuple[str, str, str]]]:
    """What the journal says of articles: pairs of who, what, and of which file."""

    def run() -> list[tuple[str, str, str]]:
        with app.app_context():
            query = select(Entry).where(Entry.kind == "article").order_by(Entry.id)
            return [(entry.who, entry.act, entry.subject) for entry in reading().scalars(query)]

    return run


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let the disk be full from now on, for files of articles: no file of that kind can be made to hold anything."""

    def fill() -> None:
        def refuse(number: int) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(os, "fsync", refuse)

    return fill
