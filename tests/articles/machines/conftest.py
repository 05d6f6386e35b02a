"""A site of which machines read, and the grammars by which they do."""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

from broadsheet.articles.publishing import publish_folder

GRAMMARS = Path(__file__).parent / "grammars"
ROOT = "https://news.example.org"
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)

FERRY = """---
title: "Ferry & <b>tide</b>"
kicker: At sea
standfirst: "It waits < ten minutes & more."
author: [Ada Reporter, Bo Öst]
section: Coast
tags: [ferry, high tide]
published: 2021-11-01 09:00
updated: 2021-11-02 10:00
image:
  file: boat.png
  alt: A "boat" & its quay
  credit: Ada Reporter
corrections:
  - date: 2021-11-03 11:00
    text: It has two funnels.
---

See [the timetable](/coast/timetable) and [below](#more).

![The boat](boat.png "At the quay")

http://localhost:8000/demo/films/ferry

Fin.
"""
GERMAN = """---
title: Die Fähre
language: de
section: Küste
published: 2021-11-04 09:00
---

Sie wartet.
"""
IMPRINT = """---
title: Imprint
page: true
path: /imprint
published: 2021-11-05 09:00
---

Ada Reader, Harbour Street.
"""


@pytest.fixture
def town(make_app: Callable[..., Flask], content: Path, picture: Path) -> FlaskClient:
    """A program at a site with an article that has everything, one in German that has little, and a page."""
    for name, text in (("ferry", FERRY), ("faehre", GERMAN), ("imprint", IMPRINT)):
        (content / f"{name}.md").write_text(text, "utf-8")
    app = make_app(ADDRESS=ROOT, SITE_NAME="Harbour & Gazette")
    with app.app_context():
        report = publish_folder()
        assert (len(report.published), report.problems) == (3, [])
    return app.test_client()


@cache
def grammar(name: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(GRAMMARS / f"{name}.rng"))


@pytest.fixture
def read_xml() -> Callable[[FlaskClient, str, str], Any]:
    """Fetch a document and hold it against a grammar: `read_xml(client, "/feed.atom", "atom")`."""

    def read(client: FlaskClient, address: str, name: str) -> Any:
        response = client.get(address)
        assert response.status_code == 200, address
        document = etree.fromstring(response.data)
        rules = grammar(name)
        assert rules.validate(document), rules.error_log
        return document

    return read


@pytest.fixture
def read_data() -> Callable[[str], list[dict[str, Any]]]:
    """Return the things that a page tells of in its one block of data."""

    def read(page: str) -> list[dict[str, Any]]:
        (block,) = DATA.findall(page)
        data = json.loads(block)
        assert data["@context"] == "https://schema.org"
        things: list[dict[str, Any]] = data["@graph"]
        return things

    return read
