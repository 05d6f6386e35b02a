import gzip
import re
from collections.abc import Callable

import brotli
import pytest
from flask import Flask, render_template_string, url_for
from flask.testing import FlaskClient

from broadsheet.consent import Consent
from broadsheet.delivery.assets import AREAS, TYPES
from broadsheet.shipped import shipped

ICON = "page/icon.svg"
FOR_EVER = "public, max-age=31536000, immutable"
TYPES_AS_SENT = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
}
NAMES = sorted(f"{file.parent.name}/{file.name}" for file in shipped("static").glob("*/*.*"))
STYLESHEET = re.compile(r'<link rel="stylesheet" href="(.*?)"')


def address_of(app: Flask, name: str) -> str:
    with app.test_request_context():
        return url_for("broadsheet_assets.static", filename=name)


def find_stylesheet(client: FlaskClient) -> str:
    """Return the address of the stylesheet as the front page links it."""
    (address,) = STYLESHEET.findall(client.get("/").text)
    return str(address)


def other_version(address: str) -> str:
    return re.sub(r"\.\w{12}\.", ".0123456789ab.", address)


def test_one_stylesheet_holds_every_area(client: FlaskClient) -> None:
    response = client.get(find_stylesheet(client))
    assert response.content_type == TYPES_AS_SENT[".css"]
    for name in ("--paper", ".story", "#comments", "#related", "#privacy-notice"):
        assert name in response.text
    assert len(AREAS) == 5


def test_a_page_links_exactly_one_stylesheet_by_its_version(client: FlaskClient, story: str) -> None:
    links = STYLESHEET.findall(client.get(story).text)
    assert links == [find_stylesheet(client)]
    assert re.fullmatch(r"/assets/site\.[0-9a-f]{12}\.css", links[0])


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_file_is_kept_for_ever_under_the_name_that_pages_use(
    app: Flask, client: FlaskClient, name: str
) -> None:
    file = shipped("static") / name
    address = address_of(app, name)
    assert re.fullmatch(
        rf"/assets/{re.escape(name.rpartition('.')[0])}\.[0-9a-f]{{12}}\{file.suffix}", address
    )
    response = client.get(address)
    assert response.data == file.read_bytes()
    assert response.content_type == TYPES_AS_SENT[file.suffix]
    assert response.headers["Cache-Control"] == FOR_EVER
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_the_name_follows_the_content(app: Flask) -> None:
    names = {address_of(app, name).split(".")[-2] for name in NAMES}
    assert len(names) == len(NAMES) == len({(shipped("static") / name).read_bytes() for name in NAMES})


def test_under_its_plain_name_a_file_is_asked_for_each_time(app: Flask, client: FlaskClient) -> None:
    for plain, versioned in (
        ("/assets/site.css", find_stylesheet(client)),
        (f"/assets/{ICON}", address_of(app, ICON)),
    ):
        response = client.get(plain)
        assert response.headers["Cache-Control"] == "no-cache"
        assert response.data == client.get(versioned).data
        again = client.get(plain, headers={"If-None-Match": response.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


def test_under_the_name_of_another_version_nothing_is_kept_for_ever(app: Flask, client: FlaskClient) -> None:
    """While two versions run side by side, a page of one may ask the other for its files."""
    for address in (find_stylesheet(client), address_of(app, ICON)):
        other = client.get(other_version(address))
        assert other.data == client.get(address).data
        assert other.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("accept_encoding", "coding", "open_again"),
    [("gzip, deflate, br", "br", brotli.decompress), ("br;q=0, gzip", "gzip", gzip.decompress)],
)
def test_text_travels_in_the_coding_that_the_browser_takes(
    app: Flask,
    client: FlaskClient,
    accept_encoding: str,
    coding: str,
    open_again: Callable[[bytes], bytes],
) -> None:
    for address in (find_stylesheet(client), address_of(app, "comments/thread.js"), address_of(app, ICON)):
        plain = client.get(address)
        coded = client.get(address, headers={"Accept-Encoding": accept_encoding})
        assert coded.headers["Content-Encoding"] == coding
        assert open_again(coded.data) == plain.data
        assert int(coded.headers["Content-Length"]) == len(coded.data) < len(plain.data)
        assert "Content-Encoding" not in plain.headers
        assert coded.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
        assert coded.headers["Cache-Control"] == FOR_EVER
        assert coded.headers["ETag"] != plain.headers["ETag"]


def test_what_the_browser_has_in_a_coding_is_not_sent_again(client: FlaskClient) -> None:
    takes = {"Accept-Encoding": "br"}
    address = find_stylesheet(client)
    has = client.get(address, headers=takes).headers["ETag"]
    again = client.get(address, headers=takes | {"If-None-Match": has})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Vary"] == "Accept-Encoding"
    assert again.headers["ETag"] == has
    assert client.get(address, headers={"If-None-Match": has}).status_code == 200


def test_head_tells_what_get_would_send(client: FlaskClient) -> None:
    address = find_stylesheet(client)
    got, told = (method(address, headers={"Accept-Encoding": "gzip"}) for method in (client.get, client.head))
    assert told.data == b""
    assert dict(told.headers) == dict(got.headers)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "page",
        "page/",
        "page/gone.css",
        "page/gone.0123456789ab.css",
        "../config/privacy.toml",
        "page/../page/icon.svg",
        "..%2fconfig%2fprivacy.toml",
        "%2e%2e/config/privacy.toml",
        "/etc/passwd",
        "page/icon.svg%00",
        "page/icon.svg/",
        "page\\icon.svg",
        "page/icon.0123456789AB.svg",
    ],
)
def test_there_is_nothing_else(client: FlaskClient, name: str) -> None:
    response = client.get(f"/assets/{name}")
    assert response.status_code == 404
    assert "There is nothing at this address" in response.text
    assert "immutable" not in response.headers["Cache-Control"]


def test_no_file_asks_for_another_by_name() -> None:
    """It would have to name its version, which is not known before the site runs."""
    for name in NAMES:
        text = (shipped("static") / name).read_text("utf-8")
        assert not re.search(r"\bimport\b|\burl\((?!#)|\bfrom ['\"]|sourceMappingURL", text), name


def test_whoever_adds_a_kind_of_file_says_its_type() -> None:
    assert {f".{name.rpartition('.')[2]}" for name in NAMES} == set(TYPES)


def test_in_anyones_app_the_names_hold_the_version_too(bare_app: Flask) -> None:
    consent = Consent(bare_app)
    page = "{{ url_for('broadsheet_assets.static', filename='page/icon.svg') }} {{ consent.notice() }}"
    bare_app.add_url_rule("/post", "post", lambda: render_template_string(page, consent=consent))
    client = bare_app.test_client()
    shown = client.get("/post", environ_overrides={"SCRIPT_NAME": "/blog"}).text
    assert re.match(r"/blog/assets/page/icon\.\w{12}\.svg ", shown)
    for address in STYLESHEET.findall(shown):
        assert client.get(address.removeprefix("/blog")).headers["Cache-Control"] == FOR_EVER
