"""The journal: it only grows, and owners find in it what was done."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import DBAPIError

from broadsheet.desk.journal.models import Entry
from broadsheet.desk.journal.writing import write_entry
from broadsheet.storage import engine_of, reading, writing

JOURNAL = Entry.__tablename__
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def entries(app: Flask) -> Iterator[None]:
    """A hundred and twenty acts of two people, one an hour: on comments, and on accounts every tenth."""
    with app.app_context(), writing() as session:
        rows = [
            {
                "moment": NOON + timedelta(hours=number), "who": "mo" if number % 2 else "edda", "act": "approve",
                "kind": "comment" if number % 10 else "user", "subject": str(number), "before": {"status": "held"},
                "after": {"status": "approved"}, "note": f"note <{number}>", "batch": f"b{number}",
            }
            for number in range(120)
        ]  # fmt: skip
        session.execute(insert(Entry), rows)
    yield


def find_subjects(page: str) -> list[str]:
    return re.findall(r'dir="ltr">(?:comment|user) (\d+)</a>', page)


@pytest.mark.parametrize(
    "statement",
    [
        update(Entry).values(who="nobody"), delete(Entry), text("DELETE FROM broadsheet_desk_journal"),
        text("UPDATE broadsheet_desk_journal SET note = '' WHERE id = 1"),
        text("INSERT INTO broadsheet_desk_journal SELECT * FROM broadsheet_desk_journal WHERE id = 1"),
    ],
)  # fmt: skip
def test_nothing_in_it_is_changed_or_removed_by_whoever_asks(
    app: Flask, entries: None, statement: object
) -> None:
    with app.app_context():
        with pytest.raises(DBAPIError), writing() as session:
            session.execute(statement)  # type: ignore[call-overload]
        assert reading().get_one(Entry, 1).who == "edda"


def test_nothing_takes_the_place_of_an_entry(app: Flask, entries: None) -> None:
    with app.app_context():
        is_sqlite = engine_of(app).dialect.name == "sqlite"
        columns = "id, moment, 'nobody', act, kind, subject, before, after, note, batch"
        replace = f"INSERT OR REPLACE INTO {JOURNAL} SELECT {columns} FROM {JOURNAL} WHERE id = 1"
        with pytest.raises(DBAPIError, match="only grows"), writing() as session:
            session.execute(text(replace if is_sqlite else f"TRUNCATE {JOURNAL}"))
        assert reading().get_one(Entry, 1).who == "edda"


def test_an_act_that_fails_leaves_no_entry(app: Flask) -> None:
    def act() -> None:
        with writing() as session:
            write_entry(session, "mo", "approve", "comment", "1")
            raise RuntimeError

    with app.app_context():
        with pytest.raises(RuntimeError):
            act()
        assert reading().get(Entry, 1) is None


def test_the_newest_stand_first_and_all_are_reached_by_pages(owner: FlaskClient, entries: None) -> None:
    seen: list[str] = []
    address = "/desk/journal"
    while address:
        page = owner.get(address).text
        seen += find_subjects(page)
        links = re.findall(r'href="([^"]+)">Earlier ones', page)
        address = links[0].replace("&amp;", "&") if links else ""
    assert seen == [str(number) for number in reversed(range(120))]


@pytest.mark.parametrize(
    ("filters", "count", "first"),
    [
        ({"who": "mo"}, 60, "119"),
        ({"kind": "user"}, 12, "110"),
        ({"subject": "7"}, 1, "7"),
        ({"kind": "user", "subject": "7"}, 0, None),
        ({"since": "2026-11-21", "until": "2026-11-21"}, 24, "35"),
        ({"until": "2026-11-20", "who": " mo "}, 6, "11"),
        ({"who": "nobody"}, 0, None),
        ({"who": "m\0o"}, 60, "119"),
    ],
)
def test_it_is_searched(
    owner: FlaskClient, entries: None, filters: dict[str, str], count: int, first: str | None
) -> None:
    page = owner.get("/desk/journal", query_string=filters).text
    found = find_subjects(page)
    assert len(found) == min(count, 50)
    assert (found[0] if found else None) == first
    assert ("Nothing of this kind was done." in page) == (count == 0)


def test_days_are_those_of_the_site(
    make_app: Callable[..., Flask], make_user: Callable[..., int], sign_in: Callable[..., FlaskClient]
) -> None:
    app = make_app(TIMEZONE="Pacific/Auckland")
    make_user("olga", "owner", app=app)
    with app.app_context(), writing() as session:
        entry = {"who": "mo", "act": "a", "kind": "user", "subject": "1", "note": "", "batch": "b"}
        session.execute(insert(Entry), [entry | {"moment": NOON, "before": None, "after": None}])
    client = sign_in("olga", app=app)
    assert find_subjects(client.get("/desk/journal?since=2026-11-21").text) == ["1"]
    assert find_subjects(client.get("/desk/journal?until=2026-11-20").text) == []


def test_what_changed_is_shown_as_text(owner: FlaskClient, entries: None) -> None:
    page = owner.get("/desk/journal?subject=7").text
    assert "status: <del>held</del> <ins>approved</ins>" in page
    assert "note &lt;7&gt;" in page


@pytest.mark.parametrize(
    "day", ["yesterday", "2026-13-01", "9999-12-31", "0001-01-01", "2026-11-20T12:00", "1" * 9_000, "\0"]
)
@pytest.mark.parametrize("name", ["since", "until"])
def test_what_is_no_day_is_told(owner: FlaskClient, name: str, day: str) -> None:
    answer = owner.get("/desk/journal", query_string={name: day})
    assert answer.status_code in {200, 422}
    assert ("This is no day" in answer.text) == (answer.status_code == 422)


@pytest.mark.parametrize("before", ["", "0", "-1", "x", "1.5", "2147483648", "9" * 6_000, "²", "\0"])
def test_an_odd_place_to_go_on_from_is_none(owner: FlaskClient, entries: None, before: str) -> None:
    assert owner.get("/desk/journal", query_string={"before": before}).status_code == 200


def test_an_address_may_be_doubled_or_long(owner: FlaskClient, entries: None) -> None:
    assert owner.get("/desk/journal?who=mo&who=edda&kind=x&subject=" + "y" * 5_000).status_code == 200
