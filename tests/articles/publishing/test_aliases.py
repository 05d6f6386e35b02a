"""The old addresses that a file claims are its article's, unless another had them first."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from broadsheet.articles.old_addresses import OldAddress, store_addresses
from broadsheet.articles.publishing import Report
from broadsheet.storage import reading, writing

Publish = Callable[[], Report]
Claim = Callable[..., None]


@pytest.fixture
def claim(content: Path) -> Claim:
    """Write the file of an article that claims old addresses: `claim("ferry", "/old")`."""

    def write(name: str, *aliases: str, more: str = "") -> None:
        told = "".join(f"\n- {address}" for address in aliases)
        (content / f"{name}.md").write_text(
            f"---\ntitle: {name}\npath: /{name}\naliases:{told}\n{more}---\nText.\n"
        )

    return write


@pytest.fixture
def owners(app: Flask) -> Callable[[], dict[str, str | None]]:
    """Return whose the old addresses are."""

    def run() -> dict[str, str | None]:
        with app.app_context():
            return {one.address: one.article_id for one in reading().scalars(select(OldAddress))}

    return run


Owners = Callable[[], dict[str, str | None]]


def remarks(report: Report) -> list[str]:
    assert not any(problem.fatal for problem in report.problems)
    return [str(problem) for problem in report.problems]


def test_addresses_go_with_their_file(claim: Claim, content: Path, publish: Publish, owners: Owners) -> None:
    claim("ferry", "/a", "/a", "/%62", "/?p=1")
    publish()
    assert owners() == {"/a": "ferry", "/b": "ferry", "/?p=1": "ferry"}
    (content / "ferry.md").rename(content / "boat.md")
    publish()
    assert set(owners().values()) == {"boat"}
    claim("boat", "/a", more="draft: true\n")
    assert publish().removed == ["boat.md"]
    assert owners() == {}


def test_whoever_had_an_address_first_keeps_it(claim: Claim, publish: Publish, owners: Owners) -> None:
    claim("ferry", "/old")
    publish()
    for name in ("boat", "tide"):
        claim(name, "/old", "/ferry", f"/{name}")
    claim("ferry", "/old", "/more")
    assert remarks(publish()) == [
        f"{name}.md, line 4: the old address {told}, so it does not lead here"
        for name in ("boat", "tide")
        for told in ("/old leads to ferry.md already", "/ferry is that of ferry.md now")
    ]
    assert owners()["/old"] == "ferry"


def test_an_address_can_be_handed_over(claim: Claim, publish: Publish, owners: Owners) -> None:
    claim("ferry", "/old")
    claim("boat", "/other")
    publish()
    claim("ferry", "/other")
    claim("boat", "/old")
    assert remarks(publish()) == []
    assert owners() == {"/old": "boat", "/other": "ferry"}


def test_a_file_that_is_refused_keeps_its_addresses(
    claim: Claim, content: Path, publish: Publish, client: FlaskClient
) -> None:
    claim("ferry", "/old")
    claim("boat")
    publish()
    (content / "ferry.md").write_text("---\ntitle: Ferry\npath: /boat\naliases: /new\n---\n")
    assert [problem.fatal for problem in publish().problems] == [True]
    assert client.get("/old").location == "/ferry"
    assert client.get("/new").status_code == 404


def test_an_article_takes_over_an_address_that_led_to_a_list(
    app: Flask, claim: Claim, publish: Publish, owners: Owners, client: FlaskClient
) -> None:
    pairs = [("/category/news/", "/sections/news"), ("//x", "/sections/news")]
    for _ in range(2):
        with app.app_context(), writing() as session:
            assert list(store_addresses(session, pairs)) == ["//x"]
    assert client.get("/category/news/").location == "/sections/news"
    claim("ferry", "/category/news/")
    assert remarks(publish()) == []
    with app.app_context(), writing() as session:
        store_addresses(session, pairs)
    assert client.get("/category/news/").location == "/ferry"
    assert owners() == {"/category/news/": "ferry"}


def test_the_longest_addresses_are_stored(claim: Claim, publish: Publish, owners: Owners) -> None:
    longest = ("/" + "x" * 999, "/" + "".join(map(chr, range(0x4E00, 0x4E00 + 830))))
    claim("ferry", *longest)
    assert remarks(publish()) == []
    assert set(owners()) == set(longest)
