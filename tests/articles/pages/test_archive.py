import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.articles.publishing import Report

Publish = Callable[[], Report]
Write = Callable[..., Path]


@pytest.mark.usefixtures("town")
def test_the_archive_names_each_month_with_its_stories(
    publish_file: Callable[..., None], client: FlaskClient
) -> None:
    publish_file(published="2020-02-29")
    page = client.get("/archive").text
    assert re.findall(r'<a href="(/archive/[^"]+)">(\w+)</a>\s*<span>([^<]+)</span>', page) == [
        ("/archive/2021/11", "November", "5 stories"),
        ("/archive/2020/02", "February", "1 story"),
    ]
    month = client.get("/archive/2021/11").text
    assert "<h1>November 2021</h1>" in month
    assert month.count('class="card-title"') == 5


def test_a_month_begins_when_it_begins_here(
    make_app: Callable[..., Flask], content: Path, write_story: Write
) -> None:
    """The last hour of October in London is November's first in Auckland."""
    from broadsheet.articles.publishing import publish_folder

    app = make_app(TIMEZONE="Pacific/Auckland")
    file = write_story("night", "The night story")
    file.write_text(file.read_text().replace("2021-11-01 09:00", "2021-10-31T12:00:00Z"))
    with app.app_context():
        assert publish_folder().problems == []
    client = app.test_client()
    assert client.get("/archive/2021/11").status_code == 200
    assert client.get("/archive/2021/10").status_code == 404


def test_what_is_not_published_yet_is_in_no_archive(
    publish_file: Callable[..., None], client: FlaskClient
) -> None:
    coming = datetime.now(UTC) + timedelta(days=40)
    publish_file(published=f"{coming:%Y-%m-%d}")
    assert "<li>" not in client.get("/archive").text.split("<main")[1].split("</main")[0]
    assert client.get(f"/archive/{coming:%Y/%m}").status_code == 404


@pytest.mark.parametrize(
    "month", ["2021/13", "2021/00", "0/01", "99999/01", "2021/1", "9999/12", "2021/11?page=9"]
)
def test_a_month_that_is_none_is_not_found(month: str, story: str, client: FlaskClient) -> None:
    assert client.get(f"/archive/{month}").status_code == 404
