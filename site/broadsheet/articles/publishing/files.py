"""All that lies in a folder of articles: texts, pictures and other files."""

from pathlib import Path


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
