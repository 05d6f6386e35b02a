"""`broadsheet backup`."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from ..storage import writing
from .making import make_backup
from .noting import note_backup
from .unfinished import Unfinished

BYTES_OF_MB = 1_000_000


@click.command("backup")
@click.argument("place", type=click.Path(path_type=Path), required=False)
@with_appcontext
def backup(place: Path | None) -> None:
    """Write a whole copy of the site, while it is served, into one .tar.gz: PLACE is a folder, or the file's name.

    Without PLACE it is put into `backups` in the data folder; another disk is better. It holds the secrets and readers'
    e-mail addresses: guard it.
    """
    try:
        file = make_backup(current_app._get_current_object(), place)  # type: ignore[attr-defined]
    except Unfinished as error:
        raise click.ClickException(str(error)) from error
    with writing() as session:
        bytes = note_backup(session, file).bytes
    click.echo(f"Wrote {file} ({bytes / BYTES_OF_MB:.1f} MB).")
