import logging
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask, current_app

from broadsheet import chores
from broadsheet.chores import FAILED, add_chore, keep_doing, run_chores


@pytest.fixture
def work() -> Iterator[Callable[[Flask], None]]:
    """Do the chores in a thread that ends with the test."""
    stop, threads = threading.Event(), []

    def begin(app: Flask) -> None:
        thread = threading.Thread(target=keep_doing, args=(app, stop))
        thread.start()
        threads.append(thread)

    yield begin
    stop.set()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()


def fail() -> str:
    raise RuntimeError("the power went")


def test_each_chore_is_done_in_the_app() -> None:
    app = Flask("somebody")
    add_chore(app, "name", 60, lambda: current_app.name)
    add_chore(app, "nothing", 60, lambda: "")
    assert run_chores(app) == [("name", "somebody"), ("nothing", "")]


def test_a_chore_that_fails_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    app = Flask("somebody")
    add_chore(app, "broken", 60, fail)
    add_chore(app, "whole", 60, lambda: "done")
    with caplog.at_level(logging.ERROR):
        assert run_chores(app) == [("broken", FAILED), ("whole", "done")]
    assert "the power went" in caplog.text


def test_a_chore_of_a_known_name_takes_its_place() -> None:
    app = Flask("somebody")
    for word in ("first", "second"):
        add_chore(app, "one", 60, lambda word=word: word)
    assert run_chores(app) == [("one", "second")]


@pytest.mark.parametrize("seconds", [0, -1])
def test_a_chore_needs_time_between_its_turns(seconds: int) -> None:
    with pytest.raises(ValueError, match="between its turns"):
        add_chore(Flask("somebody"), "restless", seconds, lambda: "")


def test_a_server_does_them_again_and_again_whatever_fails(
    work: Callable[[Flask], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chores, "SECONDS_BETWEEN_LOOKS", 0.001)
    app, turns, thrice = Flask("somebody"), [], threading.Event()

    def count() -> str:
        turns.append("often")
        if turns.count("often") == 3:
            thrice.set()
        return ""

    add_chore(app, "broken", 0.001, fail)
    add_chore(app, "often", 0.001, count)
    add_chore(app, "rarely", 3_600, lambda: turns.append("rarely") or "")
    app.logger.disabled = True
    work(app)
    assert thrice.wait(30)
    assert turns.count("rarely") == 1


def test_the_command_says_what_was_done_and_what_failed() -> None:
    app = Flask("somebody")
    add_chore(app, "whole", 60, lambda: "3 done")
    add_chore(app, "idle", 60, lambda: "")
    result = app.test_cli_runner().invoke(args=["chores"])
    assert (result.exit_code, result.output) == (0, "whole: 3 done\nidle: nothing to do\n")
    app.logger.disabled = True
    add_chore(app, "broken", 60, fail)
    result = app.test_cli_runner().invoke(args=["chores"])
    assert (result.exit_code, "1 of 3 failed: broken." in result.output) == (1, True)
