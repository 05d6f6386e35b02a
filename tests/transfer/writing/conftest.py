"""The cast: a site with something of everything, on its way out."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from xml.etree.ElementTree import Element

import defusedxml.ElementTree
import pytest
from flask import Flask
from PIL import Image

from broadsheet import create_app
from broadsheet.articles.publishing import Report
from broadsheet.comments.models import DELETED, HELD, SPAM
from broadsheet.storage import engine_of, snapshot
from broadsheet.transfer.writing import wordpress

ADDRESS = "https://gazette.example"
SPACES = {
    "{http://wordpress.org/export/1.2/}": "wp:",
    "{http://wordpress.org/export/1.2/excerpt/}": "excerpt:",
    "{http://purl.org/rss/1.0/modules/content/}": "content:",
    "{http://purl.org/dc/elements/1.1/}": "dc:",
}

FERRY = """---
title: "Ferry & <tide>: ]]> 🚢 שלום"
kicker: Analysis
standfirst: Two boats < three
author: [Ada Reporter, שרה כהן]
section: Coast & Sea
tags: [harbour, גאות]
published: 2021-11-01 09:00
updated: 2021-11-02
image: {file: boat.png, alt: A boat, caption: At the quay., credit: Ben}
corrections: [{date: 2021-11-03, text: The time was wrong.}]
path: /2021/11/ferry/
---

The first line
goes on, with a [link](/about) and ![a small boat](/pictures/small.png) in it. [gallery] shows nothing.[^1]

## What ]]> follows

![Another](pictures/other.png "In the harbour. © Ada")

https://films.example/watch?a=1&b=2

[The film](https://films.example/2)

- [The timetable](/media/time%20table.pdf), [the old one](/gone.pdf)

```
one
  two
```

[^1]: A note.
"""


def name(element: Element) -> str:
    space, brace, local = element.tag.rpartition("}")
    return SPACES.get(space + brace, space) + local


class Item:
    """An item of an export, asked by the names of its elements."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.names = [name(child) for child in element]

    def __getitem__(self, wanted: str) -> str:
        found = [child.text or "" for child in self.element if name(child) == wanted]
        assert len(found) == 1, wanted
        return found[0]

    def all(self, wanted: str) -> "list[Item]":
        return [Item(child) for child in self.element if name(child) == wanted]

    @property
    def terms(self) -> list[tuple[str, str, str]]:
        found = (child.element for child in self.all("category"))
        return [(each.get("domain", ""), each.get("nicename", ""), each.text or "") for each in found]

    @property
    def meta(self) -> dict[str, str]:
        return {each["wp:meta_key"]: each["wp:meta_value"] for each in self.all("wp:postmeta")}


class Export:
    """An export that was read: its channel, and its items by their last names and their titles."""

    def __init__(self, text: str, left_out: list[object]) -> None:
        self.text, self.left_out = text, [str(one) for one in left_out]
        root = defusedxml.ElementTree.fromstring(text.encode(), forbid_dtd=True)
        self.channel = Item(root[0])
        self.items = self.channel.all("item")

    def of(self, kind: str) -> dict[str, Item]:
        return {item["wp:post_name"]: item for item in self.items if item["wp:post_type"] == kind}


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app(
        ADDRESS=ADDRESS, SITE_NAME="The Gazette & Co", TIMEZONE="Europe/Berlin", LANGUAGE="en", DEMO=False
    )


@pytest.fixture
def paper(content: Path, publish: Callable[[], Report]) -> None:
    """A story with all that a text can have, one of tomorrow, a page, and a draft."""
    (content / "pictures").mkdir()
    for file in ("boat", "pictures/small", "pictures/other"):
        Image.new("RGB", (30, 20), "navy").save(content / f"{file}.png")
    (content / "time table.pdf").write_bytes(b"%PDF-1.4")
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    files = {
        "ferry": FERRY,
        "about": "---\ntitle: About us\npage: true\npublished: 2020-01-01\n---\n\nWe are here.\n",
        "tomorrow": f"---\ntitle: Not yet\nimage: boat.png\npublished: {tomorrow:%Y-%m-%d}\n---\n\nSoon.\n",
        "idea": "---\ntitle: An idea\nauthor: Ida\ntags: ideas\ndraft: true\n---\n\nOnly a thought.\n",
    }
    for file, text in files.items():
        (content / f"{file}.md").write_text(text, "utf-8")
    assert [problem for problem in publish().problems if problem.fatal] == []


@pytest.fixture
def talk(app: Flask, paper: None, write: Callable[..., int]) -> dict[str, int]:
    """Comments of every status below the story, an answer below an answer, and one by the newsroom."""
    first = write(app, "Well *said* ]]> & 🚢", email="ada@example.org", website="https://ada.example")
    reply = write(app, "No.\nNot at all.", parent=first, name="שרה <b>\x0b")
    return {
        "first": first,
        "reply": reply,
        "deeper": write(app, "Yes!", parent=reply),
        "held": write(app, "Wait", status=HELD),
        "spam": write(app, "Buy", status=SPAM),
        "gone": write(app, "Rude", status=DELETED),
        "staff": write(app, "We looked.", parent=first, name="The Desk", staff=True),
    }


@contextmanager
def no_progress(_label: str, _length: int) -> Iterator[Callable[[int], None]]:
    yield lambda _steps: None


@pytest.fixture
def export(app: Flask, content: Path) -> Callable[[], Export]:
    def run() -> Export:
        out = StringIO()
        with app.app_context(), snapshot() as session:
            left_out = wordpress.write_site(session, content, out, no_progress)
        return Export(out.getvalue(), left_out)

    return run


@pytest.fixture
def other(tmp_path: Path, empty_file: Path) -> Iterator[Flask]:
    """A site that is empty still, with a database of its own."""
    data = tmp_path / "other"
    (data / "articles").mkdir(parents=True)
    shutil.copy(empty_file, data)
    settings = {"DATA": data, "DATABASE": "", "ADDRESS": ADDRESS, "TIMEZONE": "Europe/Berlin"}
    app = create_app({f"BROADSHEET_{name}": value for name, value in settings.items()})
    app.testing = True
    yield app
    engine_of(app).dispose()
