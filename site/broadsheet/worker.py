"""What a server process runs: the app, for as long as the process that started it lives."""

import multiprocessing
import os
import threading

from flask import Flask

from . import create_app


def create_worker() -> Flask:
    """Make the app, and end this process when its parent is gone, however it went.

    Otherwise a parent that was killed would leave workers behind that hold the port and follow no folder.
    """
    threading.Thread(target=_end_with_parent, daemon=True, name="end-with-parent").start()
    return create_app()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
