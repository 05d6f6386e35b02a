"""Chores: regular work that no request does, such as sending mails. A room adds its own when it is wired.

A running server does them in one thread of its caretaker; where another server serves the app, a timer runs
`broadsheet chores`. On several nodes each does all of them, perhaps at the same moment, so a chore must be safe then: it
claims its work in the database, or does what may be done twice.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

SECONDS_BETWEEN_LOOKS = 1
FAILED = "It failed; the log says why."


@dataclass(frozen=True)
class Chore:
    name: str
    seconds: float
    act: Callable[[], str]


def add_chore(app: Flask, name: str, seconds: float, act: Callable[[], str]) -> None:
    """Have `act` called every so many seconds, inside an app context; a name that is there already is replaced.

    `act` returns in a few words what it did, or "" when there was nothing to do. It must be safe on several nodes at once.
    """
    if not seconds > 0:
        raise ValueError(f"The chore {name} needs some time between its turns, not {seconds} seconds.")
    chores_of(app)[name] = Chore(name, seconds, act)
    app.cli.add_command(chores)


def chores_of(app: Flask) -> dict[str, Chore]:
    found: dict[str, Chore] = app.extensions.setdefault("broadsheet.chores", {})
    return found


def run_chores(app: Flask) -> list[tuple[str, str]]:
    """Do each chore once, and return (name, what it did); that is `FAILED` for one that raised, which is in the log.

    The rarest come first, as what they do may be work for the others, such as a mail to send.
    """
    in_order = sorted(chores_of(app).values(), key=lambda chore: -chore.seconds)
    return [(chore.name, _do(app, chore)) for chore in in_order]


def start_chores(app: Flask) -> None:
    """Do the chores in a thread of this process, which ends with it: each now, and again when its seconds have passed."""
    arguments = (app, threading.Event())
    threading.Thread(target=keep_doing, args=arguments, daemon=True, name="chores").start()


def keep_doing(app: Flask, stop: threading.Event) -> None:
    """Do each chore at once, since a server may be started more often than a chore has its turn, and then in its time."""
    next_turn: dict[str, float] = {}
    while not stop.is_set():
        for chore in list(chores_of(app).values()):
            if time.monotonic() >= next_turn.get(chore.name, 0):
                _do(app, chore)
                next_turn[chore.name] = time.monotonic() + chore.seconds
        stop.wait(SECONDS_BETWEEN_LOOKS)


def _do(app: Flask, chore: Chore) -> str:
    try:
        with app.app_context():
            done = chore.act()
    except Exception:  # Such as a database that is locked: the others, and its next turn, must still come.
        app.logger.exception("The chore %s failed; it is tried again at its next turn.", chore.name)
        return FAILED
    if done:
        app.logger.info("%s: %s", chore.name, done)
    return done


@click.command("chores")
@with_appcontext
def chores() -> None:
    """Do now what a running server does now and then; for a timer, where another server serves the app."""
    found = run_chores(current_app._get_current_object())  # type: ignore[attr-defined]
    for name, done in found:
        click.echo(f"{name}: {done or 'nothing to do'}")
    failed = [name for name, done in found if done == FAILED]
    if failed:
        raise click.ClickException(
            f"{len(failed)} of {len(found)} failed: {', '.join(failed)}. The log says why."
        )
