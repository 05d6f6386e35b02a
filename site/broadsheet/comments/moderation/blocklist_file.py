"""Read and change the file of the block list, an entry at a time. All other lines stay as they are."""

import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...settings import Settings
from .blocklist import Blocklist, add_entry

Lines = list[str]


@dataclass(frozen=True)
class Line:
    """A line that has an entry: all of it, the entry, the comment behind it, and what is wrong with it, if anything is."""

    whole: str
    entry: str
    comment: str
    problem: str


def list_entries(settings: Settings) -> list[Line]:
    """Return the lines that have an entry, in their order; raise `OSError` or `UnicodeDecodeError`."""
    return [line for line in map(read_line, _read(settings.blocklist_file)) if line.entry]


def read_line(whole: str) -> Line:
    entry, _, comment = whole.partition("#")
    return Line(whole, entry.strip(), comment.strip(), find_mistake(entry.strip()))


def find_mistake(entry: str) -> str:
    """Return what is wrong with an entry, or nothing."""
    try:
        add_entry(Blocklist(), entry)
    except ValueError as error:
        return str(error)
    return ""


def append_entry(settings: Settings, entry: str, comment: str) -> bool:
    """Add an entry with a comment behind it; answer False where it is there already. Raise `OSError`."""

    def add(lines: Lines) -> Lines:
        known = {read_line(line).entry for line in lines}
        return lines if entry in known else [*lines, f"{entry}  # {comment}"]

    return _change(settings.blocklist_file, add)


def remove_line(settings: Settings, is_meant: Callable[[str], bool]) -> bool:
    """Remove the first line that is meant; answer False where there is none. Raise `OSError`."""

    def remove(lines: Lines) -> Lines:
        at = next((at for at, line in enumerate(lines) if is_meant(line)), None)
        return lines if at is None else lines[:at] + lines[at + 1 :]

    return _change(settings.blocklist_file, remove)


def _read(file: Path) -> Lines:
    try:
        return file.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []


def _change(file: Path, change: Callable[[Lines], Lines]) -> bool:
    before = _read(file)
    after = change(before)
    if after != before:
        _write(file.resolve(), after)
    return after != before


def _write(file: Path, lines: Sequence[str]) -> None:
    """Put a whole new file in the place of the old one, with its rights. The first is for its owner alone."""
    mode = file.stat().st_mode & 0o777 if file.exists() else 0o600
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(
            os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8"
        ) as out:
            out.write("".join(f"{line}\n" for line in lines))
            out.flush()
            os.fchmod(out.fileno(), mode)
            os.fsync(out.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
