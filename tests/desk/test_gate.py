"""The door: every address of the desk, for every role and for nobody, from whichever page it was asked."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from typing import NamedTuple

import pytest
from flask import Flask, request
from flask.testing import FlaskClient, FlaskCliRunner
from werkzeug.routing import BaseConverter, IntegerConverter, Rule
from werkzeug.test import TestResponse

from broadsheet.delivery.content_policy import OWN_POLICY
from broadsheet.desk.accounts.models import SignedIn, User
from broadsheet.desk.accounts.sessions import COOKIE, begin_session
from broadsheet.desk.accounts.users import add_user
from broadsheet.desk.gate import make_blueprint
from broadsheet.desk.roles import ANYBODY, MODERATOR, OWNER, ROLES, allow, may, role_of_view
from broadsheet.storage import reading, writing

SIGN_IN, PASSWORD = "/desk/sign-in", "seven grey herons"


class Asked(NamedTuple):
    """An address of the desk with a value in the place of each variable, how it is asked, and from which role on."""

    address: str
    method: str
    role: str | None


def list_rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/desk")]


def sample(converter: BaseConverter) -> object:
    return 1 if isinstance(converter, IntegerConverter) else "thing"


def list_asked(app: Flask) -> Iterator[Asked]:
    adapter = app.url_map.bind("localhost")
    for rule in list_rules(app):
        values = {name: sample(converter) for name, converter in rule._converters.items()}
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            address = adapter.build(rule.endpoint, values, method=method)
            yield Asked(address, method, role_of_view(app.view_functions[rule.endpoint]))


def ask(client: FlaskClient, asked: Asked) -> TestResponse:
    return client.open(asked.address, method=asked.method)


def is_let_in(answer: TestResponse) -> bool:
    """Whether a view was asked: what it makes of the odd request is its own business, but it does not fail."""
    assert answer.status_code < 500, answer.request.path
    is_sent_away = answer.status_code in {302, 303} and answer.location.startswith(f"{SIGN_IN}?next=")
    return answer.status_code not in {401, 403} and not is_sent_away


Sit = Callable[[str], FlaskClient]


@pytest.fixture
def sit_down(app: Flask, make_user: Callable[..., int], make_reader: Callable[[Flask], FlaskClient]) -> Sit:
    """Return a browser of nobody, or one in which somebody of a role has just signed in."""
    ids = {role: make_user(f"{role}-1", role) for role in ROLES}

    def run(who: str) -> FlaskClient:
        client = make_reader(app)
        if who == ANYBODY:
            return client
        with app.test_request_context(), writing() as session:
            user = session.get(User, ids[who]) or add_user(session, f"{who}-2", PASSWORD, who)
            ids[who], user.role = user.id, who
            word = begin_session(session, user)
        client.set_cookie(COOKIE, word, path="/desk/")
        return client

    return run


def test_every_address_says_who_may_ask(app: Flask) -> None:
    asked = list(list_asked(app))
    assert len(asked) > 5
    assert {one for one in asked if one.role not in {ANYBODY, *ROLES}} == set()


@pytest.mark.parametrize("who", [ANYBODY, *ROLES])
def test_every_address_lets_in_those_whom_it_names_and_no_others(app: Flask, sit_down: Sit, who: str) -> None:
    for asked in list_asked(app):
        allowed = asked.role == ANYBODY or (who != ANYBODY and may(who, str(asked.role)))
        assert is_let_in(ask(sit_down(who), asked)) == allowed, (who, asked)


@pytest.mark.parametrize("who", [ANYBODY, OWNER])
def test_nothing_that_is_answered_is_kept_or_listed_anywhere(app: Flask, sit_down: Sit, who: str) -> None:
    for asked in list_asked(app):
        answer = ask(sit_down(who), asked)
        assert answer.headers["Cache-Control"] == "no-store", asked
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Content-Security-Policy"] == OWN_POLICY


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [("GET", "/desk", 308), ("DELETE", "/desk/", 405)],
)
def test_what_no_view_answers_is_kept_nowhere_either(
    reader: FlaskClient, method: str, address: str, status: int
) -> None:
    answer = reader.open(address, method=method)
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_only_begins_like_the_desk_is_kept_as_it_was(reader: FlaskClient) -> None:
    assert "X-Robots-Tag" not in reader.get("/desktop").headers


@pytest.mark.parametrize("who", [ANYBODY, OWNER])
def test_what_another_website_sends_is_refused(app: Flask, sit_down: Sit, who: str) -> None:
    for asked in list_asked(app):
        if asked.method == "POST":
            for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
                assert sit_down(who).post(asked.address, headers=headers).status_code == 403, asked


def test_a_view_of_which_nothing_is_said_lets_nobody_in(app: Flask, owner: FlaskClient) -> None:
    view = app.view_functions["desk_overview.show_overview"]
    del view.desk_role  # type: ignore[attr-defined]
    try:
        assert owner.get("/desk/").status_code == 403
    finally:
        view.desk_role = MODERATOR  # type: ignore[attr-defined]


def test_the_cookies_of_the_desk_are_sent_to_it_alone(app: Flask, moderator: FlaskClient) -> None:
    names = {cookie.key: cookie for cookie in moderator._cookies.values()}
    assert {"broadsheet_desk", "broadsheet_desk_known"} <= set(names)
    for cookie in names.values():
        assert (cookie.path, cookie.http_only, cookie.same_site) == ("/desk/", True, "Lax")
    assert "Set-Cookie" not in moderator.get("/").headers


def test_over_https_the_cookies_are_sent_over_https_alone(
    make_app: Callable[..., Flask], make_user: Callable[..., int], make_reader: Callable[[Flask], FlaskClient]
) -> None:
    app = make_app(ADDRESS="https://news.example.org")
    make_user("mo", app=app)
    answer = make_reader(app).post(SIGN_IN, data={"name": "mo", "password": PASSWORD})
    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        assert cookie.startswith("__Secure-") and "; Secure" in cookie and "; Path=/desk/" in cookie


def test_below_a_path_the_cookies_stay_below_its_desk(app: Flask, make_user, make_reader) -> None:
    make_user("mo")
    client = make_reader(app)
    answer = client.post(
        SIGN_IN, data={"name": "mo", "password": PASSWORD}, environ_overrides={"SCRIPT_NAME": "/news"}
    )
    assert answer.location == "/news/desk/"
    assert all("; Path=/news/desk/" in cookie for cookie in answer.headers.getlist("Set-Cookie"))


def test_what_is_nowhere_at_the_desk_is_told_only_to_those_who_are_signed_in(
    reader: FlaskClient, moderator: FlaskClient
) -> None:
    assert reader.get("/desk/nothing/here").location == f"{SIGN_IN}?next=/desk/nothing/here"
    assert moderator.get("/desk/nothing/here").status_code == 404


def test_whoever_is_sent_to_sign_in_comes_back_to_where_they_wanted(
    reader: FlaskClient, make_user: Callable[..., int]
) -> None:
    make_user("mo")
    page = reader.get("/desk/some/thing?status=spam", follow_redirects=True)
    assert 'name="next" value="/desk/some/thing?status=spam"' in page.text
    answer = reader.post(
        SIGN_IN,
        data={"name": "mo", "password": PASSWORD, "next": "/desk/some/thing?status=spam"},
    )
    assert answer.location == "/desk/some/thing?status=spam"


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "/\\evil.example", "https:evil.example", "/coast/ferry", "", "/desk/../x\n"]
)
def test_signing_in_leads_nowhere_but_to_the_desk(
    reader: FlaskClient, make_user: Callable[..., int], wanted: str
) -> None:
    make_user("mo")
    answer = reader.post(SIGN_IN, data={"name": "mo", "password": PASSWORD, "next": wanted})
    assert answer.location == "/desk/"


def test_what_was_sent_when_the_session_was_over_is_kept_and_sent_again(
    app: Flask, make_user: Callable[..., int], make_reader: Callable[[Flask], FlaskClient]
) -> None:
    blueprint = make_blueprint("trial", __name__)
    blueprint.add_url_rule("/trial", "take", allow(MODERATOR)(lambda: request.form["text"]), methods=["POST"])
    app.register_blueprint(blueprint)
    make_user("mo")
    reader, typed = make_reader(app), 'An answer that "took" <long>'
    page = reader.post("/desk/trial?x=1", data={"text": typed})
    assert page.status_code == 401
    assert read_fields(page.text)["kept-text"] == typed
    page = reader.post(SIGN_IN, data=read_fields(page.text) | {"name": "mo", "password": "wrong"})
    assert page.status_code == 422
    page = reader.post(SIGN_IN, data=read_fields(page.text) | {"name": "mo", "password": PASSWORD})
    assert '<form method="post" action="/desk/trial?x=1">' in page.text
    assert reader.post("/desk/trial?x=1", data=read_fields(page.text)).text == typed


def read_fields(page: str) -> dict[str, str]:
    fields = re.findall(r'<input type="hidden" name="(.*?)" value="(.*?)">', page)
    return {name: unescape(value) for name, value in fields}


def test_a_session_that_is_not_used_is_over(app: Flask, moderator: FlaskClient) -> None:
    with app.app_context(), writing() as session:
        one = session.query(SignedIn).one()
        one.seen -= timedelta(hours=12, minutes=1)
    assert moderator.get("/desk/").status_code == 303


def test_a_session_that_is_over_is_forgotten(
    app: Flask, moderator: FlaskClient, runner: FlaskCliRunner
) -> None:
    with app.app_context(), writing() as session:
        session.query(SignedIn).one().seen -= timedelta(hours=13)
    assert "forget sessions: 1 forgotten" in runner.invoke(args=["chores"]).output
    with app.app_context():
        assert reading().query(SignedIn).count() == 0


def test_use_is_noted_once_in_a_while(app: Flask, moderator: FlaskClient) -> None:
    with app.app_context(), writing() as session:
        one = session.query(SignedIn).one()
        before = one.seen = one.seen - timedelta(hours=1)
    moderator.get("/desk/")
    with app.app_context():
        after = reading().query(SignedIn).one().seen
    assert after > before + timedelta(minutes=59)
    moderator.get("/desk/")
    with app.app_context():
        assert reading().query(SignedIn).one().seen == after


def test_who_may_not_see_a_page_is_told_why_and_of_no_form(moderator: FlaskClient) -> None:
    page = moderator.get("/desk/journal").text
    assert "This needs another role than yours." in page
    assert "send the form" not in page
