"""What a server process runs: the app, for as long as the process that started it lives."""

import multiprocessing
import os
import signal
import threading
from datetime import date

from flask import Flask

from . import create_app
from .comments.posting.markdown import render_comment
from .dates import show_date
from .languages import translator


def create_worker() -> Flask:
    """Make the app, in a process that ends when a signal says so or its parent is gone."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(
            number, signal.SIG_DFL
        )  # Until the server hears them: a fork inherits what its parent does then.
    end_with_parent()
    return create_app()


def read_ahead(language: str) -> None:
    """Read what the first page and the first comment need, once for all the workers that are forked from this process."""
    translator(language)
    show_date(date(2000, 1, 1), language)
    render_comment("")


def end_with_parent() -> threading.Thread:
    """End this process when its parent is gone, however it went.

    Otherwise a parent that was killed would leave processes behind that hold the port and follow a folder.
    """
    thread = threading.Thread(target=_wait_for_parent, daemon=True, name="end-with-parent")
    thread.start()
    return thread


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
