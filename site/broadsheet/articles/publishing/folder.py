"""Read a folder of articles: each Markdown file becomes an article, or a problem with file, line and reason."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...settings import Settings
from ..pictures.finding import PictureError, find_picture, locate
from ..pictures.making import MakingError, make_versions
from ..pictures.using import Used, describe, remark_on
from ..slugs import make_slug
from .front_matter import Broken, FrontMatter, Remark, read_front_matter
from .html import render_html
from .markdown import render_article
from .rendered import FindPicture, Rendered

RENDERERS = {"markdown": render_article, "html": render_html}


@dataclass(frozen=True)
class Problem:
    """Why a file was not published, or (`fatal` is False) what in it was left aside."""

    source: str
    line: int
    reason: str
    fatal: bool = True

    def __str__(self) -> str:
        return f"{self.source}, line {self.line}: {self.reason}"


@dataclass(frozen=True)
class Read:
    """A file as it was read: its name below the folder, and what its content has for a digest."""

    source: str
    digest: str
    content: bytes


@dataclass(frozen=True)
class Draft:
    """An article on its way from a file to the site."""

    source: str
    digest: str
    front: FrontMatter
    path: str
    picture: dict[str, Any] | None
    rendered: Rendered
    pictures: dict[str, str]
    remarks: list[Remark]


def list_files(root: Path) -> Iterator[str | Problem]:
    """Yield the names of all Markdown files below `root`, in their order; hidden ones and links out are not read."""
    inside = root.resolve()
    for file in sorted(root.rglob("*.md")):
        source = file.relative_to(root).as_posix()
        if any(part.startswith(".") for part in file.relative_to(root).parts) or file.is_dir():
            continue
        if not source.isprintable():
            yield Problem(ascii(source), 1, "the file's name has characters that cannot be shown; rename it")
            continue
        try:
            is_inside = file.resolve(strict=True).is_relative_to(inside)
        except (
            OSError,
            RuntimeError,
        ) as error:  # Links that lead in a circle are a RuntimeError before Python 3.13.
            yield _tell_unreadable(source, error)
            continue
        yield (
            source
            if is_inside
            else Problem(source, 1, "this is a link out of the folder of articles, so it was not read")
        )


def read_file(root: Path, source: str) -> Read | Problem:
    try:
        content = (root / source).read_bytes()
    except OSError as error:
        return _tell_unreadable(source, error)
    return Read(source, hashlib.sha256(content).hexdigest(), content)


def _tell_unreadable(source: str, error: Exception) -> Problem:
    return Problem(source, 1, f"the file cannot be read: {getattr(error, 'strerror', None) or error}")


def make_draft(root: Path, read: Read, settings: Settings) -> Draft:
    """Turn a file into an article, and make the versions of its pictures; raise `Broken` with the line and the reason."""
    front, text = read_front_matter(decode(read.content), settings.zone)
    folder = (root / read.source).parent
    used: dict[str, str] = {}

    def find(name: str) -> Used:
        file = locate(root, folder, name)
        used[file] = state_of(root / file)  # One that is missing may come later.
        picture = find_picture(root, folder, name)
        try:
            return Used(picture, make_versions(root, picture, settings.pictures_folder))
        except MakingError as error:
            return Used(picture, broken=str(error))

    lead, missing = find_lead(find, front)
    rendered = RENDERERS[front.markup](text, front.text_line, find)
    return Draft(
        source=read.source,
        digest=read.digest,
        front=front,
        path=front.path or default_path(front, read.source),
        picture=describe_lead(lead, front),
        rendered=rendered,
        pictures=used,
        remarks=[*front.remarks, *missing, *remark_on_lead(lead, front), *rendered.remarks],
    )


def state_of(file: Path) -> str:
    """Return what tells whether a file was changed: its size and the time of its last change; empty if it is gone."""
    try:
        found = file.stat()
    except OSError:
        return ""
    return f"{found.st_size}-{found.st_mtime_ns}"


def is_unchanged(root: Path, read: Read, digest: str | None, pictures: dict[str, str] | None) -> bool:
    """Whether a file and all the pictures that it used are still as they were when it was published."""
    return digest == read.digest and all(
        state_of(root / name) == state for name, state in (pictures or {}).items()
    )


def is_current(root: Path, draft: Draft) -> bool:
    """Whether a file is still as it was when its draft was made; whoever changed it meanwhile publishes it."""
    read = read_file(root, draft.source)
    return isinstance(read, Read) and read.digest == draft.digest


def decode(content: bytes) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Broken(line, "this is not UTF-8 text; save the file as UTF-8") from error
    if "\0" in text:
        raise Broken(text[: text.index("\0")].count("\n") + 1, "there is a NUL character here; remove it")
    return text


def default_path(front: FrontMatter, source: str) -> str:
    """Return /section/name-of-the-file."""
    slug = make_slug(Path(source).stem) or make_slug(front.title)
    if not slug:
        raise Broken(
            1, "the file's name has no letters to make an address of; add a line such as path: /my-story"
        )
    return f"/{make_slug(front.section) or 'news'}/{slug}"


def find_lead(find: FindPicture, front: FrontMatter) -> tuple[Used | None, list[Remark]]:
    """Return the picture at the head of an article, if it has one; where the text is HTML, it may come later."""
    if front.image is None:
        return None, []
    try:
        return find(front.image["file"]), []
    except PictureError as error:
        if front.markup != "html":
            raise Broken(front.lines["image"], str(error)) from error
        return None, [Remark(front.lines["image"], str(error))]


def describe_lead(lead: Used | None, front: FrontMatter) -> dict[str, Any] | None:
    if lead is None or front.image is None:
        return None
    alt, caption, credit = (front.image.get(key, "") for key in ("alt", "caption", "credit"))
    return describe(lead, alt, caption, credit)


def remark_on_lead(lead: Used | None, front: FrontMatter) -> list[Remark]:
    if lead is None or front.image is None:
        return []
    return [Remark(front.lines["image"], text) for text in remark_on(lead, front.image.get("alt", ""))]
