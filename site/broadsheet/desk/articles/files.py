"""The file of an article: found by its name below the folder of articles, read, and written so that nothing is ever half."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from flask import current_app

from ...articles.publishing.folder import decode
from ...articles.publishing.front_matter import Broken
from ...settings import settings_of

SUFFIX = ".md"
LONGEST_NAME = 1_000
LONGEST_FILE = 2_000_000  # bytes; the longest novels have three, and a browser's field is no place for them
TOO_LONG = "the file is too long to be changed here"
NEW_MODE = 0o644  # Others who work in the folder must be able to read it.


class NotWritten(Exception):
    """A file cannot be written; the message says why, as the system says it."""


@dataclass(frozen=True)
class Content:
    """What is in a file, as text, with its SHA-256 in hex."""

    source: str
    text: str
    digest: str


def content_of(source: str, text: str) -> Content:
    return Content(source, text, hashlib.sha256(text.encode()).hexdigest())


def locate(source: str) -> Path | None:
    """Return where the file of a name is, or would be; None for a name that no article may have.

    That is a name out of the folder, whether by itself or by a link, a hidden one, and one in a folder that is not there.
    """
    name = PurePosixPath(source)
    is_plain = source == name.as_posix() and source.isprintable() and len(source) <= LONGEST_NAME
    if not is_plain or name.is_absolute() or name.suffix != SUFFIX or name.stem == "":
        return None
    if any(part.startswith(".") or "\\" in part for part in name.parts):
        return None
    root = settings_of(current_app).content_folder
    try:
        file = (root / source).resolve()
        is_there = file.parent.is_dir() and file.is_relative_to(root.resolve()) and not file.is_dir()
    except (OSError, RuntimeError, ValueError):  # Links in a circle, or a name that no file can have.
        return None
    return file if is_there else None


def file_of(source: str) -> Path:
    """Return where the file of a name is, or would be; raise `NotWritten` for a name that no article may have."""
    file = locate(source)
    if file is None:
        raise NotWritten("no article may have this name")
    return file


def read_content(source: str) -> Content | None:
    """Return what is in a file; None where there is none, and `Broken` for what cannot be shown in a form."""
    file = locate(source)
    if file is None or not file.is_file():
        return None
    try:
        if file.stat().st_size > LONGEST_FILE:
            raise Broken(1, TOO_LONG)
        return content_of(source, decode(file.read_bytes()))
    except OSError as error:
        raise Broken(1, f"the file cannot be read: {error.strerror}") from error


def write_content(content: Content, is_new: bool) -> None:
    """Write a file, and see it on the disk; raise `NotWritten`, and then it is as it was.

    A new one is written only where there is none. What is a link inside the folder stays one.
    """
    file = file_of(content.source)
    try:
        if is_new:
            write_new(file, content.text.encode())
        else:
            replace_file(file, content.text.encode())
    except OSError as error:
        raise NotWritten(str(error.strerror or error)) from error


def remove_file(source: str) -> None:
    file_of(source).unlink(missing_ok=True)


def write_new(file: Path, content: bytes) -> None:
    """Write a file that is not there yet; raise `FileExistsError` where one is, or another `OSError`."""
    file.open("xb").close()  # The name is ours from here on, whoever wants it too.
    try:
        replace_file(file, content, NEW_MODE)
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def replace_file(file: Path, content: bytes, mode: int | None = None) -> None:
    """Put content in the place of a file's, whole or not at all; it keeps its mode, unless another is given."""
    number, half = tempfile.mkstemp(prefix=".", dir=file.parent)
    try:
        with os.fdopen(number, "wb") as out:
            out.write(content)
            out.flush()
            os.fchmod(number, file.stat().st_mode if mode is None else mode)
            os.fsync(number)
        Path(half).replace(file)
    except BaseException:
        Path(half).unlink(missing_ok=True)
        raise
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """See to it that the names in a folder are on the disk too."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
