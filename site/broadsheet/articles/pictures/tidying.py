"""Clear away the versions of pictures that nobody needs any more, and so every file that a kill left half.

The newest state of a picture that is there is in use, and each of its files is marked so every day by the time of its
change. What was not in use for a month goes: no page that a browser or a proxy kept shows it by then. Were it asked for
after all, it is made again.
"""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from flask import Flask, current_app

from ...chores import add_chore
from ...settings import settings_of
from .versions import split_name

SECONDS_BETWEEN_TURNS = 24 * 3600
SECONDS_KEPT = 30 * 24 * 3600


def init_app(app: Flask) -> None:
    add_chore(app, "tidy pictures", SECONDS_BETWEEN_TURNS, tidy)


def tidy() -> str:
    settings = settings_of(current_app)
    if not settings.content_folder.is_dir():  # One that is not mounted says nothing of what is in use.
        return ""
    removed = tidy_versions(settings.content_folder, settings.pictures_folder, time.time())
    return f"{removed} versions removed" if removed else ""


def tidy_versions(root: Path, folder: Path, now: float) -> int:
    """Mark what is in use of the versions in `folder`, remove what was not for a month, and return how many went."""
    removed = 0
    for place, folders, names in os.walk(folder, topdown=False):
        files = [Path(place) / name for name in names]
        if (root / Path(place).relative_to(folder)).is_file():
            for file in _in_use(files):
                with suppress(FileNotFoundError):
                    os.utime(file, (now, now))
        for file in files:
            if _changed(file) < now - SECONDS_KEPT:
                file.unlink(missing_ok=True)
                removed += 1
        if not files and not folders and _changed(Path(place)) < now - SECONDS_KEPT:
            with suppress(OSError):  # A version may be made in it this moment.
                Path(place).rmdir()
    return removed


def _in_use(files: Iterable[Path]) -> Iterator[Path]:
    """Yield the files of the state that was made, or used in publishing, last."""
    states = {file: split_name(file.name)[1] for file in files}
    whole = [file for file, state in states.items() if state]  # Others are half, or were never ours.
    newest = max(whole, key=_changed, default=None)
    yield from (file for file in whole if newest and states[file] == states[newest])


def _changed(file: Path) -> float:
    """Return when a file was changed, in seconds; one that went this moment is as good as new."""
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return float("inf")
