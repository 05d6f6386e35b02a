"""Where the files that travel with the package are: templates, static files, configuration."""

from pathlib import Path


def shipped(folder: str) -> Path:
    """Return a shipped folder: beside this file in an installed wheel, two up in a checkout."""
    beside = Path(__file__).parent / folder
    return beside if beside.is_dir() else Path(__file__).parents[2] / folder
