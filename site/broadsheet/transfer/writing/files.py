"""The pictures and other files beside the articles, as they go out."""

from pathlib import Path

from ...articles.publishing.files import list_all_files
from ..media.paths import KNOWN


def list_files(root: Path) -> list[str]:
    """Return the names of all files below the folder of articles that articles can show or link to, in their order."""
    return [name for name in list_all_files(root) if Path(name).suffix.lower() in KNOWN]
