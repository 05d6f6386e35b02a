"""`broadsheet export`: write the site into a file that other systems read, or that moves it to another Broadsheet."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click
from flask import current_app
from flask.cli import with_appcontext

from ..articles.publishing.folder import Problem
from ..progress import show_progress
from ..settings import settings_of
from ..storage import snapshot
from .options import content_option
from .report import make_printable

JSONL, COMMENTS, WORDPRESS, MARKDOWN = "jsonl", "comments", "wordpress", "markdown"
STDOUT = Path("-")


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path), default=STDOUT)
@click.option(
    "--format",
    "kind",
    type=click.Choice([JSONL, COMMENTS, WORDPRESS, MARKDOWN]),
    default=JSONL,
    show_default=True,
    help="All as JSON lines, comments alone as such, WordPress' WXR, or a folder of Markdown files.",
)
@content_option
@click.option("--without-files", is_flag=True, help="Leave pictures and other files out of the JSON lines.")
@with_appcontext
def export(file: Path, kind: str, without_files: bool) -> None:
    """Write the site to FILE or standard output; as Markdown into the folder FILE.

    The JSON lines hold all that `broadsheet import jsonl` needs to make the same site of an empty one: articles and drafts,
    every comment with its status, the ledger of choices, pictures. They hold readers' e-mail addresses too; guard them.
    """
    from .writing import jsonl, wordpress

    root = settings_of(current_app).content_folder
    problems: Sequence[Problem | str]
    if kind == MARKDOWN:
        problems = _write_folder(root, file)
    else:
        with _open(file) as out, snapshot() as session:
            if kind == JSONL:
                problems = jsonl.write_site(session, root, out, show_progress, without_files)
            elif kind == COMMENTS:
                problems = jsonl.write_comments(session, out, show_progress)
            else:
                problems = wordpress.write_site(session, root, out, show_progress)
    for problem in problems:
        click.echo(f"Left out: {make_printable(str(problem))}", err=True)


def _write_folder(root: Path, folder: Path) -> Sequence[Problem | str]:
    from .writing import markdown

    if folder == STDOUT:
        raise click.UsageError("Markdown files need a folder: name one, new or empty.")
    try:
        return markdown.write_folder(root, folder, show_progress)
    except markdown.NotEmpty as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def _open(file: Path) -> Iterator[IO[str]]:
    """Open what is written to; a file is there under its name only when it is whole, and for its owner alone."""
    if file == STDOUT:
        with click.open_file("-", "w", encoding="utf-8") as out:
            yield out
        return
    if file.is_dir():
        raise click.ClickException(f"{file} is a folder; name a file in it.")
    if file.exists() and not file.is_file():  # A device or a pipe, which stays what it is.
        with file.open("w", encoding="utf-8") as out:
            yield out
        return
    half = file.with_name(f".{file.name}.half")
    try:
        with open(half, "w", encoding="utf-8", opener=_for_owner) as out:
            yield out
        half.replace(file)
    finally:
        half.unlink(missing_ok=True)


def _for_owner(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
