"""Names that only the newsroom may use."""

from collections.abc import Callable, Iterable, Iterator

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from ...settings import settings_of
from ..models import COMMENTS

KEY = "broadsheet.comments.reserved_names"
STAFF_NAMES = select(COMMENTS.c.name).where(COMMENTS.c.staff).distinct()

ListNames = Callable[[Session], Iterable[str]]


def reserve_names(app: Flask, list_names: ListNames) -> None:
    """Keep more names for the newsroom, such as those of its accounts, which are asked for at each comment."""
    app.extensions.setdefault(KEY, []).append(list_names)


def list_reserved(session: Session) -> Iterator[str]:
    """Yield the names of the setting, the site's, those of staff who wrote, and what else was reserved."""
    settings = settings_of(current_app)
    yield from (name.strip() for name in settings.comments_reserved_names.split(","))
    yield settings.site_name
    yield from session.connection().scalars(STAFF_NAMES)
    for list_names in current_app.extensions.get(KEY, ()):
        yield from list_names(session)
