"""Where the lists of the old site lead to: those of its categories, tags and authors, at WordPress' usual addresses."""

from collections.abc import Iterator

from ....articles.slugs import make_slug
from ...items import ForeignAddress
from .library import Library

DEEPEST = 10


def list_old_addresses(library: Library) -> Iterator[ForeignAddress]:
    for slug, (name, _parent) in library.categories.items():
        target = "sections" if name in library.sections else "tags"
        yield from _lead(f"{library.base}/category/{_path_of(library, slug)}/", target, name)
    for id, name in library.terms.items():
        target = "sections" if name in library.sections else "tags"
        yield from _lead(f"{library.base}/?cat={id}", target, name)
    for slug, name in library.tags.items():
        yield from _lead(f"{library.base}/tag/{slug}/", "tags", name)
    for login, name in library.authors.items():
        yield from _lead(f"{library.base}/author/{make_slug(login) or login}/", "authors", name)


def _lead(address: str, target: str, name: str) -> Iterator[ForeignAddress]:
    slug = make_slug(name)
    if slug:
        yield ForeignAddress(address, f"/{target}/{slug}")


def _path_of(library: Library, slug: str) -> str:
    """Return the slugs of a category and of those above it, the outermost first."""
    path = [slug]
    while len(path) < DEEPEST and (parent := library.categories[path[0]][1]) in library.categories:
        path.insert(0, parent)
    return "/".join(path)
