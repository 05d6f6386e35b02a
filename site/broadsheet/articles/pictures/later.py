"""What takes longest of a picture's versions is made after publishing, so that neither a start nor an article waits for it.

The process that published does so. What it leaves when it ends is made when it is first asked for (`views`).
"""

from collections import deque
from collections.abc import Iterable

from flask import Flask, current_app

from ...chores import add_chore
from ...settings import settings_of
from .finding import PictureError, find_picture
from .making import MakingError, make_versions

SECONDS_BETWEEN_TURNS = 1


def init_app(app: Flask) -> None:
    app.extensions["broadsheet.pictures.later"] = deque()
    add_chore(app, "make pictures", SECONDS_BETWEEN_TURNS, make_what_waits)


def make_later(names: Iterable[str]) -> None:
    """Have the rest of the versions made of pictures, named by their files below the folder of articles."""
    _waiting().extend(names)


def make_what_waits() -> str:
    settings = settings_of(current_app)
    root = settings.content_folder
    done = 0
    while _waiting():
        name = _waiting().popleft()
        try:
            make_versions(
                root, find_picture(root, root, f"/{name}"), settings.pictures_folder, quick_ones_only=False
            )
            done += 1
        except (PictureError, MakingError) as error:  # An editor was told of it in publishing.
            current_app.logger.info("The versions of %s were not made: %s.", name, error)
    return f"{done} pictures" if done else ""


def _waiting() -> deque[str]:
    waiting: deque[str] = current_app.extensions["broadsheet.pictures.later"]
    return waiting
