"""No template says anything to a reader that is not marked for translation."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment

from broadsheet.shipped import shipped

TEMPLATES = sorted(
    file
    for file in shipped("templates").rglob("*.*")
    if (file.suffix == ".html" and file.parent.name != "demo") or file.parent.name == "mails"
)
SPOKEN = re.compile(r'(?:aria-label|title|placeholder|alt|content)="([^"]*)"')
# A command is the same in every language; what machines read is no language.
MACHINES = r'<meta (?:name="(?:viewport|color-scheme|robots|twitter:card)"|charset)[^>]*>|<!doctype html>'
NO_LANGUAGE = re.compile(rf'<code>.*?</code>| (?:lang|dir)="[^"]*"|&\w+;|{MACHINES}', re.S)


def said_without_mark(source: str) -> list[str]:
    """Return what stands in a template outside of its tags and expressions, and in attributes that are read aloud."""
    parts = []
    for _line, kind, value in Environment(autoescape=True).lex(source):
        parts.append(value if kind == "data" else "\x00" if kind.endswith("begin") else "")
    text = NO_LANGUAGE.sub("", "".join(parts))
    spoken = SPOKEN.findall(text)
    plain = re.sub(r"<[^>]*>", "\x00", text).split("\x00")
    return [words.strip() for words in (*spoken, *plain) if re.search(r"[^\W\d_]{2}", words)]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_a_template_says_nothing_of_its_own(template: Path) -> None:
    assert said_without_mark(template.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello</p>",
        '<a aria-label="Next">{{ x }}</a>',
        "{% if x %}more{% endif %}",
        '<img alt="A boat">',
        "<p>{{ _('x') }} and more</p>",
    ],
)
def test_words_without_a_mark_are_found(source: str) -> None:
    assert said_without_mark(source)
