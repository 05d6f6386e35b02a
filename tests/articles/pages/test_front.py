from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from broadsheet.articles.publishing import Report

Publish = Callable[[], Report]
Write = Callable[..., Path]


@pytest.mark.usefixtures("town")
def test_the_front_page_leads_with_the_newest(client: FlaskClient) -> None:
    page = client.get("/").text
    places = [page.index(f"The {name} story") for name in ("library", "bus", "mill", "wall", "ferry")]
    assert places == sorted(places)


def test_an_empty_site_says_how_to_begin(client: FlaskClient) -> None:
    assert "broadsheet new" in client.get("/").text
