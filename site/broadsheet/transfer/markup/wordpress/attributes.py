"""The attributes that stay: what says something to readers. What is for a theme's or an editor's eyes goes."""

import re

from bs4.element import Tag

EVERYWHERE = ("id", "lang", "dir")
KEPT = {
    "a": ("href", "title"),
    "abbr": ("title",),
    "acronym": ("title",),
    "ol": ("start", "reversed", "type"),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "blockquote": ("cite", "class"),
    "q": ("cite",),
    "iframe": ("src", "title"),
    "video": ("src", "poster", "controls"),
    "audio": ("src", "controls"),
    "source": ("src", "type"),
    "track": ("src", "kind", "srclang", "label"),
    "time": ("datetime",),
}
OF_WORDPRESS = re.compile(r"(?:wp-|has-|is-|align).*")


def keep_attributes(tag: Tag) -> dict[str, str]:
    """Return the attributes of a tag that stay."""
    names = (*EVERYWHERE, *KEPT.get(tag.name, ()))
    kept = {name: said(tag, name) for name in names if name in tag.attrs}
    if "class" in kept:
        classes = [name for name in kept["class"].split() if not OF_WORDPRESS.fullmatch(name)]
        kept |= {"class": " ".join(classes)}
    if kept.get("id", "").startswith("wp-"):
        del kept["id"]
    return {name: value for name, value in kept.items() if value or name in {"controls", "reversed"}}


def said(tag: Tag, name: str) -> str:
    value = tag.get(name)
    return " ".join(value) if isinstance(value, list) else str(value or "")


def has_class(tag: Tag, *names: str) -> bool:
    classes = said(tag, "class").split()
    return any(name in classes for name in names)
