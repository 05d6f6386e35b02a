"""Names for what is new in the folder of articles."""

from collections.abc import Iterator
from itertools import count

from flask import current_app

from ...articles.slugs import make_slug
from ...settings import settings_of
from .files import SUFFIX, NotWritten, file_of


def choose_source(title: str) -> str | None:
    """Return the name of a file that is not there yet, by the title of its article; None where no name can be made of it.

    Raise `NotWritten` where there is no folder to have it.
    """
    slug = make_slug(title)
    if not slug:
        return None
    if not settings_of(current_app).content_folder.is_dir():
        raise NotWritten("the folder of articles is not there")
    return next(f"{name}{SUFFIX}" for name in list_names(slug) if not file_of(name + SUFFIX).exists())


def list_names(name: str) -> Iterator[str]:
    """Yield a name, then `name-2`, `name-3` and so on."""
    yield name
    yield from (f"{name}-{number}" for number in count(2))
