"""Read a folder of articles: each Markdown file becomes an article, or a problem with file, line and reason."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..settings import Settings
from .front_matter import Broken, FrontMatter, read_front_matter
from .markdown import Rendered, render_article
from .pictures import Picture, PictureError, find_picture
from .slugs import make_slug


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
    picture: dict[str, str | int] | None
    rendered: Rendered


def read_files(root: Path) -> Iterator[Read | Problem]:
    """Read every Markdown file below `root`, in the order of their names; hidden ones and links out are not read."""
    inside = root.resolve()
    for file in sorted(root.rglob("*.md")):
        source = file.relative_to(root).as_posix()
        if any(part.startswith(".") for part in file.relative_to(root).parts):
            continue
        if not file.resolve().is_relative_to(inside):
            yield Problem(source, 1, "this is a link out of the folder of articles, so it was not read")
            continue
        try:
            content = file.read_bytes()
        except OSError as error:
            yield Problem(source, 1, f"the file cannot be read: {error.strerror}")
            continue
        yield Read(source, hashlib.sha256(content).hexdigest(), content)


def make_draft(root: Path, read: Read, settings: Settings) -> Draft:
    """Turn a file into an article; raise `Broken` with the line and the reason."""
    front, text = read_front_matter(decode(read.content), settings.zone)
    folder = (root / read.source).parent
    return Draft(
        source=read.source,
        digest=read.digest,
        front=front,
        path=front.path or default_path(front, read.source),
        picture=describe_picture(root, folder, front),
        rendered=render_article(text, front.text_line, partial(find_picture, root, folder)),
    )


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


def describe_picture(root: Path, folder: Path, front: FrontMatter) -> dict[str, str | int] | None:
    if front.image is None:
        return None
    try:
        found: Picture = find_picture(root, folder, front.image["file"])
    except PictureError as error:
        raise Broken(front.lines["image"], str(error)) from error
    words = {key: front.image.get(key, "") for key in ("alt", "caption", "credit")}
    return {"address": found.address, "width": found.width, "height": found.height, **words}
