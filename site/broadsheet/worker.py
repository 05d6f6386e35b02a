"""What a server process runs: the app, for as long as the process that started it lives."""

import ctypes
import multiprocessing
import os
import signal
import threading
from contextlib import suppress
from datetime import date

from flask import Flask

from . import create_app
from .comments.posting.markdown import render_comment
from .dates import show_date
from .languages import translator

M_ARENA_MAX = -8  # malloc.h of the GNU C library; see mallopt(3).


def create_worker() -> Flask:
    """Make the app, in a process that ends when a signal says so or its parent is gone."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(
            number, signal.SIG_DFL
        )  # Until the server hears them: a fork inherits what its parent does then.
    share_heap()
    end_with_parent()
    return create_app()


def share_heap() -> None:
    """Have all threads take memory from one heap, as Python runs one at a time; each would keep what it once needed."""
    with suppress(AttributeError):  # Another C library.
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


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
