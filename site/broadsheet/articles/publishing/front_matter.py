"""The head of an article's file: YAML between two lines of `---`, checked key by key.

A `Broken` says which line is wrong and why; what is merely unknown is a `Remark`, and the article is published.
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import yaml
from babel import Locale, UnknownLocaleError

from ..old_addresses import clean_address

KEYS = {
    "title",
    "kicker",
    "standfirst",
    "language",
    "page",
    "corrections",
    "author",
    "section",
    "series",
    "tags",
    "published",
    "updated",
    "image",
    "path",
    "aliases",
    "related",
    "unrelated",
    "draft",
    "pinned",
    "markup",
}
IMAGE_KEYS = {"file", "alt", "caption", "credit"}
CORRECTION_KEYS = {"date", "text"}
DEFAULT_SECTION = "News"
MARKUPS = ("markdown", "html")
LONGEST_TEXT = 1_000
FIRST_YEAR = 1000  # Earlier years have fewer digits, which no date format of the web takes.
LAST_YEAR = 9998  # The end of 9999 has no moment in time zones east of Greenwich.


class Broken(Exception):
    """The file cannot be published: the line, counted from 1, and the reason."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class Remark:
    """Something in a file that was left aside."""

    line: int
    reason: str


@dataclass(frozen=True)
class Corrected:
    """A correction: since when the text is right, and what was wrong before."""

    made: datetime
    text: str


@dataclass(frozen=True)
class FrontMatter:
    """The head of an article. `text_line` is the line on which its text begins.

    `related` and `unrelated` are ids of articles: what is shown first beside it, and what never.
    """

    title: str
    kicker: str = ""
    standfirst: str = ""
    language: str | None = None
    page: bool = False
    authors: list[str] = field(default_factory=list)
    section: str = DEFAULT_SECTION
    series: str | None = None
    tags: list[str] = field(default_factory=list)
    published: datetime | None = None
    updated: datetime | None = None
    image: dict[str, str] | None = None
    path: str = ""
    aliases: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    unrelated: list[str] = field(default_factory=list)
    corrections: list[Corrected] = field(default_factory=list)
    draft: bool = False
    pinned: bool = False
    markup: str = MARKUPS[0]
    text_line: int = 1
    lines: dict[str, int] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


class PlainLoader(yaml.BaseLoader):
    """YAML whose values are texts as they stand, without aliases, which can make a small file enormous.

    Full YAML would read `12:30` as 750 and `no` as false.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="aliases (*name) are not supported", problem_mark=mark)
        return super().compose_node(parent, index)


def split_file(content: str) -> tuple[str, str, int]:
    """Return the head, the text and the line on which the text begins; raise `Broken`."""
    lines = content.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if lines[0].strip() != "---":
        raise Broken(1, "the file must begin with a line of three hyphens (---), then keys such as title: …")
    for number, line in enumerate(lines[1:], start=2):
        if line.strip() == "---":
            return "\n".join(lines[1 : number - 1]), "\n".join(lines[number:]), number + 1
    raise Broken(1, "the head is never closed; put a line of three hyphens (---) between it and the text")


def read_front_matter(content: str, zone: ZoneInfo) -> tuple[FrontMatter, str]:
    """Return the head and the text of an article's file; raise `Broken`."""
    head, text, text_line = split_file(content)
    values, lines = _read_yaml(head)
    reader = _Reader(values, lines, zone)
    front = FrontMatter(
        title=reader.text("title"),
        kicker=reader.text("kicker", ""),
        language=reader.language(),
        page=reader.flag("page"),
        corrections=reader.corrections(),
        standfirst=reader.text("standfirst", ""),
        authors=reader.texts("author"),
        section=reader.text("section", DEFAULT_SECTION),
        series=reader.text("series", "") or None,
        tags=reader.texts("tags"),
        published=reader.moment("published"),
        updated=reader.moment("updated"),
        image=reader.image(),
        path=reader.path(),
        aliases=reader.aliases(),
        related=reader.articles("related"),
        unrelated=reader.articles("unrelated"),
        draft=reader.flag("draft"),
        pinned=reader.flag("pinned"),
        markup=reader.markup(),
        text_line=text_line,
        lines=lines,
        remarks=[
            Remark(
                line, f"there is no key {key!r}, so it was left aside; the keys are {', '.join(sorted(KEYS))}"
            )
            for key, line in lines.items()
            if key not in KEYS
        ],
    )
    return front, text


def _read_yaml(head: str) -> tuple[dict[str, Any], dict[str, int]]:
    """Return the values by key and the file's line of each key."""
    try:
        loader = PlainLoader(head)
        node = loader.get_single_node()
        if node is None:
            return {}, {}
        if not isinstance(node, yaml.MappingNode):
            raise Broken(2, "the head must be keys and values, such as title: My story")
        lines = _lines_of_keys(node)
        return {str(key): value for key, value in loader.construct_mapping(node, deep=True).items()}, lines
    except yaml.MarkedYAMLError as error:
        raise _explain(error) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Broken(2, f"the head cannot be read: {error}".splitlines()[0]) from error


def _lines_of_keys(node: yaml.MappingNode) -> dict[str, int]:
    lines: dict[str, int] = {}
    for key, _value in node.value:
        line, name = key.start_mark.line + 2, str(key.value)
        if name in lines:
            raise Broken(line, f"the key {name} stands on line {lines[name]} already; keep one of them")
        lines[name] = line
    return lines


def _explain(error: yaml.MarkedYAMLError) -> Broken:
    """Say in plain words what YAML did not understand, and on which line it began."""
    problem = error.problem or error.context or "this cannot be read"
    mark = error.problem_mark or error.context_mark
    if "quoted scalar" in (error.context or "") and error.context_mark:
        mark, problem = error.context_mark, "a quotation mark opens here and is never closed"
    elif "mapping values" in problem:
        problem = "there is a second colon in this line; put quotes around the value"
    elif problem.endswith("got '?'"):
        problem = "there is a question mark in this list; put quotes around each of its texts"
    return Broken(mark.line + 2 if mark else 2, problem)


class _Reader:
    """Takes the values one by one and says on which line one is wrong."""

    def __init__(self, values: dict[str, Any], lines: dict[str, int], zone: ZoneInfo) -> None:
        self.values, self.lines, self.zone = values, lines, zone

    def fail(self, key: str, reason: str) -> Broken:
        return Broken(self.lines.get(key, 1), f"{key} {reason}")

    def text(self, key: str, default: str | None = None) -> str:
        value = self.values.get(key)
        empty = value is None or value == ""
        if empty and default is not None:
            return default
        if empty:
            raise self.fail(key, f"is missing; add a line such as {key}: …")
        if isinstance(value, dict | list):
            raise self.fail(key, "must be one text; put quotes around it")
        return self.checked(key, " ".join(str(value).split()))

    def checked(self, key: str, text: str) -> str:
        """Return a text that can be stored and shown, or fail."""
        if len(text) > LONGEST_TEXT:
            raise self.fail(key, f"has {len(text)} characters; the most is {LONGEST_TEXT}")
        for character in text:
            if unicodedata.category(character) in {"Cc", "Cs"}:
                raise self.fail(
                    key, f"has a character that cannot be shown (U+{ord(character):04X}); remove it"
                )
        return text

    def listed(self, key: str) -> list[str]:
        value = self.values.get(key)
        found = value if isinstance(value, list) else [value]
        if any(isinstance(item, dict | list) for item in found):
            raise self.fail(key, "must be a text or a list of texts, such as [one, two]")
        return [item for item in found if item]

    def texts(self, key: str) -> list[str]:
        texts = [self.checked(key, " ".join(item.split())) for item in self.listed(key)]
        return [text for text in dict.fromkeys(texts) if text]

    def aliases(self) -> list[str]:
        """Return old addresses, which may hold characters that a path may not."""
        found = []
        for written in self.listed("aliases"):
            try:
                found.append(clean_address(written))
            except ValueError as error:
                raise self.fail("aliases", f"has {written[:100]!r}; {error}") from error
        return list(dict.fromkeys(found))

    def articles(self, key: str) -> list[str]:
        """Return ids of articles, which may be written as the names of their files."""
        return [name.removesuffix(".md") for name in self.texts(key)]

    def moment(self, key: str) -> datetime | None:
        text = self.text(key, "")
        return self.read_moment(key, text) if text else None

    def read_moment(self, key: str, text: str) -> datetime:
        try:
            value = datetime.fromisoformat(text)
            found = (value if value.tzinfo else value.replace(tzinfo=self.zone)).astimezone(UTC)
        except (OverflowError, ValueError) as error:
            example = "a date such as 2026-11-20, or 2026-11-20 09:30"
            raise self.fail(key, f"is {text!r}; it must be {example}") from error
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise self.fail(key, f"is {text!r}; the year must lie between {FIRST_YEAR} and {LAST_YEAR}")
        return found

    def language(self) -> str | None:
        """Return the tag of a language (RFC 5646) in its usual spelling, such as `pt-BR`."""
        text = self.text("language", "")
        if not text:
            return None
        try:
            return str(Locale.parse(text, sep="-")).replace("_", "-")
        except (UnknownLocaleError, ValueError) as error:
            raise self.fail("language", f"is {text!r}; it must be a tag such as en, de or pt-BR") from error

    def corrections(self) -> list[Corrected]:
        value = self.values.get("corrections") or []
        if not isinstance(value, list):
            raise self.fail("corrections", "must be a list of entries, each with the keys date and text")
        return [self.correction(entry) for entry in value]

    def correction(self, entry: Any) -> Corrected:
        plain = isinstance(entry, dict) and all(isinstance(v, str) for v in entry.values())
        if not plain or set(entry) != CORRECTION_KEYS or not entry["text"].strip():
            raise self.fail("corrections", "must be a list of entries, each with the keys date and text")
        text = self.checked("corrections", " ".join(entry["text"].split()))
        return Corrected(self.read_moment("corrections", entry["date"]), text)

    def flag(self, key: str) -> bool:
        value = self.text(key, "false")
        if value not in {"true", "false"}:
            raise self.fail(key, "must be true or false")
        return value == "true"

    def markup(self) -> str:
        value = self.text("markup", MARKUPS[0])
        if value not in MARKUPS:
            raise self.fail("markup", f"is {value!r}; it must be {' or '.join(MARKUPS)}")
        return value

    def image(self) -> dict[str, str] | None:
        value = self.values.get("image")
        if not value:
            return None
        if isinstance(value, str):
            value = {"file": value}
        plain = isinstance(value, dict) and all(isinstance(v, str) for v in value.values())
        if not plain or not value.get("file") or not set(value) <= IMAGE_KEYS:
            raise self.fail("image", "must be a file name, or the keys file, alt, caption and credit")
        return {name: self.checked("image", " ".join(text.split())) for name, text in value.items()}

    def path(self) -> str:
        value = unquote(self.text("path", ""))
        if not value:
            return ""
        odd = any(character in "?#\\" or not character.isprintable() for character in value)
        odd = odd or not {".", ".."}.isdisjoint(value.split("/"))
        if odd or "://" in value or "//" in value:
            raise self.fail("path", f"is {value!r}; it must be like /2026/11/my-story/")
        return "/" + value.removeprefix("/")
