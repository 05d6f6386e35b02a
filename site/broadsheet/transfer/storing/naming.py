"""Where an imported article lies and is read: the name of its file, and its address."""

import re
from collections.abc import Iterator
from itertools import count
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from ...articles.slugs import make_slug
from ..items import ForeignArticle

NICE = re.compile(r"[^\W_](?:[\w.,+~@-]*\w)?")  # A name of a file that no shell and no system stumbles over.
SLASHES = re.compile("/{2,}")  # Servers take several for one.
LONGEST_NAME = 150  # bytes of a part of a file's name; file systems take 255
MOST_PARTS = 10
PAGE_NAMES = ("index.html", "index.htm", "index.php")


def split_address(address: str) -> tuple[str, str]:
    """Return path and query of an address of the old site, not percent-encoded; both are empty where there is neither."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return "", ""
    path = SLASHES.sub("/", f"/{unquote(parts.path)}") if parts.path or parts.query else ""
    return path, unquote(parts.query)


def is_path(path: str) -> bool:
    """Whether `path` can be the address of an article (see `articles.publishing.front_matter`)."""
    odd = any(character in "?#\\" or not character.isprintable() for character in path)
    parts = path.split("/")
    return len(path) > 1 and not (odd or "" in parts[1:-1] or {".", ".."} & set(parts)) and len(path) <= 1_000


def suggest_files(article: ForeignArticle, path: str) -> Iterator[str]:
    """Yield names for the file of an article, the best first, without end."""
    parts = [
        name
        for part in path.split("/")
        if part not in {"", *PAGE_NAMES}
        for name in [make_name(part)]
        if name
    ]
    parts = (
        parts
        if 0 < len(parts) <= MOST_PARTS
        else [make_name(article.id) or make_name(article.title) or "article"]
    )
    stem = str(PurePosixPath(*parts))
    yield f"{stem}.md"
    yield from (f"{stem}-{number}.md" for number in count(2))


def suggest_paths(article: ForeignArticle, section: str) -> Iterator[str]:
    """Yield addresses for an article that brought none, or none that it can have here, the best first, without end."""
    slug = make_slug(article.slug) or make_slug(article.title) or make_slug(article.id) or "article"
    first = "" if article.is_page else f"/{make_slug(section) or 'news'}"
    yield f"{first}/{slug}"
    yield from (f"{first}/{slug}-{number}" for number in count(2))


def make_name(part: str) -> str:
    """Return a part of an address as the name of a file or folder: as it stands, if it is a nice one."""
    for ending in (".html", ".htm", ".php", ".md"):
        part = part.removesuffix(ending)
    nice = NICE.fullmatch(part) and len(part.encode()) <= LONGEST_NAME
    name = part if nice else make_slug(part)
    while len(name.encode()) > LONGEST_NAME:
        name = name[:-10]
    return name
