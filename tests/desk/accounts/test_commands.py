"""Accounts on the command line."""

from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import select

from broadsheet.desk.accounts.models import User
from broadsheet.desk.journal.models import Entry
from broadsheet.desk.roles import EDITOR, OWNER
from broadsheet.storage import reading, writing

PASSWORD = "seven grey herons"


@pytest.fixture
def run(runner: FlaskCliRunner) -> Callable[..., Result]:
    """Run `broadsheet user ...`; what is typed follows as `typed`."""
    return lambda *args, typed=PASSWORD: runner.invoke(args=["user", *args], input=f"{typed}\n")


def list_acts(app: Flask) -> list[tuple[object, ...]]:
    with app.app_context():
        entries = reading().scalars(select(Entry).order_by(Entry.id))
        return [(entry.who, entry.act, entry.subject, entry.before, entry.after) for entry in entries]


def test_the_first_account_is_an_owners_and_later_ones_are_moderators(
    app: Flask, run: Callable[..., Result], sign_in: Callable[..., FlaskClient]
) -> None:
    assert (
        run("add", "Olga", "--shown-name", " Olga  Prints ").output
        == "olga may sign in at /desk/ now, as owner.\n"
    )
    assert run("add", "mo").output == "mo may sign in at /desk/ now, as moderator.\n"
    assert run("add", "edda", "--role", "editor").output == "edda may sign in at /desk/ now, as editor.\n"
    assert "Olga Prints" in sign_in("olga").get("/desk/").text
    lines = run("list").output.splitlines()
    assert [line.split()[:2] for line in lines[:-1]] == [
        ["edda", "editor"],
        ["mo", "moderator"],
        ["olga", "owner"],
    ]
    assert "1 signed in" in lines[2]
    assert list_acts(app)[0] == (
        "(command line)",
        "add",
        "olga",
        None,
        {"role": "owner", "second_factor": False, "passkeys": 0},
    )


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("o", PASSWORD, "2 to 40 small letters"),
        ("olga prints", PASSWORD, "2 to 40 small letters"),
        ("../olga", PASSWORD, "2 to 40 small letters"),
        ("mo", PASSWORD, "an account mo already"),
        ("olga", "short", "12 to 200 characters"),
        ("olga", "", "12 to 200 characters"),
        ("olga", "password1234", "guessed first"),
    ],
)
def test_what_cannot_be_an_account_is_told(
    app: Flask, run: Callable[..., Result], make_user: Callable[..., int], name: str, typed: str, said: str
) -> None:
    make_user("mo")
    result = run("add", name, typed=typed)
    assert (result.exit_code, said in result.output) == (1, True)
    assert list_acts(app) == []


def test_a_new_password_signs_everybody_out(
    app: Flask, run: Callable[..., Result], moderator: FlaskClient, sign_in: Callable[..., FlaskClient]
) -> None:
    assert run("password", "mo", typed="nine white swans").exit_code == 0
    assert moderator.get("/desk/").status_code == 303
    sign_in("mo", "nine white swans")
    assert run("password", "mo", typed="weak").exit_code == 1
    assert [act[1] for act in list_acts(app)] == ["password"]


def test_a_role_is_changed(app: Flask, run: Callable[..., Result], moderator: FlaskClient) -> None:
    assert run("role", "mo", "editor").output == "mo is editor now.\n"
    assert run("role", "mo", "emperor").exit_code == 2
    ((*_, before, after),) = list_acts(app)
    assert ((before or {})["role"], (after or {})["role"]) == ("moderator", "editor")


def test_the_only_owner_stays_one(
    app: Flask, run: Callable[..., Result], make_user: Callable[..., int]
) -> None:
    make_user("olga", OWNER)
    make_user("edda", EDITOR)
    for command in (("role", "olga", "editor"), ("remove", "olga")):
        result = run(*command)
        assert (result.exit_code, "the only owner" in result.output) == (1, True)
    assert run("role", "edda", "owner").exit_code == 0
    assert run("remove", "olga").exit_code == 0
    assert run("remove", "edda").exit_code == 1


def test_two_owners_who_leave_at_once_leave_one(
    app: Flask, make_user: Callable[..., int], together: Callable[..., None]
) -> None:
    make_user("olga", OWNER)
    make_user("oona", OWNER)
    names = ["olga", "oona"]
    codes: list[int] = []
    together(
        lambda: codes.append(app.test_cli_runner().invoke(args=["user", "remove", names.pop()]).exit_code),
        people=2,
    )
    assert sorted(codes) == [0, 1]


def test_a_lost_phone_is_forgotten(
    app: Flask, run: Callable[..., Result], make_user: Callable[..., int]
) -> None:
    id = make_user("mo")
    with app.app_context(), writing() as session:
        session.get_one(User, id).code_salt = "a" * 32
    assert "with second factor" in run("list").output
    assert run("forget-factor", "mo").exit_code == 0
    assert "password alone" in run("list").output


def test_an_account_is_signed_out_everywhere(run: Callable[..., Result], moderator: FlaskClient) -> None:
    assert run("sign-out", "mo").exit_code == 0
    assert moderator.get("/desk/").status_code == 303


@pytest.mark.parametrize("command", [["password"], ["remove"], ["forget-factor"], ["sign-out"], ["role"]])
def test_an_account_that_is_not_there_is_told(
    app: Flask, run: Callable[..., Result], command: list[str]
) -> None:
    result = run(*command, "nobody", *(["owner"] if command == ["role"] else []))
    assert (result.exit_code, "There is no account nobody" in result.output) == (1, True)
    assert list_acts(app) == []
