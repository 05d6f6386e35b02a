"""Only some of the threads wait for a body that is not there yet."""

import threading
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from broadsheet.delivery.slow_senders import seat_senders

SEATS = 2


class Endless:
    """A body that does not come until it is let."""

    def __init__(self) -> None:
        self.is_read = threading.Event()
        self.comes = threading.Event()

    def read(self, *_size: Any) -> bytes:
        self.is_read.set()
        self.comes.wait(10)
        return b""


def post(client: FlaskClient, body: Any) -> Any:
    return client.post("/", environ_overrides={"wsgi.input": body, "CONTENT_LENGTH": "5"})


@pytest.fixture
def app() -> Flask:
    app = Flask("echo")

    @app.route("/", methods=["GET", "POST"])
    def echo() -> str:
        return f"{len(request.get_data())} bytes"

    app.wsgi_app = seat_senders(app.wsgi_app, SEATS)  # type: ignore[method-assign]
    return app


@pytest.fixture
def senders(app: Flask) -> Any:
    """All seats are taken by senders whose body does not come."""
    bodies = [Endless() for _ in range(SEATS)]
    threads = [threading.Thread(target=post, args=(app.test_client(), body)) for body in bodies]
    for thread in threads:
        thread.start()
    for body in bodies:
        assert body.is_read.wait(10)
    yield bodies
    for body in bodies:
        body.comes.set()
    for thread in threads:
        thread.join()


def test_who_comes_when_all_seats_are_taken_is_refused(client: FlaskClient, senders: list[Endless]) -> None:
    assert client.post("/", data=b"abc").status_code == 503


def test_pages_are_shown_when_all_seats_are_taken(client: FlaskClient, senders: list[Endless]) -> None:
    assert client.get("/").text == "0 bytes"


def test_a_seat_is_free_again_afterwards(client: FlaskClient, senders: list[Endless]) -> None:
    senders[0].comes.set()
    assert client.post("/", data=b"abc").text == "3 bytes"


def test_a_seat_is_free_again_after_a_sender_who_went_away(client: FlaskClient) -> None:
    class Gone:
        def read(self, *_size: Any) -> bytes:
            raise OSError("gone")

    for _ in range(SEATS + 1):
        assert post(client, Gone()).status_code == 400
    assert client.post("/", data=b"abc").text == "3 bytes"
