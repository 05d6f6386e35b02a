"""The articles as a folder of Markdown files with their heads, drafts among them, and all files that lie beside them."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from ....articles.models import Article
from ....articles.publishing.files import list_all_files
from ....articles.publishing.folder import Problem, list_files, read_file
from ....articles.publishing.front_matter import Broken
from ....settings import settings_of
from ....storage import reading
from ...storing.run import Progress
from .conversion import make_content

Advance = Callable[[int], None]


class NotEmpty(Exception):
    """The folder cannot be written to; the message is a sentence that says why."""


def write_folder(root: Path, folder: Path, progress: Progress) -> list[Problem]:
    """Write all that is in the folder of articles, `root`, into a folder that is new or empty; return what stays behind.

    Files are taken over as they are, broken ones too. One whose text is HTML gets Markdown instead. What is hidden stays
    behind, and so does what a link leads to that leads out, and what the site still shows of a file that is gone or broken.
    """
    check_empty(root, folder)
    folder.mkdir(parents=True, exist_ok=True)
    found = list(list_files(root))
    problems = [one for one in found if isinstance(one, Problem)]
    sources = [one for one in found if isinstance(one, str)]
    with progress("Articles", len(sources)) as advance:
        broken = dict(_write_articles(root, folder, sources, advance))
    others = [name for name in list_all_files(root) if not name.endswith(".md")]
    with progress("Other files", len(others)) as advance:
        problems += _copy_files(root, folder, others, advance)
    return problems + list(_find_lost(set(sources), broken))


def check_empty(root: Path, folder: Path) -> None:
    if folder.resolve().is_relative_to(root.resolve()):
        raise NotEmpty(f"{folder} lies in the folder of articles, where it would be published. Name another.")
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise NotEmpty(
            f"{folder} is no empty folder. Name one that is new or empty, as nothing is overwritten."
        )


def _write_articles(
    root: Path, folder: Path, sources: list[str], advance: Advance
) -> Iterator[tuple[str, str]]:
    """Write each file, and yield those that are broken, with the reason."""
    zone = settings_of(current_app).zone
    for source in sources:
        read = read_file(root, source)
        if isinstance(read, Problem):
            yield source, read.reason
            continue
        try:
            content = make_content(root, read, zone)
        except Broken as broken:
            yield source, broken.reason
            content = read.content
        _place(folder / source).write_bytes(content)
        advance(1)


def _copy_files(root: Path, folder: Path, names: list[str], advance: Advance) -> Iterator[Problem]:
    for name in names:
        try:
            shutil.copyfile(root / name, _place(folder / name))
        except OSError as error:
            yield Problem(name, 1, f"the file cannot be copied: {error.strerror or error}")
        advance(1)


def _place(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


def _find_lost(present: set[str], broken: dict[str, str]) -> Iterator[Problem]:
    """Yield the articles that the site shows as they were before their file was gone or broken."""
    for id, source in reading().execute(select(Article.id, Article.source).order_by(Article.id)):
        if source in broken:
            yield Problem(
                source, 1, f"the site shows {id} as it was before its file was broken: {broken[source]}"
            )
        elif source not in present:
            yield Problem(source or id, 1, f"the site shows {id}, whose file is gone")
