"""The relation on the command line: `broadsheet related`."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from ..storage import reading
from .models import Document
from .refresh import explain_relation, rebuild_lists

if TYPE_CHECKING:
    from .index import Explanation

MOST_SHARED = 15

group = AppGroup("related", help="See why stories are related, and make their lists anew.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


@group.command("rebuild")
def rebuild() -> None:
    """Make the lists of related stories anew, from the stories as they are in the database."""
    with click.progressbar(length=1, label="Comparing", file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        rebuild_lists(show)
    count = reading().scalars(select(func.count()).select_from(Document)).one()
    click.echo(f"Made the lists of {count} {'story' if count == 1 else 'stories'} anew.")


@group.command("explain")
@click.argument("a")
@click.argument("b")
def explain(a: str, b: str) -> None:
    """Say why B stands where it does in the list beside A. Both are ids of stories, or their addresses."""
    one, other = (find_document(reading(), name) for name in (a, b))
    if one.id == other.id:
        raise click.ClickException(f"{a} and {b} are the same story. Name two.")
    for label, text in describe(one, other, explain_relation(one.id, other.id)):
        click.echo(f"{label:<18}{text}".rstrip())


def find_document(session: Session, name: str) -> Document:
    """Return the document with this id or address; raise `ClickException` where there is none."""
    addresses = {name, urlsplit(name).path}
    query = select(Document).where(or_(Document.id == name, Document.address.in_(addresses)))
    found = session.scalars(query).all()
    if not found:
        raise click.ClickException(
            f"There is no story {name}. Name one by its address, such as /coast/ferry, or by its id; of an article that is "
            "its file's name below the folder, without .md."
        )
    return next((document for document in found if document.id == name), found[0])


def describe(one: Document, other: Document, why: "Explanation") -> Iterator[tuple[str, str]]:
    """Yield the lines of the table, each a label and what it says."""
    yield "beside", _name(one)
    yield "stands", _name(other)
    yield "rank", f"{why.rank}" if why.rank else "not in the list"
    yield "score", f"{why.score:.3f}"
    yield "texts alike", f"{why.similarity:.3f}, the sum of"
    for word, weight in why.shared[:MOST_SHARED]:
        yield "", f"{weight:.3f}  {word}"
    if len(why.shared) > MOST_SHARED:
        rest = why.shared[MOST_SHARED:]
        yield "", f"{sum(weight for _, weight in rest):.3f}  {len(rest)} more"
    yield "by neighbours", f"{why.through_neighbours:.3f}"
    if why.days_apart is not None:
        yield "days apart", f"{why.days_apart:.0f}, which counts {why.date_factor:.3f}"
    yield from describe_exceptions(one, other, why.is_copy)


def describe_exceptions(one: Document, other: Document, is_copy: bool) -> Iterator[tuple[str, str]]:
    """Yield what overrules the score."""
    if other.id in one.pinned:
        yield "pinned", "an editor wants it first"
    if other.id in one.unrelated or one.id in other.unrelated:
        yield "unrelated", "an editor wants neither beside the other"
    if is_copy:
        yield "copy", "nearly the same text, so it is not shown unless it is pinned"


def _name(document: Document) -> str:
    date = f", {document.published:%Y-%m-%d}" if document.published else ""
    return f"{document.title} ({document.id}{date})"
