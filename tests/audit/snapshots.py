"""Every page as it came from the server, once with the notice open and once with it answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pages import Page, list_pages
from preparing import Newsroom
from tools import CannotAudit
from visitor import Answer, Visitor


@dataclass
class Snapshot:
    """One page in one state; `file` is its HTML in the report."""

    kind: str
    open: bool
    answer: Answer
    file: Path


def fetch(page: Page, visitor: Visitor) -> Answer:
    if page.form is None:
        return visitor.get(page.address)
    return visitor.post(page.address, page.form, page.foreign)


def find_visitor(room: Newsroom, page: Page) -> Visitor:
    if page.by_olga:
        return room.olga
    return room.ada if page.by_ada else Visitor(room.address)


def take_snapshots(room: Newsroom, folder: Path) -> Iterator[Snapshot]:
    """Fetch every page, keep its HTML in the folder, and yield it.

    Raises `CannotAudit` where a page is not what it should be.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for page in list_pages(room):
        for decision in page.decisions:
            visitor = find_visitor(room, page).decided(decision)
            answer = fetch(page, visitor)
            if answer.status != page.status or "text/html" not in answer.headers["Content-Type"]:
                raise CannotAudit(
                    f"The page “{page.kind}” is answered with {answer.status}, not {page.status}."
                )
            file = folder / f"{page.kind}{'-answered' if decision else ''}.html"
            file.write_bytes(answer.body)
            yield Snapshot(page.kind, not decision, answer, file)
