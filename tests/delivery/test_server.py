"""The real server, as `broadsheet serve` starts it."""

import os
import select
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from ports import reserved_port

PATIENCE = 30


def get(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=10) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., tuple[subprocess.Popen[str], str]]]:
    """Start a server, wait until it says where it serves, and answer the process and the address."""
    started: list[subprocess.Popen[str]] = []
    ports = ExitStack()

    def run(*arguments: str) -> tuple[subprocess.Popen[str], str]:
        port = str(ports.enter_context(reserved_port()))
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name("broadsheet")), "serve", *arguments],
            cwd=tmp_path,
            env={**os.environ, "PORT": port},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        said = []
        assert process.stdout
        for line in process.stdout:
            said.append(line)
            if line.startswith("Serving "):
                address = line.split(" on ")[1].strip()
                assert address == f"http://127.0.0.1:{port}"
                return process, address
        raise AssertionError("".join(said))

    yield run
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)
        assert process.stdout
        process.stdout.close()
    ports.close()


def test_it_serves_a_folder_and_follows_it(
    start: Callable[..., tuple[subprocess.Popen[str], str]], write_story: Callable[..., Path], content: Path
) -> None:
    write_story("ferry", "The ferry is late")
    process, address = start("--content", str(content))
    assert "The ferry is late" in get(f"{address}/coast/ferry")[1]
    write_story("ferry", "The ferry is early")
    (content / "broken.md").write_text("nothing")
    deadline = time.monotonic() + PATIENCE
    while "The ferry is early" not in get(f"{address}/coast/ferry")[1]:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert process.stdout
    for line in process.stdout:
        if "broken.md, line 1" in line:
            break


def test_what_was_published_is_served_while_the_folder_is_looked_through(
    start: Callable[..., tuple[subprocess.Popen[str], str]],
    story: str,
    content: Path,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BROADSHEET_DATABASE", database)  # Where the story was published.
    os.mkfifo(content / "endless.md")  # Whoever reads it waits for ever.
    _process, address = start("--content", str(content))
    assert "The ferry is late" in get(f"{address}{story}")[1]


def test_a_polite_signal_ends_it_well(start: Callable[..., tuple[subprocess.Popen[str], str]]) -> None:
    process, address = start()
    assert get(f"{address}/healthz") == (200, "ok\n")
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0


def test_a_killed_server_has_lost_no_acknowledged_choice(
    start: Callable[..., tuple[subprocess.Popen[str], str]],
) -> None:
    process, address = start()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    request = urllib.request.Request(
        f"{address}/privacy/choices", data=b"decision=accept", headers={"Sec-Fetch-Site": "same-origin"}
    )
    with opener.open(request) as answer:
        assert "Your receipt is" in answer.read().decode()
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)
    _, again = start()
    # The cookie is bound to the host, not the port, so it is sent to the new server too.
    with opener.open(f"{again}/privacy/choices") as page:
        assert "Your receipt is" in page.read().decode()


def test_a_port_in_use_is_a_plain_sentence(start: Callable[..., tuple[subprocess.Popen[str], str]]) -> None:
    _, address = start()
    port = address.rsplit(":", 1)[1]
    command = [str(Path(sys.executable).with_name("broadsheet")), "serve", "--port", port]
    result = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert result.returncode == 1
    assert f"port {port}" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_interrupt_at_the_terminal_ends_it_well(
    start: Callable[..., tuple[subprocess.Popen[str], str]],
) -> None:
    process, _ = start()
    os.killpg(process.pid, signal.SIGINT)  # A terminal sends it to all processes.
    assert process.wait(PATIENCE) == 0
    assert process.stdout
    assert "Traceback" not in process.stdout.read()


def list_children(process: int) -> list[int]:
    """Return the processes that one has forked, the first first."""
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def test_what_the_workers_are_forked_from_has_no_database_open(
    start: Callable[..., tuple[subprocess.Popen[str], str]],
) -> None:
    process, address = start()
    assert get(f"{address}/healthz") == (200, "ok\n")
    caretaker, *workers = list_children(process.pid)
    assert workers
    for child in (caretaker, *workers):
        assert any("sqlite" in name for name in list_open_files(child))
    assert not any("sqlite" in name for name in list_open_files(process.pid))


def list_open_files(process: int) -> list[str]:
    return [str(file.readlink()) for file in Path(f"/proc/{process}/fd").iterdir()]


def test_a_worker_that_died_is_replaced(
    start: Callable[..., tuple[subprocess.Popen[str], str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROADSHEET_WORKERS", "1")
    process, address = start()
    caretaker, worker = list_children(process.pid)
    os.kill(worker, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while set(list_children(process.pid)) <= {caretaker, worker} or not answers(address):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0


def answers(address: str) -> bool:
    try:
        return get(f"{address}/readyz")[0] == 200
    except OSError:
        return False


def test_without_its_caretaker_a_server_ends_and_says_so(
    start: Callable[..., tuple[subprocess.Popen[str], str]],
) -> None:
    process, _ = start()
    os.kill(list_children(process.pid)[0], signal.SIGKILL)
    assert process.wait(PATIENCE) == 1
    assert process.stdout
    assert "does the chores has ended" in process.stdout.read()


def test_workers_end_with_the_process_that_started_them(
    start: Callable[..., tuple[subprocess.Popen[str], str]],
) -> None:
    process, address = start()
    process.kill()
    process.wait(PATIENCE)
    port = int(address.rsplit(":", 1)[1])
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_server(("127.0.0.1", port)).close()
            break
        except OSError:
            assert time.monotonic() < deadline, "a worker still holds the port"
            time.sleep(0.1)


def test_slow_senders_do_not_stop_the_site(start: Callable[..., tuple[subprocess.Popen[str], str]]) -> None:
    _, address = start()
    port = int(address.rsplit(":", 1)[1])
    head = b"POST /comments HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
    form = b"Content-Type: application/x-www-form-urlencoded\r\n\r\nabc"
    senders = [socket.create_connection(("127.0.0.1", port)) for _ in range(100)]
    try:
        for sender in senders:
            sender.sendall(head + form)
        time.sleep(0.5)
        for _ in range(10):
            assert get(f"{address}/healthz") == (200, "ok\n")
        refused = select.select(senders, [], [], PATIENCE)[0]
        assert refused[0].recv(100).startswith(b"HTTP/1.1 503 ")
    finally:
        for sender in senders:
            sender.close()
