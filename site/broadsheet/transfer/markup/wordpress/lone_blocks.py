"""Blocks without HTML of their own: what their attributes say becomes a mark, or a note."""

from collections.abc import Callable
from typing import Any

from .block_names import STATIC, is_dynamic, is_embed
from .block_notes import note_dynamic, note_unknown
from .embeds import make_embed
from .figures import make_figure
from .gallery import make_gallery
from .work import DEEPEST, Node, Work

LONGEST_REUSED = 100_000  # characters of reusable blocks in one text, each as often as it is used


def make_lone_block(work: Work, name: str, attributes: dict[str, Any]) -> str:
    """Return a mark for a block that is a single comment, or nothing; what is left out is noted."""
    make = MAKERS.get("embed" if is_embed(name) else name)
    if make:
        return work.mark(lambda: make(work, attributes))
    if name == "footnotes":
        work.note("The texts of the footnotes are not in the post’s text, so they were left out.")
    elif is_dynamic(name):
        note_dynamic(work, name)
    elif name not in STATIC:
        note_unknown(work, name, is_filled=False)
    return ""


def _make_reused(work: Work, attributes: dict[str, Any]) -> list[Node]:
    """Return what a reusable block holds; such blocks may hold each other, but not endlessly."""
    ref = _said(attributes, "ref")
    text = work.library.find_block(ref) if ref else None
    if text is None:
        work.note(f"The reusable block {ref or 'without a number'} is not in the file, so it was left out.")
        return []
    work.reused_length += len(text)
    if ref in work.reused or len(work.reused) >= DEEPEST or work.reused_length > LONGEST_REUSED:
        work.note(f"The reusable block {ref} lies in itself or is used too often, so it was left out.")
        return []
    work.reused.append(ref)
    try:
        return work.build_all(text)
    finally:
        work.reused.pop()


def _make_embed(work: Work, attributes: dict[str, Any]) -> list[Node]:
    return make_embed(work, _said(attributes, "url"), "The block “embed”")


def _make_social_link(work: Work, attributes: dict[str, Any]) -> list[Node]:
    address, service = _said(attributes, "url"), _said(attributes, "service")
    if not address:
        return []
    return [work.new("li", [work.link(address, _said(attributes, "label") or service.capitalize())])]


def _make_image(work: Work, attributes: dict[str, Any]) -> list[Node]:
    picture = work.library.find_picture(_said(attributes, "id"))
    address = picture.address if picture else _said(attributes, "url")
    return [make_figure(work, address, picture.alt if picture else "")] if address else []


def _make_gallery(work: Work, attributes: dict[str, Any]) -> list[Node]:
    ids = attributes.get("ids")
    return make_gallery(work, [str(id) for id in ids] if isinstance(ids, list) else [])


def _said(attributes: dict[str, Any], name: str) -> str:
    value = attributes.get(name)
    return str(value) if isinstance(value, str | int) else ""


MAKERS: dict[str, Callable[[Work, dict[str, Any]], list[Node]]] = {
    "block": _make_reused,
    "embed": _make_embed,
    "social-link": _make_social_link,
    "image": _make_image,
    "cover": _make_image,
    "gallery": _make_gallery,
}
