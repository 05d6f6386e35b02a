"""The pictures and other files beside the articles, as they go out."""

from pathlib import Path

from ...articles.pictures.finding import SUFFIXES


def list_files(root: Path) -> list[str]:
    """Return the names of all files below the folder of articles that articles can show or link to, in their order."""
    inside = root.resolve()
    found = (file for file in sorted(root.rglob("*")) if file.suffix.lower() in SUFFIXES)
    return [
        name.as_posix()
        for file in found
        if (name := file.relative_to(root)).parts
        and not any(part.startswith(".") for part in name.parts)
        and file.is_file()
        and file.resolve().is_relative_to(inside)
    ]
