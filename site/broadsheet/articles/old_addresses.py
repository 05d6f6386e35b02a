"""Addresses that were read before, here or on a site that moved in, and where they lead now.

An old address is path and query as browsers ask for them, not percent-encoded: `/2023/09/ferry/`, `/?p=12`.
"""

import unicodedata
from collections.abc import Collection, Iterable
from urllib.parse import parse_qsl, unquote

from sqlalchemy import ForeignKey, and_, bindparam, delete, exists, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from ..delivery.addresses import local_path
from ..storage import Base, insert_for
from .models import Article
from .queries import FOR_LINKS, IS_PUBLIC

LONGEST = 1_000  # characters
MOST_BYTES = 2_500  # PostgreSQL has 2,704 for an entry of an index.
LONGEST_QUERY = 2_000  # characters of a query that is looked at
NUMBERS = ("p", "page_id", "attachment_id", "cat")  # By these WordPress finds what it shows.


class OldAddress(Base):
    """An old address, and the article that it leads to; or `target`, a path of this site, if it leads to no article."""

    __tablename__ = "broadsheet_old_addresses"

    address: Mapped[str] = mapped_column(primary_key=True)
    article_id: Mapped[str | None] = mapped_column(
        ForeignKey("broadsheet_articles.id", ondelete="CASCADE"), index=True
    )
    target: Mapped[str | None]


Present = aliased(Article)
# The address of an article is none of the past, even while that article waits for its time.
LEADING = (
    select(OldAddress, Article)
    .outerjoin(Article, and_(Article.id == OldAddress.article_id, IS_PUBLIC))
    .where(
        OldAddress.address.in_(bindparam("addresses", expanding=True)),
        ~exists().where(Present.path == OldAddress.address),
    )
    .options(*FOR_LINKS)
)


def clean_address(written: str) -> str:
    """Return an old address as it is kept, percent-encoded or not as it may be; raise `ValueError` with how it must be."""
    address = unquote(written.strip())
    if not address.startswith("/") or address.startswith("//") or address == "/":
        raise ValueError("it must be a path of the old site, such as /2023/09/ferry/ or /?p=12")
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in address):
        raise ValueError("it must have no control characters")
    if len(address) > LONGEST or len(address.encode()) > MOST_BYTES:
        raise ValueError(f"it must have no more than {LONGEST} characters, and {MOST_BYTES} bytes as UTF-8")
    return address


def write_address(address: str) -> str:
    """Return an address so that whoever reads it, and takes it for percent-encoded, finds the same."""
    return address.replace("%", "%25")


def drop_addresses(session: Session, article_id: str, wanted: Collection[str]) -> None:
    """Let none but these old addresses lead to an article any more."""
    for address in _list_addresses(session, article_id) - set(wanted):
        session.execute(delete(OldAddress).where(OldAddress.address == address))


def add_addresses(session: Session, article_id: str, wanted: Collection[str]) -> set[str]:
    """Let old addresses, as `clean_address` returns them, lead to an article; return those that lead to another already."""
    missing = set(wanted) - _list_addresses(session, article_id)
    if not missing:
        return set()
    insert = insert_for(session)(OldAddress.__table__)
    upsert = insert.on_conflict_do_update(
        index_elements=["address"],
        set_={"article_id": insert.excluded.article_id, "target": None},
        where=OldAddress.article_id.is_(None),
    )
    session.execute(upsert, [{"address": address, "article_id": article_id} for address in sorted(missing)])
    return missing - _list_addresses(session, article_id)


def store_addresses(session: Session, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Let old addresses lead to paths of this site: pairs such as `("/category/news/", "/sections/news")`.

    One that leads to an article goes on doing so. Returns those that cannot be stored, each with the reason in a sentence.
    """
    targets: dict[str, str] = {}
    refused: dict[str, str] = {}
    for written, target in pairs:
        try:
            address = clean_address(written)
            targets[address] = _check_target(address, target)
        except ValueError as error:
            refused[written] = str(error)
    if targets:
        insert = insert_for(session)(OldAddress.__table__)
        upsert = insert.on_conflict_do_update(
            index_elements=["address"],
            set_={"target": insert.excluded.target},
            where=OldAddress.article_id.is_(None),
        )
        session.execute(upsert, [{"address": address, "target": targets[address]} for address in targets])
    return refused


def find_target(session: Session, path: str, query: str) -> str | None:
    """Return where an old address leads, as a path for a link; None where it leads nowhere, or to what is not public.

    `path` is not percent-encoded, `query` is as it was sent.
    """
    addresses = list_likely(path, query)
    rows = session.execute(LEADING, {"addresses": addresses}).all()
    found = {old.address: article.address if article else old.target for old, article in rows}
    return next((target for address in addresses if (target := found.get(address))), None)


def list_likely(path: str, query: str) -> list[str]:
    """Return under which old addresses a request may be meant, the likeliest first: a slash at the end may be wrong."""
    paths = (path, path.removesuffix("/") if path.endswith("/") else f"{path}/")
    queries = [unquote(query), reduce_query(query)] if len(query) <= LONGEST_QUERY else []
    with_query = [f"{one}?{asked}" for asked in dict.fromkeys(queries) if asked for one in paths]
    return [address for address in (*with_query, *paths) if "\0" not in address]


def reduce_query(query: str) -> str:
    """Return the parameters of a query by which WordPress finds what it shows, in order: `p=12`."""
    values = dict(parse_qsl(query[:LONGEST_QUERY]))
    return "&".join(f"{name}={values[name]}" for name in NUMBERS if name in values)


def _list_addresses(session: Session, article_id: str) -> set[str]:
    return set(session.scalars(select(OldAddress.address).where(OldAddress.article_id == article_id)))


def _check_target(address: str, target: str) -> str:
    if local_path(target) != target or any(unicodedata.category(one) in {"Cc", "Cs"} for one in target):
        raise ValueError("it must lead to a path of this site, such as /sections/news")
    path, _, query = target.partition("?")
    if address in list_likely(unquote(path), query):
        raise ValueError("it leads to itself")
    return target
