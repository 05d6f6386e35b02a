"""The caretaker: the process of a running server that opens the site, follows its folder and does the chores.

Whatever may fail at a start fails here, before there are workers, and ends the command.
"""

import multiprocessing
import signal
import sys
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING

import click
from flask import Flask, current_app

from . import create_app
from .articles.queries import is_empty
from .chores import start_chores
from .delivery import server
from .demo import let_read, open_demo
from .failures import told_plainly
from .settings import Settings, settings_of
from .storage import check_writable, reading
from .worker import end_with_parent, read_ahead

if TYPE_CHECKING:
    from .articles.publishing import Report


def start_caretaker(settings: Settings, demo: bool) -> BaseProcess:
    """Start it, and return when there is something to serve; where it fails it says why, and we end as it did."""
    ready, tell_ready = multiprocessing.Pipe(duplex=False)
    caretaker = multiprocessing.Process(
        target=take_care, args=(demo, tell_ready), name="caretaker", daemon=True
    )
    caretaker.start()
    tell_ready.close()
    read_ahead(settings.language)  # Meanwhile.
    try:
        ready.recv()
    except EOFError:
        caretaker.join()
        sys.exit(caretaker.exitcode or 1)
    return caretaker


def take_care(demo: bool, ready: Connection) -> None:
    """Be the caretaker, for as long as the process that started it lives."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # A terminal interrupts us too; our parent decides.
    parent = end_with_parent()
    with told_plainly():
        app, tell = create_app(), Teller()
        with app.app_context():
            open_site(demo, tell)
        ready.send(True)
        server.wait_until_ready(settings_of(app), announce)
        follow(app, tell)
    parent.join()


def follow(app: Flask, tell: "Teller") -> None:
    """Publish what changed in the folder, and what will, and do the chores."""
    from .articles.publishing.watching import start_watching

    start_watching(app, tell)
    start_chores(app)


def open_site(demo: bool, tell: "Teller") -> None:
    """See to it that there is something to serve: what was published before, else the demo, if wanted, and the folder."""
    check_writable()
    opened = demo and open_demo()
    if opened:
        click.echo("Opened the demo newsroom.")
    settings_of(current_app).content_folder.mkdir(parents=True, exist_ok=True)
    if is_empty(reading()):  # Else what is there is served at once, and the folder looked through beside it.
        publish_first(tell)
    if opened:
        let_read()


def publish_first(tell: "Teller") -> None:
    """Publish the folder while somebody waits."""
    from .articles.publishing import publish_folder

    with click.progressbar(
        length=1, label="Publishing", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        report = publish_folder(show)
    tell(report)


def announce(address: str) -> None:
    click.echo(f"Serving on {address}")
    sys.stdout.flush()


class Teller:
    """Says what each publishing did; a problem is told, on standard error, when it is new."""

    def __init__(self) -> None:
        self.told: set[str] = set()

    def __call__(self, report: "Report") -> None:
        for word in ("published", "changed", "removed"):
            names = getattr(report, word)
            if names:
                shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
                click.echo(f"{word.capitalize()} {len(names)}: {shown}")
        problems = {
            f"{'Not published' if problem.fatal else 'Published with a remark'}: {problem}": None
            for problem in report.problems
        }
        for problem in problems:
            if problem not in self.told:
                click.echo(problem, err=True)
        self.told = set(problems)
        sys.stdout.flush()
