"""Sessions: what the cookie is, how long it lasts, and how it ends."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError

from broadsheet.desk import gate
from broadsheet.desk.accounts.models import SignedIn, User
from broadsheet.desk.accounts.sessions import name_browser, tidy_sessions
from broadsheet.storage import engine_of, reading, writing

PASSWORD = "seven grey herons"


def let_pass(app: Flask, **fields: timedelta) -> None:
    """Let all sessions be older by so much: `let_pass(app, seen=timedelta(hours=1))`."""
    with app.app_context(), writing() as session:
        now = datetime.now(UTC)
        session.execute(update(SignedIn).values({name: now - ago for name, ago in fields.items()}))


def test_the_cookie_is_sent_below_the_desk_alone_and_read_by_no_script(
    reader: FlaskClient, make_user: Callable[..., int]
) -> None:
    make_user("mo")
    answer = reader.post("/desk/sign-in", data={"name": "mo", "password": PASSWORD})
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert "; Path=/desk/" in cookie
        assert "; HttpOnly" in cookie
        assert "; SameSite=Lax" in cookie
        assert "Domain" not in cookie
    assert len(answer.headers.getlist("Set-Cookie")) == 2


def test_over_https_the_cookie_is_secure(
    make_app: Callable[..., Flask], make_user: Callable[..., int], make_reader: Callable[[Flask], FlaskClient]
) -> None:
    app = make_app(ADDRESS="https://news.example.org")
    make_user("mo", app=app)
    answer = make_reader(app).post(
        "/desk/sign-in", data={"name": "mo", "password": PASSWORD}, base_url="https://news.example.org"
    )
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert cookie.startswith("__Secure-broadsheet_desk")
        assert "; Secure" in cookie


def test_below_a_path_of_its_own_the_cookie_stays_there(
    app: Flask, reader: FlaskClient, make_user: Callable[..., int]
) -> None:
    make_user("mo")
    answer = reader.post(
        "/desk/sign-in", data={"name": "mo", "password": PASSWORD}, base_url="http://localhost/news"
    )
    assert "; Path=/news/desk/" in answer.headers["Set-Cookie"]
    assert answer.headers["Location"] == "/news/desk/"


def test_readers_pages_know_nothing_of_it(moderator: FlaskClient) -> None:
    assert moderator.get("/").headers.getlist("Set-Cookie") == []
    assert "Mo Patient" not in moderator.get("/").text


def test_the_database_alone_signs_nobody_in(app: Flask, moderator: FlaskClient, reader: FlaskClient) -> None:
    with app.app_context():
        (kept,) = reading().scalars(select(SignedIn)).all()
    reader.set_cookie("broadsheet_desk", kept.digest, path="/desk/")
    assert reader.get("/desk/").status_code == 303


@pytest.mark.parametrize("word", ["", "x", "x" * 3_000, '"', "é"])
def test_a_word_that_nobody_was_given_signs_nobody_in(reader: FlaskClient, word: str) -> None:
    reader.set_cookie("broadsheet_desk", word, path="/desk/")
    assert reader.get("/desk/").status_code == 303


def test_a_session_ends_at_sign_out_also_for_who_has_the_cookie(
    app: Flask, moderator: FlaskClient, reader: FlaskClient
) -> None:
    word = moderator.get_cookie("broadsheet_desk", path="/desk/").value  # type: ignore[union-attr]
    answer = moderator.post("/desk/sign-out")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/sign-in")
    assert "Expires=Thu, 01 Jan 1970" in answer.headers["Set-Cookie"]
    reader.set_cookie("broadsheet_desk", word, path="/desk/")
    assert reader.get("/desk/").status_code == 303


def test_a_session_ends_without_use_and_after_a_month(app: Flask, moderator: FlaskClient) -> None:
    let_pass(app, seen=timedelta(hours=11, minutes=59))
    assert moderator.get("/desk/").status_code == 200
    let_pass(app, seen=timedelta(hours=12))
    assert moderator.get("/desk/").status_code == 303
    let_pass(app, seen=timedelta(0), made=timedelta(days=30))
    assert moderator.get("/desk/").status_code == 303
    with app.app_context():
        assert tidy_sessions() == "1 forgotten"
        assert tidy_sessions() == ""


def test_use_is_noted_now_and_then(app: Flask, moderator: FlaskClient) -> None:
    def seen_ago() -> timedelta:
        with app.app_context():
            return datetime.now(UTC) - reading().scalars(select(SignedIn.seen)).one()

    let_pass(app, seen=timedelta(minutes=4))
    moderator.get("/desk/")
    assert seen_ago() > timedelta(minutes=3)
    let_pass(app, seen=timedelta(minutes=6))
    moderator.get("/desk/")
    assert seen_ago() < timedelta(minutes=1)


def test_where_nothing_can_be_written_the_desk_is_read_all_the_same(
    app: Flask, moderator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("UPDATE", {}, Exception("the disk is full"))

    let_pass(app, seen=timedelta(hours=1))
    monkeypatch.setattr(gate, "note_use", fail)
    assert moderator.get("/desk/").status_code == 200


def test_an_account_that_is_gone_takes_its_sessions_along(app: Flask, moderator: FlaskClient) -> None:
    with app.app_context():
        with writing() as session:
            session.delete(session.scalars(select(User)).one())
        assert reading().scalars(select(SignedIn)).all() == []
    assert moderator.get("/desk/").status_code == 303


def test_a_role_holds_from_the_next_page_on(app: Flask, owner: FlaskClient) -> None:
    with engine_of(app).begin() as connection:
        connection.execute(text("UPDATE broadsheet_desk_users SET role = 'moderator'"))
    assert owner.get("/desk/people").status_code == 403


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("curl/8.0", "unknown"),
        ("", "unknown"),
        ("<script>" * 1000, "unknown"),
    ],
)  # fmt: skip
def test_a_browser_is_named_as_its_owner_knows_it(agent: str, name: str) -> None:
    assert name_browser(agent) == name
