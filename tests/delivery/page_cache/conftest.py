"""Pages from the newsroom, and how often one was made."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask, request, request_started
from flask.testing import FlaskClient

PAGES = ("article.show_article", "front.show_front")


@pytest.fixture
def count_made() -> Callable[[Flask], Iterator[list[str]]]:
    """Count the pages that the app is asked for, by their views: `with count_made(app) as made: ...`."""

    @contextmanager
    def run(app: Flask) -> Iterator[list[str]]:
        made: list[str] = []

        def note(_app: Flask, **_more: object) -> None:
            if request.endpoint in PAGES:
                made.append(request.endpoint)

        with request_started.connected_to(note, app):
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
