"""The links in mails: each is for one purpose, ends in time, and does nothing when it is only opened."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from broadsheet.comments.models import HELD
from broadsheet.mail.models import Mail
from broadsheet.signing import keys_of
from broadsheet.storage import Base, reading

ADA = "ada@example.org"
Site, Write, Send = Callable[..., Flask], Callable[..., int], Callable[..., TestResponse]
Reader, Mails, Link = Callable[[Flask], FlaskClient], Callable[[Flask], list[Mail]], Callable[[Mail], str]
POSTS = {
    "confirm": "/comments/watches/confirm",
    "end": "/comments/watches/end",
    "erase": "/comments/my-data/erase",
    "remember": "/comments/my-data/remember",
    "moderate": "/comments/moderate",
}
OWN = {"confirm": {"confirm"}, "end": {"end"}, "my data": {"erase", "remember"}, "moderate": {"moderate"}}
DAYS = {"confirm": 3, "my data": 1, "moderate": 14}


@dataclass
class Links:
    """A site, and the address of each link that it has mailed."""

    site: Flask
    addresses: dict[str, str]

    def token(self, purpose: str) -> str:
        return self.addresses[purpose].partition("token=")[2]


@pytest.fixture
def links(
    mailing: Site, make_reader: Reader, send: Send, write: Write, take_mails: Mails, link_in: Link
) -> Links:
    site = mailing()
    reader = make_reader(site)
    found = {}
    send(reader, email=ADA, watch="thread")
    (mail,) = take_mails(site)
    found["confirm"] = link_in(mail)
    reader.post("/comments/watches/confirm", data={"token": found["confirm"].partition("token=")[2]})
    write(site, "News.", name="Bo")
    found["end"] = link_in(take_mails(site)[0])
    write(site, "Held.", name="Bo", status=HELD)
    found["moderate"] = link_in(take_mails(site)[0])
    reader.post("/comments/my-data", data={"email": ADA})
    found["my data"] = link_in(take_mails(site)[0])
    return Links(site, found)


def dump(site: Flask) -> list[list[tuple[str, ...]]]:
    """Return all that the database has."""
    with site.app_context():
        return [
            sorted(tuple(map(str, row)) for row in reading().execute(text(f"SELECT * FROM {name}")))
            for name in sorted(Base.metadata.tables)
        ]


@pytest.mark.parametrize("purpose", OWN)
def test_a_token_is_of_use_for_its_own_purpose_alone(links: Links, make_reader: Reader, purpose: str) -> None:
    reader, before = make_reader(links.site), dump(links.site)
    for name, address in POSTS.items():
        if name not in OWN[purpose]:
            given = {"token": links.token(purpose), "sure": "yes", "decision": "approve", "version": ""}
            assert (name, reader.post(address, data=given).status_code) == (name, 422)
    for address in ("/comments/my-data", "/comments/my-data/download"):
        answer = reader.get(f"{address}?token={links.token(purpose)}")
        assert answer.status_code == (200 if purpose == "my data" else 422)
    assert dump(links.site) == before
    assert reader.get_cookie("broadsheet_reader") is None


def test_to_open_a_link_changes_nothing(links: Links) -> None:
    scanner, before = links.site.test_client(), dump(links.site)
    for address in links.addresses.values():
        override = {"X-HTTP-Method-Override": "POST"}
        assert scanner.get(address).status_code == 200
        assert scanner.head(address).status_code == 200
        assert scanner.get(f"{address}&_method=POST", headers=override).status_code == 200
    assert dump(links.site) == before


@pytest.mark.parametrize("purpose", DAYS)
def test_a_link_ends_in_time(
    links: Links, make_reader: Reader, monkeypatch: pytest.MonkeyPatch, purpose: str
) -> None:
    reader, now, days = make_reader(links.site), time.time(), DAYS[purpose]
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + (days - 0.1) * 86_400)
    assert reader.get(links.addresses[purpose]).status_code == 200
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + (days + 0.1) * 86_400)
    assert reader.get(links.addresses[purpose]).status_code == 422


@pytest.mark.parametrize("purpose", OWN)
def test_a_link_ends_with_its_key(links: Links, make_reader: Reader, purpose: str) -> None:
    keys_of(links.site)[:] = ["k" * 48]
    assert make_reader(links.site).get(links.addresses[purpose]).status_code == 422


@pytest.mark.parametrize("purpose", OWN)
def test_a_page_of_a_link_is_kept_nowhere_and_told_to_nobody(
    links: Links, make_reader: Reader, purpose: str
) -> None:
    answer = make_reader(links.site).get(links.addresses[purpose])
    assert answer.headers["Cache-Control"] == "no-store"
    assert "origin" in answer.headers["Referrer-Policy"]


def test_links_lead_to_the_public_address_whatever_the_request_says(
    mailing: Site, make_reader: Reader, take_mails: Mails
) -> None:
    site = mailing()
    for forged in ({"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}):
        make_reader(site).post("/comments/my-data", data={"email": ADA}, headers=forged)
    mails = take_mails(site)
    assert len(mails) == 2
    assert "evil.example" not in "".join(mail.text for mail in mails)


def test_the_log_names_nobody(
    links: Links, make_reader: Reader, take_mails: Mails, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    reader = make_reader(links.site)
    for address in links.addresses.values():
        reader.get(address)
    reader.post("/comments/my-data/erase", data={"token": links.token("my data"), "sure": "yes"})
    take_mails(links.site)
    logged = " ".join(record.getMessage() for record in caplog.records)
    assert ADA not in logged
    assert not any(links.token(purpose) in logged for purpose in OWN)
