"""The pictures and other files beside the articles, as they go out."""

from pathlib import Path

from ..media.paths import KNOWN


def list_files(root: Path) -> list[str]:
    """Return the names of all files below the folder of articles that articles can show or link to, in their order."""
    return [name for name in list_all_files(root) if Path(name).suffix.lower() in KNOWN]


def list_all_files(root: Path) -> list[str]:
    """Return the names of all files below a folder; what is hidden, or a link out, is none."""
    inside = root.resolve()
    found = ((file.relative_to(root), file) for file in sorted(root.rglob("*")))
    return [
        name.as_posix()
        for name, file in found
        if not any(part.startswith(".") for part in name.parts)
        and file.is_file()
        and file.resolve().is_relative_to(inside)
    ]
