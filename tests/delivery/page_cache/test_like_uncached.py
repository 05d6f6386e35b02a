"""Whatever a request says, it is answered from memory as it would be without."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from broadsheet.articles.old_addresses import store_addresses
from broadsheet.articles.publishing import publish_folder
from broadsheet.comments.changing.tokens import COOKIE as CHANGES
from broadsheet.comments.changing.tokens import MOST_KEPT, allow_changes, name_version
from broadsheet.comments.models import APPROVED, HELD
from broadsheet.comments.reader import WRITTEN, Details, add_written, remember_details
from broadsheet.consent.choice import COOKIE
from broadsheet.signing import timed_signer
from broadsheet.storage import writing

ROUNDS, BETWEEN_CHANGES = 400, 9
TOKEN = re.compile(rb'(?<=name="thread" value=")[^"]*|(?<=thread=)[\w.-]+\.[\w-]{20,}')
OLD = """---
title: An old story
published: 2021-11-02
aliases: [/2021/11/ferry/, "/?p=12", "/?page_id=7", "/index.php?p=12"]
---

The harbour was calm.
"""
# What the cache makes, or the server: the date at which a kept page was made would make it look old.
OURS = {"ETag", "Vary", "Content-Length", "Content-Encoding", "Date"}
PATHS = (
    "/", "/sections/coast", "/authors/ada-reporter", "/tags/harbour", "/archive", "/archive/2021/11",
    "/corrections", "/feed.json", "/feed.atom", "/sitemap.xml", "/robots.txt", "/nothing", "/search", "/privacy",
    "/2021/11/ferry", "/2021/11/ferry/", "/waits/", "/index.php", "/feed/", "/category/coast", "/boat.png",
)  # fmt: skip
QUERIES = (
    "page=1", "page=2", "page=x", "page=0", "comments-order=newest", "reply-to=1", "reply-to=9",
    "comments-page=2", "comments-under=1", "comments-note=deleted", "language=de", "other=1", "page=%FF",
    "page=1&page=2", "&", "?page=2", "p=12", "p=12&preview=true", "p=13", "page_id=7", "p=%00", "cat=3&page=2",
)  # fmt: skip
HEADERS = {
    "Accept-Language": ("de", "fr;q=0.5, en", "ar", "xx", "*", "de;q=x"),
    "Sec-GPC": ("1", "0", "0, 1", "true"),
    "Accept": ("text/html", "application/json"),
    "User-Agent": ("Mozilla/5.0", "curl"),
    "X-Forwarded-For": ("192.0.2.1",),
    "X-Forwarded-Host": ("evil.example.org",),
    "X-Forwarded-Proto": ("https",),
    "Range": ("bytes=0-9",),
    "Prefer": ("return=minimal",),
}
HOSTS = ("http://localhost", "https://localhost", "http://LOCALHOST:8000", "http://news.example.org")


@pytest.fixture
def apps(
    make_app: Callable[..., Flask], story: str, write: Callable[..., int], content: Path, picture: Path
) -> tuple[Flask, Flask]:
    """One that keeps pages and one that does not, with a story that was commented on, and old addresses."""
    kept, made = (make_app(PAGE_CACHE_MB=size, COMMENTS_MODERATION="show", DEMO=True) for size in (32, 0))
    write(kept, "Hello")
    (content / "old.md").write_text(OLD)
    (content / "waits.md").write_text(
        '---\ntitle: It waits\npublished: 2999-01-01\naliases: [/waits/, "/?p=13"]\n---\n'
    )
    with kept.app_context():
        publish_folder()
        with writing() as session:
            store_addresses(
                session, [("/category/coast/", "/sections/coast"), ("/?cat=3", "/sections/coast")]
            )
    return kept, made


def test_whatever_is_asked_is_answered_alike(
    apps: tuple[Flask, Flask], story: str, reader: FlaskClient, write: Callable[..., int]
) -> None:
    dice = random.Random(26)  # noqa: S311 -- the same requests each time
    waiting = write(apps[0], "It waits", status=HELD)
    cookies = list_cookies(reader) + list_cookies_of_writers(apps[0], waiting)
    for number in range(ROUNDS):
        if number % BETWEEN_CHANGES == 0:
            write(
                apps[0],
                f"Comment {number}",
                parent=dice.choice([1, None]),
                status=dice.choice([APPROVED, HELD]),
            )
        asked = make_request(dice, story, cookies)
        kept, made = (app.test_client(use_cookies=False).open(**asked) for app in apps)
        assert describe(kept) == describe(made), (number, asked)


def list_cookies(reader: FlaskClient) -> list[str]:
    """Return cookies of readers who chose, of a forger, and of others' services."""
    told = [
        "",
        "",
        "",
        "other=1",
        f"{COOKIE}=forged",
        "demo_advertising=1",
        "broadsheet_written=x",
        f"{COOKIE}=",
    ]
    for decision in ("accept", "refuse", "accept", "withdraw", "accept"):
        reader.post("/privacy/choices", data={"decision": decision})
        cookie = reader.get_cookie(COOKIE)
        assert cookie
        told += [
            f"{COOKIE}={cookie.value}",
            f"a=b; {COOKIE}={cookie.value}",
            f"{COOKIE}={cookie.value[:-2]}xx",
        ]
    return told


def list_cookies_of_writers(app: Flask, waiting: int) -> list[str]:
    """Return cookies of readers who wrote what waits, and elsewhere, and who are remembered; one of them accepted, too."""
    with app.test_request_context():
        response = Response()
        add_written(response, app, waiting)
        allow_changes(response, app, waiting, name_version("It waits"))
        remember_details(response, app, Details("Ada", "ada@example.org"))
        allow_changes(response, app, 1, name_version("Hello"))
        told = [cookie.partition(";")[0] for cookie in response.headers.getlist("Set-Cookie")]
        elsewhere = timed_signer(app, WRITTEN).dumps([10_000])
    forged = [
        f"{CHANGES}=" + "~".join(f"{id}::" for id in range(first, first + MOST_KEPT))
        for first in (1, 9, 25, 41)
    ]
    return [*told, "; ".join(told[:3]), f"{WRITTEN}={elsewhere}"] * 2 + forged


def make_request(dice: random.Random, story: str, cookies: list[str]) -> dict[str, object]:
    """Return a request that says something odd; most of it is plain, so that many are given the same page."""
    headers = {name: dice.choice(values) for name, values in HEADERS.items() if dice.random() < 0.15}
    cookie = dice.choice(["", dice.choice(cookies), "; ".join(dice.sample(cookies, 2))])
    return {
        "path": dice.choice([story, dice.choice(PATHS)]),
        "query_string": dice.choice(["", "", dice.choice(QUERIES)]),
        "method": dice.choice(["GET"] * 5 + ["HEAD"]),
        "base_url": dice.choice([HOSTS[0]] * 4 + [dice.choice(HOSTS)]),
        "headers": headers | ({"Cookie": cookie} if cookie else {}),
    }


def describe(response: TestResponse) -> tuple[object, ...]:
    headers = sorted((name, value) for name, value in response.headers if name not in OURS)
    return response.status, headers, TOKEN.sub(b"", response.data)
