"""Change an article's file key by key: what is not meant stays as it is, byte for byte.

A head is somebody's text, with an order, notes and quotation marks of their own, so it is never written anew from what was
read. The lines of a key are found by the marks of the YAML parser, and others are put in their place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from .front_matter import Broken, PlainLoader, split_file

Value = str | bool | list[str] | dict[str, str] | None  # None takes the key out.

NOT_BY_LINES = (
    "the head is written so that single keys cannot be changed in it; change the whole file instead"
)


@dataclass(frozen=True)
class Span:
    """The lines of a key in the head, counted from 0, without `end`; `rest` is what follows the value on a single line."""

    begin: int
    end: int
    rest: str = ""


def change_head(content: str, changes: Mapping[str, Value]) -> str:
    """Return the content of a file with some keys of its head changed; raise `Broken` where that cannot be done.

    Keys that are not there yet come last. A byte order mark and the ends of lines stay as they are.
    """
    head, _text, text_line = split_file(content)
    lines = content.split("\n")
    first, last = lines[:1], lines[text_line - 2 :]
    eol = "\r" if lines[0].endswith("\r") else ""
    before, spans, indent = _find_spans(head)
    inside = lines[1 : text_line - 2]
    for key, value in sorted(changes.items(), key=lambda change: -spans.get(change[0], Span(-1, 0)).begin):
        span = spans.get(key)
        written = [indent + line for line in _write(key, value)]
        if span and written:
            written[0] += span.rest
        if span:
            inside[span.begin : span.end] = [line + eol for line in written]
    for key, value in changes.items():
        if key not in spans:
            inside += [indent + line + eol for line in _write(key, value)]
    changed = "\n".join([*first, *inside, *last])
    _check(changed, before, changes)
    return changed


def change_text(content: str, text: str) -> str:
    """Return the content of a file with another text below its head; where that says the same, nothing changes.

    `text` is as a form sends it. The empty lines around it, and how lines end, stay as they are in the file.
    """
    _head, present, text_line = split_file(content)
    inner, typed = present.strip("\n"), tidy_lines(text).strip("\n")
    if tidy_lines(inner) == typed:
        return content
    lead, _, tail = present.partition(inner) if inner else ("\n", "", "\n")
    above, below = content.split("\n")[: text_line - 1], f"{lead}{typed}{tail}".split("\n")
    eol = "\r" if above[0].endswith("\r") else ""
    return "\n".join([*above, *(line + eol for line in below[:-1]), below[-1]])


def tidy_lines(text: str) -> str:
    """Return a text whose lines end as ours do, whatever a browser or another system made of them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _find_spans(head: str) -> tuple[dict[str, Any], dict[str, Span], str]:
    """Return the values by key, the lines of each key, and how far the keys are set in; raise `Broken`."""
    node = _compose(head)
    if node is None:
        return {}, {}, ""
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        raise Broken(2, NOT_BY_LINES)
    lines = head.split("\n")
    spans = {str(key.value): _find_span(head, lines, key, value) for key, value in node.value}
    return _read(head), spans, " " * node.start_mark.column


def _find_span(head: str, lines: list[str], key: yaml.Node, value: yaml.Node) -> Span:
    begin, last = (_line_at(head, mark.index) for mark in (key.start_mark, value.end_mark))
    at = _column_at(head, value.end_mark.index)
    if last == begin:
        return Span(begin, begin + 1, _rest(lines[begin][at:]))
    end = last + 1 if at and lines[last][:at].strip() else last
    while end > begin + 1 and _is_between(lines[end - 1]):
        end -= 1
    return Span(begin, end)


def _rest(text: str) -> str:
    """Return a note that stands behind a value, with the blanks before it."""
    return text if text.lstrip().startswith("#") else ""


def _is_between(line: str) -> bool:
    """Whether a line belongs to no key: an empty one, or a note at the margin."""
    return not line.strip() or line.startswith("#")


def _line_at(head: str, index: int) -> int:
    return head.count(
        "\n", 0, index
    )  # Not by the mark's line: YAML ends lines at more characters than we do.


def _column_at(head: str, index: int) -> int:
    return index - (head.rfind("\n", 0, index) + 1)


def _write(key: str, value: Value) -> list[str]:
    """Return the lines of a key; a text or a list, however long, stays on one."""
    if value is None:
        return []
    if isinstance(value, list):
        return [f"{key}: {_dump(value, is_flow=True)}"]
    return _dump({key: value}, is_flow=False).split("\n")


def _dump(value: Any, is_flow: bool) -> str:
    style: dict[str, Any] = {"default_flow_style": is_flow, "allow_unicode": True, "width": float("inf")}
    return str(yaml.safe_dump(value, sort_keys=False, **style)).rstrip("\n")


def _check(changed: str, before: dict[str, Any], changes: Mapping[str, Value]) -> None:
    """See to it that the file says now what it is to say, and all else as it did."""
    wanted = {key: value for key, value in {**before, **changes}.items() if value is not None}
    wanted |= {key: "true" if value else "false" for key, value in wanted.items() if isinstance(value, bool)}
    if _read(split_file(changed)[0]) != wanted:
        raise Broken(2, NOT_BY_LINES)


def _compose(head: str) -> yaml.Node | None:
    try:
        return PlainLoader(
            f"{head}\n"
        ).get_single_node()  # As if more followed: then a folded text ends as it did.
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Broken(2, NOT_BY_LINES) from error


def _read(head: str) -> dict[str, Any]:
    node = _compose(head)
    if not isinstance(node, yaml.MappingNode):
        return {}
    try:
        read = PlainLoader("").construct_mapping(node, deep=True)
    except (yaml.YAMLError, RecursionError) as error:
        raise Broken(2, NOT_BY_LINES) from error
    return {str(key): value for key, value in read.items()}
