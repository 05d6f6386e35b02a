"""The form of an article: what stands in its fields, and what they change in the file."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import request
from werkzeug.datastructures import MultiDict

from ...articles.publishing.front_matter import MARKUPS, FrontMatter, read_front_matter
from ...articles.publishing.heads import Value, change_head, change_text, tidy_lines

LINES = ("title", "kicker", "standfirst", "section", "published", "path", "language")
LISTS = ("author", "tags", "related", "unrelated")  # One in a line, as names have commas.
IMAGE = ("file", "alt", "caption", "credit")
FIELDS = (*LINES, *LISTS, *(f"image_{name}" for name in IMAGE), "draft", "text", "markup")
EMPTY_FILE = "---\n---\n"
YES = "true"

Values = dict[str, str]


@dataclass(frozen=True)
class Form:
    """What somebody typed: a value for each field, or the `whole` file as a text.

    `source` is the file's name, "" for one to come, and `opened` the digest that it had when it was opened. `was` says of
    each field what it showed then, as `name:digest`, so that one that nobody touched does not undo what others changed.
    `unsent` are fields that did not come at all, of which nothing is said either.
    """

    source: str
    opened: str
    values: Values
    whole: str | None = None
    was: str = ""
    unsent: frozenset[str] = frozenset()


def read_form(form: MultiDict[str, str]) -> Form:
    """Read what was sent; what was not is empty. A box that is not ticked is never sent, so of it that says something."""
    values = {name: tidy_lines(form.get(name, "")) for name in FIELDS}
    whole = tidy_lines(form["whole"]) if "whole" in form else None
    unsent = frozenset(FIELDS) - {*form, "draft"}
    source = form.get("source", "").replace(
        "\0", ""
    )  # No file has it in its name, and PostgreSQL takes none.
    return Form(source, form.get("opened", ""), values, whole, form.get("was", ""), unsent)


def typed_form() -> Form:
    return read_form(request.form)


def fill_values(content: str, zone: ZoneInfo) -> Values:
    """Return what the fields show of a file; raise `Broken` for one that cannot be read so."""
    front, text = read_front_matter(content, zone)
    lines = {name: getattr(front, name) or "" for name in LINES if name != "published"}
    lists = {name: "\n".join(getattr(front, "authors" if name == "author" else name)) for name in LISTS}
    image = {f"image_{name}": (front.image or {}).get(name, "") for name in IMAGE}
    return {
        **lines,
        **lists,
        **image,
        "published": show_published(front, zone),
        "draft": YES if front.draft else "",
        "text": tidy_lines(text).strip("\n"),
        "markup": front.markup,
    }


def describe_shown(values: Values) -> str:
    """Return what fields show, as `Form.was` keeps it."""
    return " ".join(f"{name}:{_digest(values[name])}" for name in FIELDS)


def merge(form: Form, shown: Values) -> Values:
    """Return what the fields are to say: what was typed, and where nothing was, what the file says now."""
    was = set(form.was.split())
    return {
        name: shown[name] if name in form.unsent or f"{name}:{_digest(typed)}" in was else typed
        for name, typed in form.values.items()
    }


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:16]


def show_published(front: FrontMatter, zone: ZoneInfo) -> str:
    return show_local(front.published, zone) if front.published else ""


def show_local(moment: datetime, zone: ZoneInfo) -> str:
    """Return a moment as a field for dates and times has it, in the site's time zone."""
    return f"{moment.astimezone(zone).replace(tzinfo=None):%Y-%m-%dT%H:%M}"


def empty_values(author: str) -> Values:
    return dict.fromkeys(FIELDS, "") | {"author": author, "draft": YES, "markup": MARKUPS[0]}


def apply_form(form: Form, content: str, zone: ZoneInfo) -> str:
    """Return what the file is to be after a form was filled in over `content`; raise `Broken`."""
    if form.whole is not None:
        return apply_whole(form.whole, content)
    shown = fill_values(content, zone) if content != EMPTY_FILE else dict.fromkeys(FIELDS, "")
    return change_text(change_head(content, list_changes(form.values, shown)), form.values["text"])


def apply_whole(typed: str, content: str) -> str:
    """Return a whole file as it was typed, its lines ending as they did; one that says the same stays as it is."""
    if tidy_lines(content).removeprefix("\ufeff") == typed:
        return content
    mark = "\ufeff" if content.startswith("\ufeff") else ""
    is_crlf = "\r\n" in content.partition("\n")[0] + "\n"
    return mark + (typed.replace("\n", "\r\n") if is_crlf else typed)


def list_changes(typed: Values, shown: Values) -> dict[str, Value]:
    """Return the keys of the head whose fields do not say what they were shown with, and what they say now."""
    changes: dict[str, Value] = {}
    for name in LINES:
        if tidy_line(typed[name]) != shown[name]:
            changes[name] = tidy_line(typed[name]) or None
    for name in LISTS:
        if list_lines(typed[name]) != list_lines(shown[name]):
            changes[name] = _write_list(name, list_lines(typed[name]))
    image = {name: tidy_line(typed[f"image_{name}"]) for name in IMAGE}
    if any(image[name] != shown[f"image_{name}"] for name in IMAGE):
        changes["image"] = {name: text for name, text in image.items() if text} or None
    if (typed["draft"] == YES) != (shown["draft"] == YES):
        changes["draft"] = True if typed["draft"] == YES else None
    if not shown["markup"] and typed["markup"] != MARKUPS[0]:  # It is chosen once, for a new file.
        changes["markup"] = typed["markup"] or None
    if "published" in changes:
        changes["published"] = (tidy_line(typed["published"]).replace("T", " ", 1)) or None
    return changes


def tidy_line(text: str) -> str:
    return " ".join(text.split())


def list_lines(text: str) -> list[str]:
    return [line for line in map(tidy_line, text.split("\n")) if line]


def _write_list(name: str, items: list[str]) -> Value:
    if name == "author" and len(items) == 1:
        return items[0]
    return items or None
