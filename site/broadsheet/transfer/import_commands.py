"""`broadsheet import`: bring in what another system exported."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from ..progress import show_progress
from ..settings import settings_of
from .formats import FORMATS, Format
from .items import Unreadable
from .options import content_option
from .report import CAME_IN, CHANGED, LEFT_OUT, MANY, Report

NAMES = (
    ("article", "article", "articles"),
    ("page", "page", "pages"),
    ("comment", "comment", "comments"),
    ("file", "picture or other file", "pictures and other files"),
)
ENDS = (
    (CHANGED, "change was made on the way", "changes were made on the way"),
    (LEFT_OUT, "thing was left out", "things were left out"),
)
PLACE = click.Path(exists=True, path_type=Path)

group = AppGroup(
    "import", help="Bring in articles and comments from another system, with their addresses and dates."
)


def _add_format(format: Format) -> None:
    @group.command(format.name, help=format.help)
    @click.argument(
        "files",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        nargs=-1,
        required=True,
        metavar="FILE...",
    )
    @content_option
    @click.option("--dry-run", is_flag=True, help="Only say what would come in; nothing is stored.")
    @click.option(
        "--report",
        type=click.Path(dir_okay=False, path_type=Path),
        help="The file of the report, a new one. By default one in the data folder.",
    )
    @click.option(
        "--media",
        type=PLACE,
        help="A folder, .zip or .tar.gz with the pictures and other files of the old site.",
    )
    @click.option("--download", is_flag=True, help="Fetch from the old site what is not there.")
    @click.option("--site", default="", help="The old site's address, where the export does not tell it.")
    def command(
        files: tuple[Path, ...],
        dry_run: bool,
        report: Path | None,
        media: Path | None,
        download: bool,
        site: str,
    ) -> None:
        from .media.shelf import open_media
        from .moving_in import Wishes, move_in

        if report and report.exists():
            raise click.ClickException(f"There is a file {report} already. Name another one for the report.")
        file = report or _name_report(format)
        try:
            with _open_report(file) as written:
                wishes = Wishes(dry_run, open_media(media) if media else None, download, site)
                move_in(format, files, written, show_progress, wishes)
        except Unreadable as error:
            file.unlink(missing_ok=True)
            raise click.ClickException(f"{error} Nothing was changed.") from error
        for line in sum_up(written, dry_run):
            click.echo(line)
        click.echo(f"Line by line: {file}")


def _name_report(format: Format) -> Path:
    moment = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S-%f")
    return settings_of(current_app).data / "imports" / f"{moment}-{format.name}.txt"


def _open_report(file: Path) -> Report:
    file.parent.mkdir(parents=True, exist_ok=True)
    return Report(file.open("w", encoding="utf-8"))


def sum_up(report: Report, dry_run: bool) -> Iterator[str]:
    """Yield what an import did, in a few lines."""
    if dry_run:
        yield "This is what would have happened; nothing was changed."
    for kind, one, many in NAMES:
        came, known = report.count(CAME_IN, kind), report.count("known", kind)
        if came or known:
            before = f", and {known} that were here already" if known else ""
            yield f"{came} {one if came == 1 else many} came in{before}."
    for what, one, many in ENDS:
        number = sum(count for (became, _kind), count in report.counts.items() if became == what)
        if number:
            yield f"{number} {one if number == 1 else many}."
    if report.count(CAME_IN, "article") >= MANY:
        yield "Their related stories are found when the site is served next, or now by `broadsheet related rebuild`."
    if not report.counts:
        yield "There was nothing in it."


for each in FORMATS:
    _add_format(each)
