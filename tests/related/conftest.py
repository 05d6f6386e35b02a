"""Documents in somebody else's app, and whether their lists are as they should be."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from broadsheet.related import Described, Related, RelatedIndex, replace_documents
from broadsheet.related.lists import read_mark
from broadsheet.related.models import Document, ReadyList, Removal
from broadsheet.related.refresh import index_file
from broadsheet.storage import snapshot, writing

FERRY = "The ferry waits for the tide at the harbour, and the captain reads the harbour log."
STORIES = {
    "ferry": FERRY,
    "tide": "The tide at the harbour was high, so the ferry waited for the captain all morning.",
    "wharf": "A wharf at the harbour is mended while the ferry rests, says its captain today.",
    "bread": "A loaf of rye from the bakery, with sourdough and caraway seeds, costs more.",
    "oven": "The bakery has an oven of brick for its loaf of rye and its sourdough rolls.",
}


def describe(id: str, text: str = "", **more: object) -> Described:
    told = {"title": id.title(), "text": text or STORIES.get(id, id), "address": f"/docs/{id}"}
    return Described(id=id, **(told | more))  # type: ignore[typeddict-item]


@pytest.fixture
def related(bare_app: Flask) -> Iterator[Related]:
    """The extension, inside the app's context."""
    extension = Related(bare_app)
    with bare_app.app_context():
        yield extension


@pytest.fixture
def take_in() -> Callable[..., None]:
    """Write documents into the database as a process does that ends before it makes lists."""

    def run(*ids: str, removed: tuple[str, ...] = (), **texts: str) -> None:
        with writing() as session:
            documents = [describe(id) for id in ids] + [describe(id, text) for id, text in texts.items()]
            replace_documents(session, documents, removed)

    return run


@pytest.fixture
def require_lists() -> Callable[[], dict[str, list[str]]]:
    """Require that index, lists and documents say the same, and return the lists."""

    def run() -> dict[str, list[str]]:
        with snapshot() as session, RelatedIndex(index_file()) as index:
            rows = {row.document_id: row for row in session.scalars(select(ReadyList))}
            documents = session.execute(select(Document.id, Document.digest, Document.listed)).all()
            assert all(row.listed for row in documents)
            assert session.scalars(select(Removal)).all() == []
            assert index.digests() == {row.id: row.digest for row in documents}
            assert index.changed() == []
            assert index.mark == read_mark(session) != ""
            lists = {id: [other for other, _ in row.others] for id, row in rows.items()}
            made = {row.id: index.listed(row.id) for row in documents}
            assert lists == {id: [other for other, _ in listed.others] for id, listed in made.items()}
            assert {id: row.copies for id, row in rows.items()} == {id: made[id].copies for id in made}
        return lists

    return run


@pytest.fixture
def put(related: Related) -> Callable[..., None]:
    """Write a document and its list as a refresh would have: `put("ferry", others=["tide"], copies=["ferry-2"])`."""

    def run(id: str, others: tuple[str, ...] = (), copies: tuple[str, ...] = (), **more: object) -> None:
        told = {"published": datetime(2020, 1, 1, tzinfo=UTC)} | more
        with writing() as session:
            replace_documents(session, [describe(id, **told)])
            scored = [[other, 0.5] for other in others]
            session.add(ReadyList(document_id=id, others=scored, copies=list(copies)))

    return run
