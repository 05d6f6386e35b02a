"""Pages from the newsroom, and how often one was made."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask, template_rendered
from flask.testing import FlaskClient

PAGES = ("broadsheet/articles/article.html", "broadsheet/articles/front.html")


@pytest.fixture
def count_made() -> Callable[[Flask], Iterator[list[str]]]:
    """Count the pages that templates make: `with count_made(app) as made: ...`."""

    @contextmanager
    def run(app: Flask) -> Iterator[list[str]]:
        made: list[str] = []

        def note(_app: Flask, template: object, **_more: object) -> None:
            name = str(getattr(template, "name", ""))
            if name in PAGES:
                made.append(name)

        with template_rendered.connected_to(note, app):
            yield made

    return run


@pytest.fixture
def someone(app: Flask) -> Callable[[], FlaskClient]:
    """One reader more, with a browser of their own."""

    def make() -> FlaskClient:
        client = app.test_client()
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        return client

    return make
