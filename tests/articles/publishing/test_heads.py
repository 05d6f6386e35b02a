"""Changing a file key by key: what is not meant stays, byte for byte."""

import pytest

from broadsheet.articles.publishing.front_matter import Broken, split_file
from broadsheet.articles.publishing.heads import Value, change_head, change_text

STORY = """---
# Written on the quay.
title: "The ferry: late again"   # or: never on time
author: [Ada Reporter,
  Ben Editor]
tags:
- ferry
# not tide
- quay

# What follows is the desk's.
standfirst: >
  One or two
  # sentences.

published:    2026-11-20 09:30
image:
  file: boat.jpg
  alt: 'A boat'  # small
section:
x-desk: {a: 1}
---

The text, with --- and title: in it.
"""


def list_changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the lines that only one of two files has."""
    one, other = before.split("\n"), after.split("\n")
    return [line for line in one if line not in other], [line for line in other if line not in one]


@pytest.mark.parametrize(
    ("changes", "gone", "new"),
    [
        (
            {"title": "On time"},
            ['title: "The ferry: late again"   # or: never on time'],
            ["title: On time   # or: never on time"],
        ),
        ({"author": ["Ada"]}, ["author: [Ada Reporter,", "  Ben Editor]"], ["author: [Ada]"]),
        ({"tags": ["a", "b: c"]}, ["tags:", "- ferry", "# not tide", "- quay"], ["tags: [a, 'b: c']"]),
        (
            {"standfirst": "Short."},
            ["standfirst: >", "  One or two", "  # sentences."],
            ["standfirst: Short."],
        ),
        ({"section": "Coast"}, ["section:"], ["section: Coast"]),
        (
            {"image": {"file": "x.png", "alt": ""}},
            ["  file: boat.jpg", "  alt: 'A boat'  # small"],
            ["  file: x.png", "  alt: ''"],
        ),
        ({"published": None}, ["published:    2026-11-20 09:30"], []),
        ({"draft": True, "kicker": "#1"}, [], ["draft: true", "kicker: '#1'"]),
        (
            {"title": "true", "section": "2026"},
            None,
            ["title: 'true'   # or: never on time", "section: '2026'"],
        ),
    ],
)
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_only_the_lines_of_a_key_change(
    changes: dict[str, Value], gone: list[str] | None, new: list[str], eol: str, mark: str
) -> None:
    before = mark + STORY.replace("\n", eol)
    after = change_head(before, changes)
    assert after.count("\n") == after.count(eol)
    assert after.startswith(f"{mark}---{eol}")
    found = list_changed(STORY, after.removeprefix(mark).replace("\r\n", "\n"))
    assert found[1] == new
    assert gone is None or found[0] == gone
    assert split_file(after)[1] == split_file(before)[1]


def test_changing_back_gives_the_same_file() -> None:
    plain = "---\ntitle: A\ntags: [a, b]\n---\nText"
    assert (
        change_head(change_head(plain, {"title": "B", "draft": True}), {"title": "A", "draft": None}) == plain
    )


def test_a_long_or_odd_text_stays_on_one_line() -> None:
    odd = 'He said: "no" – ' + "long " * 100 + "\U0001f6a2 \u2028 'x' # y"
    after = change_head("---\ntitle: A\n---\n", {"title": odd})
    assert after.count("\n") == 3
    assert after.split("\n")[1].startswith("title: ")


def test_a_head_that_is_set_in_stays_so() -> None:
    after = change_head("---\n  title: A\n  section: B\n---\n", {"title": "C", "draft": True})
    assert after == "---\n  title: C\n  section: B\n  draft: true\n---\n"


def test_a_separator_of_lines_that_only_yaml_knows_moves_nothing() -> None:
    after = change_head('---\ntitle: "a\u2028b"\nsection: B\n---\n', {"section": "C"})
    assert after == '---\ntitle: "a\u2028b"\nsection: C\n---\n'


def test_an_empty_head_takes_keys() -> None:
    assert change_head("---\n---\nText", {"title": "A"}) == "---\ntitle: A\n---\nText"


@pytest.mark.parametrize(
    "head",
    [
        "{title: A, section: B}",
        "- title",
        "title: &a A\nsection: *a",
        "title: [",
        "title: {a: [b}",
        "[a]: b",
        "&x title: A\n? &y section\n: !!str B\n...\nc",
    ],
)
def test_what_cannot_be_changed_by_lines_is_refused(head: str) -> None:
    with pytest.raises(Broken):
        change_head(f"---\n{head}\n---\nText", {"section": "C"})


def test_a_key_that_is_written_at_length_is_changed_too() -> None:
    assert (
        change_head("---\n? title\n: A\nsection: B\n---\n", {"section": "C"})
        == "---\n? title\n: A\nsection: C\n---\n"
    )


def test_a_text_that_says_the_same_changes_nothing() -> None:
    mixed = "---\r\ntitle: A\n---\r\n\n\nOne\r\ntwo\nthree\rfour\n\n"
    assert change_text(mixed, "One\r\ntwo\r\nthree\r\nfour") == mixed


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\ntitle: A\n---\n\nOld\n", "---\ntitle: A\n---\n\nNew\nline\n"),
        ("---\ntitle: A\n---\nOld", "---\ntitle: A\n---\nNew\nline"),
        ("---\ntitle: A\n---", "---\ntitle: A\n---\n\nNew\nline\n"),
        ("---\ntitle: A\n---\n\n\n", "---\ntitle: A\n---\n\nNew\nline\n"),
        (
            "\ufeff---\r\ntitle: A\r\n---\r\n\r\nOld\r\n",
            "\ufeff---\r\ntitle: A\r\n---\r\n\r\nNew\r\nline\r\n",
        ),
    ],
)
def test_a_new_text_has_the_lines_of_its_file(before: str, after: str) -> None:
    assert change_text(before, "New\r\nline\r\n") == after


def test_a_folded_text_at_the_end_of_a_head_is_no_obstacle() -> None:
    after = change_head("---\nstandfirst: >\n  One\n  two\n---\n", {"title": "A"})
    assert after == "---\nstandfirst: >\n  One\n  two\ntitle: A\n---\n"
