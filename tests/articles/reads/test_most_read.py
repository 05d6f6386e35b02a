import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.articles.reads.counting import add_reads
from broadsheet.storage import writing


@pytest.fixture
def read(app: Flask) -> Callable[..., None]:
    """Let stories have been read so many hours ago: `read(1, ferry=5)`."""

    def run(hours: int = 0, **counts: int) -> None:
        hour = datetime.now(UTC) - timedelta(hours=hours)
        with app.app_context(), writing() as session:
            add_reads(session, Counter({(article, hour): count for article, count in counts.items()}))

    return run


def shown(client: FlaskClient, address: str = "/") -> list[str]:
    part = client.get(address).text.split('class="most-read"')
    return re.findall(r'<a href="([^"]+)"', part[1].split("</section>")[0]) if len(part) > 1 else []


@pytest.mark.usefixtures("town")
def test_what_is_read_most_stands_first(client: FlaskClient, read: Callable[..., None]) -> None:
    read(ferry=3, wall=5, bus=4)
    read(2, ferry=4)
    read(30, bus=100)
    for address in ("/", "/sections/town", "/coast/mill"):
        assert shown(client, address) == ["/coast/ferry", "/coast/wall", "/town/bus"], address


@pytest.mark.usefixtures("town")
def test_too_few_make_no_list(client: FlaskClient, read: Callable[..., None]) -> None:
    read(ferry=50, wall=5, bus=1)
    assert shown(client) == []


def test_a_page_and_what_is_not_published_are_not_in_it(
    client: FlaskClient, publish_file: Callable[..., None], read: Callable[..., None]
) -> None:
    for name, more in {
        "a": {},
        "b": {},
        "c": {},
        "d": {"page": "true"},
        "e": {"published": "2999-01-01"},
    }.items():
        publish_file(name=name, **more)
    read(a=2, b=3, c=4, d=50, e=60)
    assert shown(client) == ["/c", "/b", "/a"]
