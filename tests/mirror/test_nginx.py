"""nginx as it is documented, before a real server and a real mirror."""

import gzip
import os
import signal
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask

from broadsheet.delivery.security_headers import ALWAYS

if TYPE_CHECKING:
    from conftest import Site
else:
    Site = Any

PATIENCE = 30


@pytest.fixture
def story(site: Site) -> str:
    """The address of the story, which is mirrored by now."""
    wait_until(lambda: site.is_mirrored("/coast/ferry"))
    return "/coast/ferry"


@pytest.fixture
def app(make_app: Callable[..., Flask], site: Site) -> Flask:
    """The site's app, in this process."""
    return make_app(DATA=site.root / "data", DATABASE="")


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            if holds():
                return
        except ConnectionError:  # nginx starts.
            pass
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_reader_without_a_cookie_is_served_from_the_file(site: Site, story: str) -> None:
    direct = site.ask(story, port=site.behind, X_Forwarded_Proto="http")
    plain, packed = site.ask(story), site.ask(story, Accept_Encoding="gzip, br")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert b"The ferry is late" in plain.body
    assert without_token(plain.body) == without_token(direct.body)
    for answer in (plain, packed):
        for name in (*ALWAYS, "Content-Security-Policy", "Cache-Control", "Content-Type", "Vary", "Link"):
            assert answer.headers[name] == direct.headers[name]
        again = site.ask(
            story, Accept_Encoding="gzip" if answer is packed else "", If_None_Match=answer.headers["ETag"]
        )
        assert (again.status, again.body) == (304, b"")
        assert "Content-Security-Policy" in again.headers
    head = site.ask(story, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(plain.body))


def test_machines_are_served_from_files_too(site: Site) -> None:
    for path in ("/feed.json", "/feed.atom", "/sitemap.xml", "/sitemaps/1.xml", "/robots.txt"):
        assert site.is_mirrored(path), path
        answer, direct = site.ask(path), site.ask(path, port=site.behind, X_Forwarded_Proto="http")
        assert answer.body == direct.body
        assert answer.headers["Content-Type"] == direct.headers["Content-Type"]
        assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_an_old_address_leads_to_the_file(site: Site, story: str) -> None:
    assert site.is_mirrored("/")
    for old in ("/2021/11/ferry/", "/2021/11/ferry", "/?p=12"):
        answer = site.ask(old)
        assert (answer.status, answer.headers["Location"]) == (301, story)
        assert not list(site.folder.rglob("2021/11/ferry*"))
    assert site.ask("/?p=13").status == 200


def test_whoever_is_somebody_is_served_by_the_process(site: Site, story: str) -> None:
    for said in (
        {"Cookie": "any=thing"},
        {"Sec_GPC": "1"},
        {"Accept_Language": "de"},
        {"Accept_Language": "de, en"},
        {"Accept_Language": "en;q=0.1, de"},
    ):
        assert not site.is_mirrored(story, **said), said
        assert site.ask(story, **said).status == 200
    assert b"Datenschutz" in site.ask(story, Accept_Language="de").body
    for path in (f"{story}?reply-to=1", "/search?q=ferry", "/?page=2", "/privacy/choices", "/healthz"):
        assert not site.is_mirrored(path), path
    assert site.ask("/no/such/story").status == 404
    assert site.ask(story, "POST").status == 405
    choice = site.ask("/privacy/choices", "POST", Sec_Fetch_Site="same-origin")
    assert choice.status != 405
    for accepted in ("en", "en-GB,en;q=0.9,de;q=0.8", "EN-us"):
        assert site.is_mirrored(story, Accept_Language=accepted)


def test_no_address_reaches_another_file(site: Site, story: str) -> None:
    for path in (
        "/index.json",
        "/pages.conf",
        "/../index.json",
        "/%2e%2e/%2e%2e/index.json",
        "/.process/",
        f"/.process{story}",
    ):
        assert not site.is_mirrored(path), path
        assert site.ask(path).status in {400, 404}, path
    assert not site.is_mirrored(f"{story}/")
    assert not site.is_mirrored(f"{story}.html")


def test_an_approved_comment_is_soon_on_the_page(
    site: Site, app: Flask, story: str, write: Callable[..., int]
) -> None:
    tags = {site.ask(story).headers["ETag"]}
    for number in range(3):
        write(app, f"Hello number {number}")
        wait_until(lambda number=number: f"Hello number {number}".encode() in site.ask(story).body)  # type: ignore[misc]
        wait_until(lambda: site.is_mirrored(story))
        answer = site.ask(story)
        assert answer.status == 200
        assert f"Hello number {number}".encode() in answer.body
        tags.add(answer.headers["ETag"])
    assert len(tags) == 4, "each version has a tag of its own"


def test_when_the_mirror_is_killed_the_process_serves(
    site: Site, app: Flask, story: str, write: Callable[..., int]
) -> None:
    mirror = site.started[1]
    os.kill(mirror.pid, signal.SIGKILL)
    wait_until(lambda: not site.is_mirrored(story))
    write(app, "Nobody mirrors this")
    assert b"Nobody mirrors this" in site.ask(story).body
    site.start_mirror()
    wait_until(lambda: site.is_mirrored(story))
    assert b"Nobody mirrors this" in site.ask(story).body


def without_token(page: bytes) -> bytes:
    """Leave out the token of the form, which tells when it was made."""
    before, _, rest = page.partition(b'name="thread" value="')
    return before + rest.partition(b'"')[2]
