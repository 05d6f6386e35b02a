"""The files of the mirror, in a folder of its own. Each is whole at every moment, whenever its writer is killed.

What is in `shown` is served. What is not true any more is moved to `hidden` at once, and comes back from there, with its
date, when it turns out to be the same.
"""

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from ..delivery.codings import compress

SHOWN, HIDDEN, GONE = "shown", "hidden", "gone"
# Whoever asks looks for the plain one first, so it comes last, and goes first.
ENDINGS = {".br": "br", ".gz": "gzip", "": ""}
ALL_MAY_READ, ALL_MAY_ENTER = 0o644, 0o755


class Files:
    """The files under a folder, by names such as `pages-1a2b3c/coast/ferry.html`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shown, self.hidden = folder / SHOWN, folder / HIDDEN

    def hide_all(self) -> None:
        """Serve nothing from this moment on."""
        if self.shown.exists() and any(self.shown.iterdir()):
            if self.hidden.exists():  # To remove many files takes time.
                self.hidden.rename(self.folder / f"{GONE}-{secrets.token_hex(4)}")
            self.shown.rename(self.hidden)
        self.shown.mkdir(mode=ALL_MAY_ENTER, exist_ok=True)
        for folder in self.folder.glob(f"{GONE}-*"):
            shutil.rmtree(folder)

    def clear(self) -> None:
        """Remove what is hidden."""
        shutil.rmtree(self.hidden, ignore_errors=True)

    def hide(self, name: str) -> None:
        self._move(self.shown / name, self.hidden / name)

    def show_again(self, name: str, second: int) -> bool:
        """Show a file that is still the one of this second; say whether it is."""
        if _date(self.shown / name) == second:
            return True
        if _date(self.hidden / name) != second:
            return False
        self._move(self.hidden / name, self.shown / name)
        return True

    def write(self, name: str, content: bytes, second: int) -> None:
        """Show a new file, with its compressed forms beside it, under a date in seconds since 1970."""
        file = self.shown / name
        self.remove(name)
        file.parent.mkdir(mode=ALL_MAY_ENTER, parents=True, exist_ok=True)
        for ending, coding in ENDINGS.items():
            write_whole(file.with_name(file.name + ending), compress(coding, content), second)

    def remove(self, name: str) -> None:
        for root in (self.shown, self.hidden):
            for ending in reversed(ENDINGS):
                with suppress(FileNotFoundError, NotADirectoryError):
                    (root / f"{name}{ending}").unlink()

    def _move(self, file: Path, target: Path) -> None:
        target.parent.mkdir(mode=ALL_MAY_ENTER, parents=True, exist_ok=True)
        is_hidden = target.is_relative_to(self.hidden)
        for ending in reversed(ENDINGS) if is_hidden else ENDINGS:
            with suppress(FileNotFoundError):
                file.with_name(file.name + ending).rename(target.with_name(target.name + ending))


def write_whole(file: Path, content: bytes, second: int | None = None) -> None:
    """Write a file that everybody may read, so that under its name is always a whole one: the old, or the new."""
    draft = file.with_name(f".{file.name}.new")
    with draft.open("wb") as out:
        out.write(content)
        out.flush()
        os.fchmod(out.fileno(), ALL_MAY_READ)
        os.fsync(out.fileno())
    if second is not None:
        os.utime(draft, (second, second))
    draft.replace(file)


def _date(file: Path) -> int | None:
    try:
        return int(file.stat().st_mtime)
    except (FileNotFoundError, NotADirectoryError):
        return None
