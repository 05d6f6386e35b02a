"""Which file a path is: `/coast/ferry` is `coast/ferry.html`, `/` is `.html`, and no path leads out of the folder."""

ENDING = ".html"


def name_page(path: str) -> str | None:
    """Return the file's name within its folder; None for a path that cannot be a file, or would be another's."""
    return f"{path[1:]}{ENDING}" if _is_plain(path) else None


def name_file(path: str) -> str | None:
    return path[1:] if _is_plain(path) and not path.endswith("/") else None


def _is_plain(path: str) -> bool:
    """Whether each part is a name that neither hides a file nor leads elsewhere; a slash at the end may follow."""
    if not path.startswith("/"):
        return False
    parts = path[1:].removesuffix("/").split("/") if path != "/" else []
    return all(
        part and not part.startswith(".") and part.isprintable() and "\\" not in part for part in parts
    )
