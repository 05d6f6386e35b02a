"""What both commands ask: which folder of articles is meant, where it is not the one of the settings."""

import os
from pathlib import Path

import click


def _set_content(_context: click.Context, _parameter: click.Parameter, folder: Path | None) -> None:
    """Tell the app, which is made after this, as `serve --content` tells its own."""
    if folder is not None:
        os.environ["BROADSHEET_CONTENT"] = str(folder)


content_option = click.option(
    "--content",
    type=click.Path(file_okay=False, path_type=Path),
    expose_value=False,
    callback=_set_content,
    help="The folder of Markdown articles.",
)
