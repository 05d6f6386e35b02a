"""How many comments a second the site takes, beside Isso: each stored on disk before it is acknowledged.

Run it as `.venv/bin/python tests/benchmarks/posting_rate.py`; it takes two minutes. It fetches Isso into a temporary
folder by pip. Both servers have two worker processes and SQLite; moderation and the guards against floods are off.
"""

import json
import os
import re
import selectors
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import venv
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from html import unescape
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from broadsheet.settings import declared

PEER = ("isso==0.14.*", "gunicorn==27.*")
ROUNDS, SECONDS, WARM_UP_SECONDS = 3, 8, 2
CONNECTIONS = 16
STEADY_RATE, STEADY_SECONDS = 50, 20
PATIENCE_SECONDS = 30
STORY = """---
title: The ferry is late
author: Ada Reporter
section: Coast
published: 2021-11-01 09:00
---

The harbour is calm.
"""
GUARDS = ("COMMENTS_RATE", "COMMENTS_FORM_SECONDS", "COMMENTS_SPAM_PERCENT")  # Isso has no score of its own.
TEXT = (
    "Comment {:08}: the ferry was late again this morning, and nobody at the harbour could say why. "
    "We waited for *two hours*, in the rain, with the children."
)
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CLOSES = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)


@dataclass
class Server:
    """A server that takes comments: its process, how a comment is sent to it, and where it keeps them."""

    name: str
    process: int
    port: int
    write_request: Callable[[str], bytes]
    acknowledges: bytes
    database: Path
    query: str

    def __post_init__(self) -> None:
        self.acknowledged: set[str] = set()
        self.refused: list[bytes] = []
        self.rates: list[float] = []
        self.costs: list[float] = []


class Connection:
    """A connection that posts one comment after the other; it is made anew where the server closes it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.socket: socket.socket | None = None

    def send(self, text: str) -> None:
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.server.port), PATIENCE_SECONDS)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.text, self.answer = text, b""
        self.socket.sendall(self.server.write_request(text))

    def receive(self) -> bool:
        """Take what has come, and say whether the answer is whole; note whether it acknowledges the comment."""
        assert self.socket
        received = self.socket.recv(65_536)
        self.answer += received
        head, found, body = self.answer.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if received and not (found and length and len(body) >= int(length[1])):
            return False
        if head.startswith(self.server.acknowledges):
            self.server.acknowledged.add(self.text)
        else:
            self.server.refused.append(self.answer)
        if CLOSES.search(head) or not received:
            self.close()
        return True

    def post(self, text: str) -> None:
        self.send(text)
        while not self.receive():
            pass

    def close(self) -> None:
        if self.socket:
            self.socket.close()
            self.socket = None


def find_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def write_post(target: str, headers: dict[str, str], body: bytes) -> bytes:
    sent = {"Host": "127.0.0.1", **headers, "Content-Length": str(len(body))}
    lines = [f"POST {target} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def inherited() -> dict[str, str]:
    """Return the environment without settings: those of whoever runs this are not those that are measured."""
    return {k: v for k, v in os.environ.items() if k != "PORT" and not k.startswith("BROADSHEET_")}


@contextmanager
def run(command: list[str | Path], port: int, environment: dict[str, str], log: Path) -> Iterator[int]:
    """Start a server, wait until its port answers, and end it and its workers afterwards."""
    with log.open("w") as out:
        process = subprocess.Popen(
            command, env=inherited() | environment, stdout=out, stderr=out, cwd=log.parent
        )
    try:
        wait_for(process, port, log)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"It did not start: {command_line(process)}\n{log.read_text()}")


def command_line(process: "subprocess.Popen[bytes]") -> str:
    return " ".join(map(str, process.args))  # type: ignore[arg-type]


@contextmanager
def serve_broadsheet(folder: Path) -> Iterator[Server]:
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / "ferry.md").write_text(STORY, "utf-8")
    port = find_port()
    command: list[str | Path] = [sys.executable, "-m", "broadsheet", "serve"]
    with run(command, port, environment_for(folder, port), folder / "log") as process:
        yield posting_to(folder, port, process)


def environment_for(folder: Path, port: int) -> dict[str, str]:
    """Return the environment of a Broadsheet with two workers that shows every comment at once, as fast as they come."""
    given = {"DATA": folder, "PORT": port, "WORKERS": 2, "COMMENTS_MODERATION": "show"}
    given |= {name: 0 for name in GUARDS if name.lower() in declared()}
    return inherited() | {f"BROADSHEET_{name}": str(value) for name, value in given.items()}


def posting_to(folder: Path, port: int, process: int) -> Server:
    """Read the form of a Broadsheet that runs, and return how comments are posted to it."""
    hidden = read_hidden_fields(f"http://127.0.0.1:{port}/coast/ferry")
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}

    def write_request(text: str) -> bytes:
        form = hidden | {"name": "Ada Reader", "text": text}
        return write_post("/comments", headers, urlencode(form).encode())

    query = "SELECT text FROM broadsheet_comments WHERE status = 'approved'"
    database = folder / "broadsheet.sqlite3"
    return Server("Broadsheet", process, port, write_request, b"HTTP/1.1 303", database, query)


def read_hidden_fields(address: str) -> dict[str, str]:
    """Return every hidden field of the comment form on a page, as a browser would send it back."""
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # past any proxy of this machine
    page = straight.open(address, timeout=PATIENCE_SECONDS).read().decode()
    form = re.search(r'<form id="comment-form".*?</form>', page, re.S)
    assert form, "There is no comment form."
    inputs = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", form[0])]
    return {tag["name"]: unescape(tag.get("value", "")) for tag in inputs if tag.get("type") == "hidden"}


@contextmanager
def serve_isso(folder: Path, workers: int = 2) -> Iterator[Server]:
    folder.mkdir()
    programs = fetch_peer(folder / "environment")
    database, settings, port = folder / "isso.sqlite3", folder / "isso.cfg", find_port()
    # It looks for the site at the start only; nobody answers at port 1, and that does not matter to it.
    settings.write_text(
        f"[general]\ndbpath = {database}\nhost = http://127.0.0.1:1/\nnotify =\n"
        "[moderation]\nenabled = false\n[guard]\nenabled = false\n"
    )
    command = [
        programs / "gunicorn",
        "--preload",
        f"--workers={workers}",
        f"--bind=127.0.0.1:{port}",
        "isso.run",
    ]
    # gunicorn leaves files in the home folder.
    environment = {"ISSO_SETTINGS": str(settings), "HOME": str(folder)}
    with run(command, port, environment, folder / "log") as process:
        headers = {"Content-Type": "application/json", "Origin": "http://127.0.0.1:1"}

        def write_request(text: str) -> bytes:
            comment = {"author": "Ada Reader", "text": text, "title": "The ferry is late"}
            return write_post("/new?uri=%2Fcoast%2Fferry", headers, json.dumps(comment).encode())

        query = "SELECT text FROM comments WHERE mode = 1"
        yield Server("Isso", process, port, write_request, b"HTTP/1.1 201", database, query)


def fetch_peer(folder: Path) -> Path:
    """Install Isso into an environment of its own, and return the folder of its programs."""
    venv.create(folder, with_pip=True)
    pip = [folder / "bin" / "python", "-m", "pip", "--quiet", "--disable-pip-version-check"]
    try:
        subprocess.run([*pip, "install", *PEER], check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as error:
        sys.exit(f"{PEER[0]} could not be fetched: {error.stderr}")
    return folder / "bin"


def read_processor_time(process: int) -> float:
    """Return the processor time, in seconds, of a process and all below it, those that have ended included."""
    parents, times = {}, {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            values = file.read_text().rpartition(")")[2].split()
        except OSError:  # It has ended meanwhile.
            continue
        number = int(file.parent.name)
        parents[number] = int(values[1])
        times[number] = sum(map(int, values[11:15]))
    family = {process}
    while below := {child for child, parent in parents.items() if parent in family} - family:
        family |= below
    return sum(times[member] for member in family) / os.sysconf("SC_CLK_TCK")


def open_thread(server: Server, numbers: Iterator[int]) -> None:
    """Post the first comment alone: where several are first at once, Isso refuses all but one."""
    with closing(Connection(server)) as connection:
        connection.post(TEXT.format(next(numbers)))
    if server.refused:
        sys.exit(f"{server.name} refused the first comment: {server.refused[0].decode()}")


def post_for(server: Server, seconds: float, numbers: Iterator[int]) -> None:
    """Post from all connections, from each as soon as its last comment is acknowledged; note the rate and its cost."""
    before, used, begin = len(server.acknowledged), read_processor_time(server.process), time.monotonic()
    with selectors.DefaultSelector() as selector, ExitStack() as stack:

        def send(connection: Connection) -> None:
            connection.send(TEXT.format(next(numbers)))
            assert connection.socket
            if connection.socket not in selector.get_map():
                selector.register(connection.socket, selectors.EVENT_READ, connection)

        for _ in range(CONNECTIONS):
            connection = Connection(server)
            stack.callback(connection.close)
            send(connection)
        while selector.get_map():
            ready = selector.select(PATIENCE_SECONDS)
            assert ready, f"{server.name} no longer answers."
            for key, _ in ready:
                if key.data.receive():
                    if key.data.socket is None or time.monotonic() - begin > seconds:
                        selector.unregister(key.fileobj)
                    if time.monotonic() - begin <= seconds:
                        send(key.data)
    posts, took = len(server.acknowledged) - before, time.monotonic() - begin
    server.rates.append(posts / took)
    server.costs.append((read_processor_time(server.process) - used) / posts * 1e3)


def post_steadily(server: Server, numbers: Iterator[int]) -> list[float]:
    """Post at a steady rate, whether or not earlier comments are acknowledged; return how late each was, in ms."""
    begin = time.monotonic() + 0.5
    took: list[float] = []
    turns = iter(range(STEADY_RATE * STEADY_SECONDS))

    def post_in_turn() -> None:
        with closing(Connection(server)) as connection:
            for turn in turns:
                due = begin + turn / STEADY_RATE
                time.sleep(max(0, due - time.monotonic()))
                connection.post(TEXT.format(next(numbers)))
                took.append((time.monotonic() - due) * 1e3)

    # As many as are due in a second: only after a second without answers would one be sent late.
    senders = [threading.Thread(target=post_in_turn) for _ in range(STEADY_RATE)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len(took) == STEADY_RATE * STEADY_SECONDS, f"{server.name} has not answered every comment."
    return took


def check_stored(server: Server) -> None:
    """Every acknowledged comment must be in the database, once."""
    with closing(sqlite3.connect(server.database)) as connection:
        stored = [text for (text,) in connection.execute(server.query)]
    summary = f"{server.name}: {len(server.acknowledged):,} acknowledged, {len(stored):,} stored"
    if sorted(server.acknowledged) != sorted(stored):
        sys.exit(f"{summary}; {len(server.acknowledged - set(stored))} acknowledged comments are missing.")
    print(f"{summary}, the same ones, each once; {len(server.refused)} answered with an error.")


def main() -> None:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder, numbers = Path(name), count()
        ours = stack.enter_context(serve_broadsheet(folder / "broadsheet"))
        peer = stack.enter_context(serve_isso(folder / "isso"))
        for server in (ours, peer):
            open_thread(server, numbers)
            post_for(server, WARM_UP_SECONDS, numbers)
            server.rates.clear()
            server.costs.clear()
        for _ in range(ROUNDS):
            for server in (ours, peer):
                post_for(server, SECONDS, numbers)
        late = quantiles(post_steadily(ours, numbers), n=100, method="inclusive")
        print(f"{ROUNDS} rounds of {SECONDS} s each, {CONNECTIONS} connections; medians (all rounds)")
        print(f"{'':<12}{'comments a second':>24}{'processor time for each':>36}")
        for server in (ours, peer):
            rates, costs = (
                f"{median(found):,.{digits}f}{unit} ({', '.join(f'{value:,.{digits}f}' for value in found)})"
                for found, digits, unit in ((server.rates, 0, ""), (server.costs, 2, " ms"))
            )
            print(f"{server.name:<12}{rates:>24}{costs:>36}")
        rate, cost = median(ours.rates) / median(peer.rates), median(ours.costs) / median(peer.costs)
        print(f"{'ratio':<12}{rate:>24.2f}{cost:>36.2f}")
        print(
            f"Broadsheet at a steady {STEADY_RATE} comments a second for {STEADY_SECONDS} s: "
            + ", ".join(f"{percent} % within {late[percent - 1]:.1f} ms" for percent in (50, 95, 99))
        )
        for server in (ours, peer):
            check_stored(server)


if __name__ == "__main__":
    main()
