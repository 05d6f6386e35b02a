"""The server: granian in front, our app in its worker processes."""

import gc
import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from multiprocessing.process import BaseProcess

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from ..settings import Settings
from . import slow_senders

LOG = logging.getLogger(__name__)
# For each worker. Python runs one at a time, and more make all slower; two are left when the others wait for slow senders.
THREADS = slow_senders.MOST + 2
PATIENCE_SECONDS = 60


def fork_processes() -> None:
    """Have the processes of a server forked from this one, which must have no thread and no database open by then.

    So all that it has imported is imported, and held in memory, once for all of them.
    """
    multiprocessing.set_start_method("fork" if sys.platform == "linux" else "spawn", force=True)
    gc.freeze()  # The collector would write to what they share, and so make it each one's own.


def serve(app: str, settings: Settings, caretaker: BaseProcess | None = None) -> None:
    """Serve `app` ("module:factory") until a signal ends it, or the process beside it, if there is one, has ended."""
    server = Granian(
        app,
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.error,
    )
    if caretaker:
        server.on_startup(threading.Thread(target=_end_with, args=(caretaker,), daemon=True).start)
    server.serve()


def check_port(settings: Settings) -> None:
    """Raise `OSError` if nobody can listen there; granian itself would quietly share a port with another."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    socket.create_server((settings.host, settings.port), family=family).close()


def address_of(settings: Settings) -> str:
    """Return the address under which this machine reaches the server."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def wait_until_ready(settings: Settings, when_ready: Callable[[str], None]) -> None:
    """Call `when_ready` with the server's address as soon as a request is answered."""
    address = address_of(settings)
    deadline = time.monotonic() + PATIENCE_SECONDS
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # past any proxy of this machine
    while time.monotonic() < deadline:
        try:
            with straight.open(f"{address}/readyz", timeout=5):
                when_ready(address)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    LOG.warning("%s has not answered for %d seconds; look for the reason above.", address, PATIENCE_SECONDS)


def _end_with(caretaker: BaseProcess) -> None:
    caretaker.join()
    os.kill(os.getpid(), signal.SIGTERM)
