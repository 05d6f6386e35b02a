"""Whatever is in a text, nothing of it runs, and nothing of it stops the others."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from broadsheet.articles.publishing.rendered import Rendered
from broadsheet.sanitise import IMPORTED, clean

Render = Callable[[str], Rendered]
# Written down here, not asked of the sanitiser.
HARMLESS = {
    "href", "title", "class", "aria-hidden", "tabindex", "id", "lang", "dir", "start", "type", "reversed", "colspan",
    "rowspan", "scope", "src", "alt", "width", "height", "loading", "decoding",
}  # fmt: skip
CLASSES = {"anchor", "table", "align-center", "align-right", "pull-quote"}


class Seen(HTMLParser):
    """Fails at whatever a browser should not see in an article."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in IMPORTED.tags
        assert {name for name, _ in attrs} <= HARMLESS
        found = {name: value or "" for name, value in attrs}
        assert found.get("class", "anchor") in CLASSES
        assert found.get("id", "h-").startswith("h-")
        assert found.get("src", "/media/").startswith("/media/")
        scheme = re.match(r"[\s\x00-\x20]*([a-z][a-z0-9+.-]*):", found.get("href", ""), re.I)
        assert scheme is None or scheme[1].lower() in {"http", "https", "mailto"}


def assert_harmless(rendered: Rendered) -> None:
    for block in rendered.blocks:
        if "html" in block:
            Seen(block["html"])
            assert clean(block["html"], IMPORTED) == block["html"]  # Nothing has touched it since.
        elif "link" in block:
            assert urlsplit(block["link"]).scheme in {"", "http", "https", "mailto"}


@pytest.fixture
def vectors(shared: Path) -> list[str]:
    """Every published vector and every awkward string."""
    purify = (shared / "xss" / "dompurify-expect.mjs").read_text("utf-8")
    payloads = re.findall(r'^ *"payload": ("(?:[^"\\]|\\.)*")', purify, re.M)
    h5sc = (shared / "xss" / "h5sc-vectors.txt").read_text("utf-8")
    pieces = re.split(r'(?=<div id="\d+">)', h5sc)
    strings = json.loads((shared / "strings" / "blns.json").read_text("utf-8"))
    found = [*map(json.loads, payloads), *pieces, *h5sc.splitlines(), *strings]
    assert len(found) > 1000
    return found


@pytest.mark.parametrize("around", ["{}", "<table><tr><td><a href='/x'>a {} b"])
def test_no_published_vector_keeps_its_teeth(around: str, vectors: list[str], render: Render) -> None:
    for vector in vectors:
        assert_harmless(render(around.format(vector)))
    assert_harmless(render(around.format("".join(vectors))))


@pytest.mark.parametrize(
    "piece",
    [
        "<div>", "<blockquote>x", "<ul><li>x", "<table><tr><td>x", "<b>", "<a href=x>y", "<p><b>", "<details><summary>",
        "<figure>", "<figure><img src=gone>", "<dl><dd>", "<iframe>", "<object>", "<span id=x>", "<", "&", "&#x", "<!--",
        '<a b="', "\0", "\x01&#1;", "</p>", "<br>", "<svg><style>", "<pre>x\n", "<h2>part", "<img src='http://[' alt=x>",
    ],
)  # fmt: skip
def test_ten_thousand_of_a_kind_are_rendered(piece: str, render: Render) -> None:
    rendered = render(f"{piece * 10_000}<p>The end.")
    assert_harmless(rendered)
    assert not re.search(
        r"[\x00-\x08\x0b-\x1f]", json.dumps(rendered.blocks, ensure_ascii=False).replace("\\n", "")
    )


def test_an_empty_text_is_one(render: Render) -> None:
    assert render("") == Rendered([], "")
