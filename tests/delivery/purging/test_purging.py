"""The CDN hears of every change until it has confirmed it. A real server plays it."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from flask import Flask
from sqlalchemy import text

from broadsheet.chores import run_chores
from broadsheet.delivery.cdn import name_key
from broadsheet.delivery.purging import KEY
from broadsheet.delivery.purging.purger import Purger
from broadsheet.settings import SettingsError
from broadsheet.storage import writing

Make = Callable[..., Flask]
NAME = "purge the CDN"


class Cdn(ThreadingHTTPServer):
    """It notes what it is asked, as (method, headers, body), and answers as it is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self.status, self.body = 200, b'{"success": true}'

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/purge"

    def take(self) -> list[set[str]]:
        """Return the keys of each request since the last time."""
        asked, self.asked = self.asked, []
        found = []
        for _method, headers, body in asked:
            line = headers.get("surrogate-key") or headers.get("xkey-purge")
            found.append(set(line.split() if line else json.loads(body)["tags"]))
        return found


class Handler(BaseHTTPRequestHandler):
    server: Cdn

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append((self.command, headers, body))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.body)

    do_PURGE = do_POST

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def cdn() -> Iterator[Cdn]:
    with Cdn() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def purging(make_app: Make, cdn: Cdn) -> Flask:
    """An app whose CDN has dropped everything once."""
    app = make_app(CDN="fastly", PURGE_URL=cdn.address, PURGE_TOKEN="our-key")
    purge(app)
    cdn.take()
    tell_again(app)
    cdn.take()
    return app


def purge(app: Flask) -> str:
    return dict(run_chores(app))[NAME]


def tell_again(app: Flask) -> None:
    """Let the time for the second time be now."""
    purger: Purger = app.extensions[KEY]
    purger.again = dict.fromkeys(purger.again, 0.0)
    purger.not_before = 0.0
    purge(app)


def test_at_first_everything_goes_and_then_only_what_changes(
    make_app: Make, cdn: Cdn, app: Flask, story: str, write: Callable[..., int]
) -> None:
    purging = make_app(CDN="fastly", PURGE_URL=cdn.address)
    purge(purging)
    assert cdn.take() == [{"site"}]
    purge(purging)
    assert cdn.take() == []
    for _ in range(2):
        write(app, "Hello")
        purge(purging)
        assert cdn.take() == [{name_key("thread ferry")}]


def test_what_goes_is_told_a_second_time(purging: Flask, cdn: Cdn, story: str) -> None:
    purge(purging)
    (first,) = cdn.take()
    assert "articles" in first
    tell_again(purging)
    assert cdn.take() == [first]
    tell_again(purging)
    assert cdn.take() == []


def test_what_was_not_confirmed_is_told_until_it_is(
    purging: Flask, make_app: Make, cdn: Cdn, story: str
) -> None:
    purger: Purger = purging.extensions[KEY]
    cdn.status = 503
    pauses = []
    for _ in range(3):
        assert "did not confirm" in purge(purging)
        assert purge(purging) == "", "it waits"
        pauses.append(min(2**purger.failures, 300))
        purger.not_before = 0.0
    assert pauses == [2, 4, 8]
    told = cdn.take()
    assert len(told) == 3
    cdn.status = 200
    again = make_app(CDN="fastly", PURGE_URL=cdn.address, PURGE_TOKEN="our-key")
    purge(again)
    assert cdn.take() == [told[0]], "a process that is started meanwhile knows too"


def test_a_start_with_other_settings_drops_everything_once(purging: Flask, make_app: Make, cdn: Cdn) -> None:
    for name, expected in (("Our News", [{"site"}]), ("Our News", [])):
        purge(make_app(CDN="fastly", PURGE_URL=cdn.address, PURGE_TOKEN="our-key", SITE_NAME=name))
        assert cdn.take() == expected


def test_a_number_that_is_smaller_than_the_last_is_a_change_too(purging: Flask, cdn: Cdn, story: str) -> None:
    """On PostgreSQL a transaction may end after one that began later."""
    purge(purging)
    cdn.take()
    tell_again(purging)
    cdn.take()
    with purging.app_context(), writing() as session:
        session.execute(text("UPDATE broadsheet_changes SET number = 0 WHERE name = 'related'"))
    purging.extensions[KEY].moment = None
    purge(purging)
    assert cdn.take() == [{"related"}]


def test_fastly_is_asked_as_it_wants(purging: Flask, cdn: Cdn, story: str) -> None:
    purge(purging)
    ((method, headers, _body),) = cdn.asked
    assert (method, headers["fastly-key"]) == ("POST", "our-key")
    assert "articles" in headers["surrogate-key"].split()


def test_cloudflare_is_asked_as_it_wants_and_has_to_say_success(make_app: Make, cdn: Cdn) -> None:
    app = make_app(CDN="cloudflare", PURGE_URL=cdn.address, PURGE_TOKEN="our-key")
    cdn.body = b'{"success": false}'
    assert "did not confirm" in purge(app)
    ((method, headers, body),) = cdn.asked
    assert (method, headers["authorization"], json.loads(body)) == (
        "POST",
        "Bearer our-key",
        {"tags": ["site"]},
    )


def test_varnish_is_asked_as_it_wants_wherever_it_runs(make_app: Make, cdn: Cdn) -> None:
    app = make_app(CDN="varnish", PURGE_URL=f"{cdn.address}, {cdn.address}")
    purge(app)
    assert [method for method, _headers, _body in cdn.asked] == ["PURGE", "PURGE"]
    assert cdn.take() == [{"site"}, {"site"}]


def test_many_keys_go_in_several_requests(
    make_app: Make, purging: Flask, cdn: Cdn, app: Flask, story: str
) -> None:
    with app.app_context(), writing() as session:
        session.execute(
            text("INSERT INTO broadsheet_changes (name, number) VALUES (:name, 1)"),
            [{"name": f"thread {number}"} for number in range(300)],
        )
    purge(purging)
    told = cdn.take()
    assert [len(keys) > 0 for keys in told] == [True, True]
    assert len(told[0]) == 256
    assert len(set().union(*told)) >= 300


def test_a_place_to_purge_without_a_cdn_is_a_mistake(make_app: Make) -> None:
    with pytest.raises(SettingsError, match="cdn is not"):
        make_app(PURGE_URL="https://api.example.org")
