"""The search on the command line: `broadsheet search`."""

import sys

import click
from flask import Flask
from flask.cli import AppGroup

from .writing import rebuild_index

group = AppGroup("search", help="Make the index of the search anew.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


@group.command("rebuild")
def rebuild() -> None:
    """Index all articles anew, as they are in the database; searching goes on meanwhile."""
    with click.progressbar(length=1, label="Indexing", file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        count = rebuild_index(show)
    click.echo(f"Indexed {count} {'article' if count == 1 else 'articles'} anew.")
