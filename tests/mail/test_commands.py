from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

Put = Callable[..., int]


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["mail", *arguments])
    return result.exit_code, result.output


def test_the_list_shows_what_waits_and_why_without_what_it_says(
    app: Flask, server: Any, put: Put, post: Any
) -> None:
    assert run(app, "list") == (0, "0 waiting, 0 given up. Times are UTC.\n")
    post.answers = {"gone@example.org": "550 No such user", "full@example.org": "450 Full"}
    for name in ("gone", "full"):
        put(f"{name}@example.org", subject="Private", text="Secret\n")
    assert run(app, "send") == (0, "1 to be tried again, 1 given up.\n")
    status, output = run(app, "list")
    for part in (
        "gone@example.org  1 failed, given up\n    (550 No such user)",
        "full@example.org  1 failed, next",
    ):
        assert part in output
    assert (status, "1 waiting, 1 given up." in output) == (0, True)
    assert "Private" not in output
    assert "Secret" not in output


def test_what_was_given_up_can_be_sent_again(app: Flask, server: Any, put: Put, post: Any) -> None:
    post.answers = {"gone@example.org": "550 No such user"}
    put("gone@example.org")
    run(app, "send")
    post.answers = {}
    assert run(app, "send") == (0, "Nothing is due.\n")
    assert run(app, "retry") == (0, "1 due again.\n")
    assert run(app, "send") == (0, "1 sent.\n")
    assert post.recipients == ["gone@example.org"]


def test_a_test_mail_is_sent_at_once(app: Flask, server: Any, post: Any) -> None:
    status, output = run(app, "test", "ada@example.org")
    assert (status, post.recipients) == (0, ["ada@example.org"])
    assert output.startswith("127.0.0.1 took a mail from Our News <news@example.org> to ada@example.org.")
    assert "0 waiting" in run(app, "list")[1]


def test_a_test_mail_that_is_refused_says_so(app: Flask, stopped_server: Any, post: Any) -> None:
    status, output = run(app, "test", "ada@example.org")
    assert (status, f"No connection to 127.0.0.1, port {stopped_server.port}" in output) == (1, True)
    stopped_server.start()
    post.answers = {"ada@example.org": "550 No such user"}
    status, output = run(app, "test", "ada@example.org")
    assert (status, "550 No such user" in output) == (1, True)
    assert run(app, "test", "ada")[0] == 2


@pytest.mark.parametrize("command", [["send"], ["test", "ada@example.org"]])
def test_without_a_mail_server_the_setting_is_named(
    make_app: Callable[..., Flask], command: list[str]
) -> None:
    runner: FlaskCliRunner = make_app().test_cli_runner()
    result = runner.invoke(args=["mail", *command])
    assert (result.exit_code, "mail_server is empty" in result.output) == (1, True)


def test_the_chore_sends(app: Flask, server: Any, put: Put, post: Any) -> None:
    put()
    result = app.test_cli_runner().invoke(args=["chores"])
    assert "mail: 1 sent\n" in result.output
    assert "forget mails: nothing to do\n" in result.output
    assert post.recipients == ["ada@example.org"]


def test_without_a_mail_server_no_chore_sends(make_app: Callable[..., Flask]) -> None:
    result = make_app().test_cli_runner().invoke(args=["chores"])
    assert (result.exit_code, "\nmail:" in f"\n{result.output}") == (0, False)
