"""The head of an article's file: YAML between two lines of `---`, checked key by key.

A `Broken` says which line is wrong and why; what is merely unknown is a `Remark`, and the article is published.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import yaml

KEYS = {"title", "standfirst", "author", "section", "tags", "published", "updated", "image", "path", "draft"}
IMAGE_KEYS = {"file", "alt", "caption", "credit"}
DEFAULT_SECTION = "News"


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
class FrontMatter:
    """The head of an article. `text_line` is the line on which its text begins."""

    title: str
    standfirst: str = ""
    authors: list[str] = field(default_factory=list)
    section: str = DEFAULT_SECTION
    tags: list[str] = field(default_factory=list)
    published: datetime | None = None
    updated: datetime | None = None
    image: dict[str, str] | None = None
    path: str = ""
    draft: bool = False
    text_line: int = 1
    lines: dict[str, int] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


class PlainLoader(yaml.SafeLoader):
    """YAML without aliases, which can make a small file enormous."""

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
        standfirst=reader.text("standfirst", ""),
        authors=reader.texts("author"),
        section=reader.text("section", DEFAULT_SECTION),
        tags=reader.texts("tags"),
        published=reader.moment("published"),
        updated=reader.moment("updated"),
        image=reader.image(),
        path=reader.path(),
        draft=reader.flag("draft"),
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
        lines = {str(key.value): key.start_mark.line + 2 for key, _value in node.value}
        return {str(key): value for key, value in loader.construct_mapping(node, deep=True).items()}, lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        hint = (
            "; put quotes around a value that has a colon in it"
            if "mapping values" in (error.problem or "")
            else ""
        )
        raise Broken(mark.line + 2 if mark else 2, f"{error.problem or error.context}{hint}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Broken(2, f"the head cannot be read: {error}".splitlines()[0]) from error


class _Reader:
    """Takes the values one by one and says on which line one is wrong."""

    def __init__(self, values: dict[str, Any], lines: dict[str, int], zone: ZoneInfo) -> None:
        self.values, self.lines, self.zone = values, lines, zone

    def fail(self, key: str, reason: str) -> Broken:
        return Broken(self.lines.get(key, 1), f"{key} {reason}")

    def text(self, key: str, default: str | None = None) -> str:
        value = self.values.get(key)
        if value is None and default is not None:
            return default
        if value is None:
            raise self.fail(key, f"is missing; add a line such as {key}: …")
        if isinstance(value, dict | list):
            raise self.fail(key, "must be one text; put quotes around it")
        found = " ".join(str(value).split())
        if not found and default is None:
            raise self.fail(key, "is empty")
        return found or (default or "")

    def texts(self, key: str) -> list[str]:
        value = self.values.get(key)
        found = value if isinstance(value, list) else [value]
        if any(isinstance(item, dict | list) for item in found):
            raise self.fail(key, "must be a text or a list of texts, such as [one, two]")
        texts = [" ".join(str(item).split()) for item in found if item is not None]
        return [text for text in dict.fromkeys(texts) if text]

    def moment(self, key: str) -> datetime | None:
        value = self.values.get(key)
        if isinstance(value, str):
            with suppress(ValueError):
                value = datetime.fromisoformat(value.strip())
        if isinstance(value, date) and not isinstance(value, datetime):
            value = datetime(value.year, value.month, value.day, tzinfo=self.zone)
        if value is None:
            return None
        if not isinstance(value, datetime):
            raise self.fail(
                key, f"is {str(value)!r}; it must be a date such as 2026-11-20 or 2026-11-20 09:30"
            )
        try:
            return (value if value.tzinfo else value.replace(tzinfo=self.zone)).astimezone(UTC)
        except (OverflowError, ValueError) as error:
            raise self.fail(key, f"is {str(value)!r}, which is out of range") from error

    def flag(self, key: str) -> bool:
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.fail(key, "must be true or false")
        return value

    def image(self) -> dict[str, str] | None:
        value = self.values.get("image")
        if value is None:
            return None
        if isinstance(value, str):
            value = {"file": value}
        plain = isinstance(value, dict) and all(isinstance(v, str) for v in value.values())
        if not plain or "file" not in value or not set(value) <= IMAGE_KEYS:
            raise self.fail("image", "must be a file name, or the keys file, alt, caption and credit")
        return dict(value)

    def path(self) -> str:
        value = self.text("path", "")
        if not value:
            return ""
        if "://" in value or any(c in value for c in "?#\\ ") or ".." in value or "//" in value:
            raise self.fail("path", f"is {value!r}; it must be like /2026/11/my-story/")
        return "/" + value.removeprefix("/")
