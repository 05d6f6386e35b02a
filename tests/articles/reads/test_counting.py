from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from broadsheet.articles.models import Reads
from broadsheet.articles.reads.chores import forget_old
from broadsheet.articles.reads.counting import add_reads, tally_of
from broadsheet.articles.reads.visitors import Visitors
from broadsheet.delivery.page_cache.seen import count_what_waits
from broadsheet.storage import reading, writing

BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept": "text/html",
}
NOW = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)


@pytest.fixture
def counts(app: Flask) -> Callable[[], dict[str, int]]:
    """What is in the database of readings, after all that is counted was written."""

    def run() -> dict[str, int]:
        count_what_waits()
        tally_of(app).write()
        with app.app_context():
            return {row.article_id: row.count for row in reading().scalars(select(Reads))}

    return run


def test_a_readers_visit_is_counted_once(
    story: str, client: FlaskClient, counts: Callable[[], dict[str, int]]
) -> None:
    for _ in range(3):
        client.get(story, headers=BROWSER)
    assert counts() == {"ferry": 1}
    client.get(story, headers=BROWSER, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    client.get(story, headers=BROWSER | {"User-Agent": "Another/1.0"})
    assert counts() == {"ferry": 3}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"User-Agent": "curl/8.5.0", "Accept": "*/*"},
        BROWSER | {"Accept": "application/json"},
        BROWSER | {"Sec-Purpose": "prefetch;prerender"},
        BROWSER | {"Purpose": "prefetch"},
        BROWSER | {"User-Agent": ""},
    ],
)
def test_what_is_no_person_is_not(
    story: str, client: FlaskClient, counts: Callable[[], dict[str, int]], headers: dict[str, str]
) -> None:
    client.get(story, headers=headers)
    assert counts() == {}


def test_only_an_article_that_was_shown_counts(
    story: str, client: FlaskClient, counts: Callable[[], dict[str, int]]
) -> None:
    client.head(story, headers=BROWSER)
    for address in ("/", "/sections/coast", f"{story}/", "/coast/none"):
        client.get(address, headers=BROWSER)
    assert counts() == {}


def test_no_cookie_is_set_and_nothing_about_the_reader_is_stored(
    story: str, client: FlaskClient, app: Flask
) -> None:
    assert "Set-Cookie" not in client.get(story, headers=BROWSER).headers
    tally_of(app).write()
    assert {column.name for column in Reads.__table__.columns} == {"article_id", "hour", "count"}
    with app.app_context():
        hour = reading().scalars(select(Reads.hour)).one()
    assert (hour.minute, hour.second) == (0, 0)


def test_two_processes_add_up_and_what_is_gone_is_left_out(
    story: str, app: Flask, counts: Callable[[], dict[str, int]]
) -> None:
    for _ in range(2):
        with app.app_context(), writing() as session:
            add_reads(session, Counter({("ferry", NOW): 5, ("gone", NOW): 7}))
    assert counts() == {"ferry": 10}


def test_old_hours_are_forgotten(story: str, app: Flask, counts: Callable[[], dict[str, int]]) -> None:
    now = datetime.now(UTC)
    with app.app_context():
        with writing() as session:
            add_reads(
                session,
                Counter({("ferry", now - timedelta(days=32)): 5, ("ferry", now - timedelta(days=30)): 7}),
            )
        assert forget_old() == "1 hours forgotten"
    assert counts() == {"ferry": 7}


def test_where_nothing_is_counted_nothing_is_shown(make_app: Callable[..., Flask], story: str) -> None:
    app = make_app(MOST_READ_HOURS=0)
    app.test_client().get(story, headers=BROWSER)
    assert "broadsheet.reads" not in app.extensions
    assert "most-read" not in app.test_client().get("/").text


def test_a_visitor_is_known_for_an_hour_and_by_nobody_else() -> None:
    visitors = Visitors()
    assert visitors.is_new("ferry", "203.0.113.9", "Firefox", NOW)
    assert not visitors.is_new("ferry", "203.0.113.9", "Firefox", NOW + timedelta(minutes=20))
    assert visitors.is_new("ferry", "203.0.113.9", "Firefox", NOW + timedelta(hours=1))
    assert not Visitors().seen, "another process knows nothing"


def test_a_household_of_ipv6_is_one_visitor() -> None:
    visitors = Visitors()
    assert visitors.is_new("ferry", "2001:db8::1", "Firefox", NOW)
    assert not visitors.is_new("ferry", "2001:db8::2", "Firefox", NOW)


def test_a_new_day_forgets_the_day_before() -> None:
    visitors = Visitors()
    visitors.is_new("ferry", "203.0.113.9", "Firefox", NOW)
    before = visitors.key
    visitors.is_new("mill", "203.0.113.9", "Firefox", NOW + timedelta(days=1))
    assert len(visitors.seen) == 1
    assert visitors.key != before


def test_a_flood_of_visitors_takes_no_more_memory() -> None:
    visitors = Visitors(most=10)
    for number in range(100):
        visitors.is_new("ferry", f"203.0.113.{number}", "Firefox \ud800", NOW)
    assert len(visitors.seen) == 10
