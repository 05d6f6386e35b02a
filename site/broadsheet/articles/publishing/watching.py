"""Follow the folder of articles while the site is served."""

import threading
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from watchfiles import Change, watch

from ...settings import settings_of
from .publish import publish_folder
from .report import Report

SECONDS_BETWEEN_TRIES = 1


def watch_folder(app: Flask, tell: Callable[[Report], None], stop: threading.Event) -> None:
    """Publish the folder each time that something in it changes, until `stop` is set."""
    folder: Path = settings_of(app).content_folder
    was_there = True
    while not stop.is_set():
        try:
            if folder.is_dir():
                was_there = True
                _publish(app, tell)  # What was saved before the watch began.
                _follow(app, folder, tell, stop)
            elif was_there:
                was_there = False
                _publish(app, tell)  # Which tells that it is gone.
        except Exception:  # Such as a file whose name cannot be read: the next change must still be seen.
            app.logger.exception("The folder could not be watched; trying again.")
        stop.wait(SECONDS_BETWEEN_TRIES)


def _follow(app: Flask, folder: Path, tell: Callable[[Report], None], stop: threading.Event) -> None:
    """Publish at each change, until what is watched is gone; another folder may have its name by then."""
    for changes in watch(folder.absolute(), stop_event=stop, raise_interrupt=False):
        _publish(app, tell)
        if not folder.is_dir() or (Change.deleted, str(folder.absolute())) in changes:
            break


def _publish(app: Flask, tell: Callable[[Report], None]) -> None:
    with app.app_context():
        try:
            tell(publish_folder())
        except Exception:  # Such as a database that is locked: the next change tries again.
            app.logger.exception("The folder could not be published; the next change tries again.")


def start_watching(app: Flask, tell: Callable[[Report], None]) -> None:
    """Follow the folder in a thread of this process, which ends with it."""
    arguments = (app, tell, threading.Event())
    threading.Thread(target=watch_folder, args=arguments, daemon=True, name="watch-articles").start()
