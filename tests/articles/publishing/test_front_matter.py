from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from broadsheet.articles.publishing.front_matter import Broken, read_front_matter

PARIS = ZoneInfo("Europe/Paris")

WHOLE = """---
title: "Whole: with a colon"
standfirst: All keys.
author: [Ada Reporter, Ben Editor]
section: Coast
series: The tide
tags: [tide, harbour, tide]
published: 2026-11-20 09:30
updated: 2026-11-21
image: {file: boat.png, alt: A boat}
path: /2026/11/whole/
related: [deep/harbour, tide.md]
unrelated: bread
---
Text.
"""


def test_every_key_is_understood() -> None:
    front, text = read_front_matter(WHOLE, PARIS)
    assert front.title == "Whole: with a colon"
    assert front.authors == ["Ada Reporter", "Ben Editor"]
    assert front.tags == ["tide", "harbour"]
    assert front.published == datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    assert front.updated == datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
    assert front.image == {"file": "boat.png", "alt": "A boat"}
    assert (front.series, front.related, front.unrelated) == ("The tide", ["deep/harbour", "tide"], ["bread"])
    assert (front.path, front.text_line, text) == ("/2026/11/whole/", 15, "Text.\n")


def test_a_title_is_enough() -> None:
    front, _ = read_front_matter("---\ntitle: Short\n---\n", PARIS)
    assert (front.section, front.authors, front.published, front.draft) == ("News", [], None, False)
    assert (front.series, front.related, front.unrelated) == (None, [], [])


def test_windows_lines_and_a_byte_order_mark_do_no_harm() -> None:
    front, text = read_front_matter("\ufeff---\r\ntitle: From Windows\r\n---\r\nText.\r\n", PARIS)
    assert (front.title, text) == ("From Windows", "Text.\n")


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("", 1, "must begin"),
        ("Just text.", 1, "must begin"),
        ("---\ntitle: x\n", 1, "never closed"),
        ("---\n---\n", 1, "title is missing"),
        ("---\ntitle:\n---\n", 2, "title is missing"),
        ("---\nauthor: A\ntitle: Bad: colon\n---\n", 3, "quotes"),
        ("---\ntitle: x\npublished: yesterday\n---\n", 3, "published is 'yesterday'"),
        ("---\ntitle: x\npublished: 2026-02-30\n---\n", 3, "published is '2026-02-30'"),
        ("---\ntitle: x\ntags: [[a]]\n---\n", 3, "tags must be"),
        ("---\ntitle: {a: b}\n---\n", 2, "title must be one text"),
        ("---\ntitle: x\nimage: [a]\n---\n", 3, "image must be"),
        ("---\ntitle: x\nimage: {file: a, colour: red}\n---\n", 3, "image must be"),
        ("---\ntitle: x\ndraft: perhaps\n---\n", 3, "draft must be true or false"),
        ("---\ntitle: x\npath: https://evil.example/\n---\n", 3, "path is"),
        ("---\ntitle: x\npath: /a/../b\n---\n", 3, "path is"),
        ("---\ntitle: x\npath: /a/%2e\n---\n", 3, "path is"),
        ("---\ntitle: x\npath: ..\n---\n", 3, "path is"),
        ("---\ntitle: x\naliases: https://evil.example/\n---\n", 3, "aliases has"),
        ("---\ntitle: x\naliases: [/a, //evil.example]\n---\n", 3, "aliases has"),
        ("---\ntitle: x\naliases: /\n---\n", 3, "aliases has"),
        ("---\ntitle: x\naliases: [/a, /?p=1]\n---\n", 3, "quotes around each"),
        ("---\ntitle: x\naliases: {a: b}\n---\n", 3, "a text or a list"),
        ("---\ntitle: x\naliases: /a%0Ab\n---\n", 3, "control"),
        ("---\ntitle: x\naliases: /a%00\n---\n", 3, "control"),
        ('---\ntitle: x\naliases: "/a\\ud800"\n---\n', 3, "control"),
        (f"---\ntitle: x\naliases: /{'x' * 1000}\n---\n", 3, "1000 characters"),
        (f"---\ntitle: x\naliases: /{'語' * 999}\n---\n", 3, "2500 bytes"),
        ("---\ntitle: x\n\tauthor: tab\n---\n", 3, "cannot start any token"),
        ("---\n- a list\n---\n", 2, "keys and values"),
        ("---\ntitle: &a x\nauthor: *a\n---\n", 3, "aliases"),
        ('---\ntitle: "open\nauthor: x\n---\n', 2, "never closed"),
        ("---\ntitle: a\nauthor: x\ntitle: b\n---\n", 4, "stands on line 2 already"),
        ('---\ntitle: "a\\0b"\n---\n', 2, r"U\+0000"),
        ('---\ntitle: "a\\ud800b"\n---\n', 2, r"U\+D800"),
        (f"---\ntitle: {'x' * 2000}\n---\n", 2, "2000 characters"),
        ('---\ntitle: x\npath: "/a\\0b"\n---\n', 3, r"U\+0000"),
        ("---\ntitle: x\npublished: 0001-01-01 00:00\n---\n", 3, "published is"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(content: str, line: int, reason: str) -> None:
    with pytest.raises(Broken, match=reason) as caught:
        read_front_matter(content, PARIS)
    assert caught.value.line == line


def test_an_unknown_key_is_a_remark() -> None:
    front, _ = read_front_matter("---\ntitle: x\ntitel: y\n---\n", PARIS)
    assert [(remark.line, "titel" in remark.reason) for remark in front.remarks] == [(3, True)]


@pytest.mark.parametrize("title", ["12:30", "no", "0xff", "2026-11-20", "1_000", "!!int 7", "null", "~"])
def test_a_title_is_taken_as_it_stands(title: str) -> None:
    front, _ = read_front_matter(f"---\ntitle: {title}\n---\n", PARIS)
    assert front.title == title.removeprefix("!!int ")


def test_a_path_may_hold_dots() -> None:
    front, _ = read_front_matter("---\ntitle: x\npath: /2013/wait...what/..a./\n---\n", PARIS)
    assert front.path == "/2013/wait...what/..a./"


def test_old_addresses_are_kept_as_browsers_mean_them() -> None:
    listed = r'["/caf%C3%A9?p=1", "/café?p=1", "/\u202Eodd", "/a\u00a0b", "/100%", ""]'
    front, _ = read_front_matter(f"---\ntitle: x\naliases: {listed}\n---\n", PARIS)
    assert front.aliases == ["/café?p=1", "/\u202eodd", "/a\u00a0b", "/100%"]
    front, _ = read_front_matter("---\ntitle: x\naliases: /2023/09/ferry/\n---\n", PARIS)
    assert front.aliases == ["/2023/09/ferry/"]


def test_a_path_may_be_percent_encoded() -> None:
    front, _ = read_front_matter("---\ntitle: x\npath: /caf%C3%A9%20au/lait\n---\n", PARIS)
    assert front.path == "/café au/lait"


def test_a_text_is_markdown_unless_it_says_html() -> None:
    assert read_front_matter("---\ntitle: A\n---\n", PARIS)[0].markup == "markdown"
    assert read_front_matter("---\ntitle: A\nmarkup: html\n---\n", PARIS)[0].markup == "html"
    with pytest.raises(Broken, match="it must be markdown or html") as caught:
        read_front_matter("---\ntitle: A\nmarkup: rst\n---\n", PARIS)
    assert caught.value.line == 3
