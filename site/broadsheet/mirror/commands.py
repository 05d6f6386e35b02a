"""The mirror on the command line: `broadsheet mirror`."""

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import click
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from ..delivery.showings import count_nothing
from ..settings import settings_of
from .alone import Busy, alone_in, watched
from .mirror import Mirror
from .shapes import Unmirrored

SECONDS_BETWEEN_LOOKS = 0.05
SECONDS_BETWEEN_STORINGS = 60
SECONDS_BETWEEN_TRIES = 1
OTHERS_MAY_READ = 0o022


def mirror_site(app: Flask, folder: Path, once: bool) -> None:
    """Write all pages; then keep them fresh until a signal comes, unless it is for `once`."""
    if not settings_of(app).address:
        raise click.ClickException(
            "A mirror needs the setting `address`: the pages name their own address, and nobody asks for them whose "
            'request could tell it. Set address = "https://news.example.org", or whatever it is.'
        )
    os.umask(OTHERS_MAY_READ)
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    count_nothing(app)
    try:
        with alone_in(folder) as lock:
            mirror = Mirror(app, folder)
            if once:
                write_all(mirror)
            else:
                with watched(folder, lock):
                    keep_fresh(mirror)
    except Busy:
        raise click.ClickException(
            f"Another mirror writes to {folder}. End it, or name another folder."
        ) from None
    except Unmirrored as error:
        raise click.ClickException(str(error)) from error


def write_all(mirror: Mirror) -> None:
    mirror.begin()
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=1, label="Mirroring", file=sys.stderr, hidden=hidden) as bar:
        while mirror.waiting:
            mirror.make_next()
            mirror.look()
            bar.length = bar.pos + 1 + len(mirror.waiting)
            bar.update(1)
    mirror.files.clear()
    mirror.versions.store()
    shown = sum(page.is_shown for page in mirror.pages.values())
    click.echo(f"Mirrored {shown} pages in {mirror.folder}.")
    sys.stdout.flush()


def keep_fresh(mirror: Mirror) -> None:
    """Do so until a signal comes; then the files are hidden, as nobody keeps them fresh."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)
    try:
        write_all(mirror)
        stored = time.monotonic()
        while True:
            _follow(mirror)
            if time.monotonic() - stored > SECONDS_BETWEEN_STORINGS:
                mirror.versions.store()
                stored = time.monotonic()
    finally:
        mirror.files.hide_all()
        mirror.versions.store()


def _follow(mirror: Mirror) -> None:
    """Hide what is not so any more, and make one page anew; while the database does not answer, all stays as it is."""
    try:
        mirror.look()
        if mirror.waiting:
            mirror.make_next()
        else:
            time.sleep(SECONDS_BETWEEN_LOOKS)
    except SQLAlchemyError:
        mirror.app.logger.exception("The database cannot be asked what changed; trying again.")
        time.sleep(SECONDS_BETWEEN_TRIES)


def _end(_number: int, _frame: Any) -> None:
    sys.exit(0)
