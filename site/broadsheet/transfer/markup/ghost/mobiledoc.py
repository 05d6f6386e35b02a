"""Mobiledoc 0.3, which Ghost's editor wrote from 2017 until 2023, becomes HTML.

A document holds `markups`, `atoms` and `cards`, and `sections` that refer to them by number
(https://github.com/bustle/mobiledoc-kit, MOBILEDOC.md).
"""

from typing import Any

from bs4.element import Tag

from ..elements import make_element, make_root, write_html
from .card_parts import make_image
from .cards import make_card

MARKUP, IMAGE, LIST, CARD = 1, 2, 3, 10
ATOM = 1
DEEPEST = 50
SECTIONS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol"}
# Names of sections that HTML does not know.
OTHER_SECTIONS = {"aside": "blockquote", "pull-quote": "blockquote"}
MARKUPS = {"a", "b", "code", "del", "em", "i", "mark", "s", "small", "strong", "sub", "sup", "u"}


def mobiledoc_to_html(document: dict[str, Any]) -> tuple[str, list[str]]:
    """Return the HTML of a document, not cleaned yet, and notes on what changed or was left out."""
    root, notes = make_root(), dict[str, None]()
    for section in _list(document.get("sections")):
        note = _place_section(document, _list(section), root)
        if note:
            notes[note] = None
    return write_html(root), list(notes)


def _place_section(document: dict[str, Any], section: list[Any], root: Tag) -> str:
    kind, first, second = _take(section, 0), _take(section, 1), _take(section, 2)
    if kind == CARD:
        return _place_card(document, first, root)
    if kind == IMAGE:
        root.extend(make_image({"src": first}))
    elif kind == LIST:
        entries = [_place_markers(document, entry, make_element("li")) for entry in _list(second)]
        root.append(make_element(_name_section(first, "ul"), *entries))
    elif kind == MARKUP and second:
        root.append(_place_markers(document, second, make_element(_name_section(first, "p"))))
    return ""


def _place_card(document: dict[str, Any], number: object, root: Tag) -> str:
    card = _list(_take(document.get("cards"), number))
    name, payload = _take(card, 0), _take(card, 1)
    if not isinstance(name, str):
        return "a card is missing in the file"
    parts, note = make_card(name, payload if isinstance(payload, dict) else {})
    root.extend(parts)
    return note


def _place_markers(document: dict[str, Any], markers: object, element: Tag) -> Tag:
    """Put markers into an element: each opens markups, says a text or an atom, and closes so many of what is open."""
    open_now = [element]
    for marker in map(_list, _list(markers)):
        for number in _list(_take(marker, 1)):
            open_now.append(_open_markup(document, number, open_now[-1], len(open_now)))
        open_now[-1].append(_make_inline(document, marker))
        closed = _take(marker, 2)
        count = closed if isinstance(closed, int) else 0
        del open_now[max(1, len(open_now) - max(0, count)) :]
    return element


def _open_markup(document: dict[str, Any], number: object, parent: Tag, depth: int) -> Tag:
    markup = _list(_take(document.get("markups"), number))
    name = str(_take(markup, 0)).lower()
    if name not in MARKUPS or depth > DEEPEST:
        return parent
    attributes = _list(_take(markup, 1))
    address = next(
        (value for key, value in zip(attributes[::2], attributes[1::2], strict=False) if key == "href"), ""
    )
    element = make_element(name, **({"href": address} if name == "a" and isinstance(address, str) else {}))
    parent.append(element)
    return element


def _make_inline(document: dict[str, Any], marker: list[Any]) -> Tag | str:
    value = _take(marker, 3)
    if _take(marker, 0) != ATOM:
        return value if isinstance(value, str) else ""
    atom = _list(_take(document.get("atoms"), value))
    text = _take(atom, 1)
    return make_element("br") if _take(atom, 0) == "soft-return" else text if isinstance(text, str) else ""


def _name_section(name: object, default: str) -> str:
    known = OTHER_SECTIONS.get(str(name).lower(), str(name).lower())
    return known if known in SECTIONS else default


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _take(values: object, number: object) -> Any:
    """Return what stands at a place, or None where there is no such place."""
    there = isinstance(values, list) and isinstance(number, int) and 0 <= number < len(values)
    return values[number] if there else None  # type: ignore[index]
