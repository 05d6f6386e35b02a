"""Tables of HTML as those of Markdown: one line for each row, as many cells in each, and a head."""

from bs4 import Tag

from ...markup.comments.emphasis import EDGES

# Signs of our own, which stand in a text only while it is made: what a cell, a row and a caption end with.
CELL, ROW, CAPTION = "\ufdd7", "\ufdd8", "\ufdd9"
WIDEST = 20  # cells that one may stand for
ALIGNED = {"align-center": ":-:", "align-right": "--:"}


def make_table(table: Tag, text: str, within_cell: bool) -> str:
    """Return a table of what its cells and rows became; within a cell of another one only its words."""
    caption, _, body = text.rpartition(CAPTION)
    rows = [_split(row) for row in body.split(ROW)[:-1]]
    if within_cell:
        return f" {caption} {' '.join(cell for row in rows for cell in row)} "
    width = max(map(len, rows), default=0)
    if not width:
        return f"\n\n{caption}\n\n"
    head, *others = rows if _has_head(table) else [[], *rows]
    lines = [
        _write(head, width),
        _write(_align(table), width, "---"),
        *(_write(row, width) for row in others),
    ]
    return f"\n\n{caption}\n\n" + "\n".join(lines) + "\n\n"


def count_columns(cell: Tag) -> int:
    said = str(cell.get("colspan", "1"))
    return max(1, min(WIDEST, int(said))) if said.isascii() and said.isdigit() else 1


def _split(row: str) -> list[str]:
    """Return the cells of a row, each as one line; what one stands for besides its own place is empty."""
    return [
        " ".join(line.strip(EDGES) for line in cell.split("\n")).strip().replace("|", "\\|")
        for cell in row.split(CELL)[:-1]
    ]


def _has_head(table: Tag) -> bool:
    first = table.select_one("tr")
    cells = first.find_all(["td", "th"], recursive=False) if first else []
    return bool(first and (first.find_parent("thead") or all(cell.name == "th" for cell in cells)))


def _align(table: Tag) -> list[str]:
    first = table.select_one("tr")
    cells = first.find_all(["td", "th"], recursive=False) if first else []
    return [
        next((sign for name, sign in ALIGNED.items() if name in cell.get_attribute_list("class")), "---")
        for cell in cells
        for _ in range(count_columns(cell))
    ]


def _write(cells: list[str], width: int, empty: str = "") -> str:
    return "| " + " | ".join([*cells, *[empty] * (width - len(cells))]) + " |"
