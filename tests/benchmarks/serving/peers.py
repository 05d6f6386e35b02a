"""The peers that run under our own server: Flask's hello-world, a bare function, and a straightforward page."""

import pickle
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from answers import Answer
from broadsheets import Server
from posting_rate import find_port, run
from straightforward.copying import copy_site

PROGRAM = Path(__file__).with_name("serve_peer.py")
READY = "/readyz"


@contextmanager
def serve_peer(app: str, log: Path, **environment: str) -> Iterator[Server]:
    port = find_port()
    with run([sys.executable, PROGRAM, app, str(port)], port, environment, log) as process:
        yield Server(process, f"http://127.0.0.1:{port}")


@contextmanager
def serve_hello(folder: Path) -> Iterator[Server]:
    with serve_peer("hello:create_app", folder / "hello.log") as server:
        yield server


@contextmanager
def serve_bare(folder: Path, answers: Mapping[str, Answer]) -> Iterator[Server]:
    """Serve answers as they are, each under a path of its own."""
    kept = {path: (answer.status, answer.shared(), answer.body) for path, answer in answers.items()}
    kept[READY] = ("200 OK", [], b"")
    file = folder / "answers"
    file.write_bytes(pickle.dumps(kept))
    with serve_peer("bare:create_app", folder / "bare.log", ANSWERS=str(file)) as server:
        yield server


@contextmanager
def serve_straightforward(folder: Path, data: Path) -> Iterator[Server]:
    """Serve the articles and comments of a data folder of ours from the straightforward page."""
    database = folder / "straightforward.sqlite3"
    copy_site(data, database)
    app = "straightforward.app:create_app"
    with serve_peer(app, folder / "straightforward.log", DATABASE=str(database)) as server:
        yield server
