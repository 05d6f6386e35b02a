"""Stories that another one names: by their files, their ids, or their addresses."""

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...articles.models import Article, Unpublished
from .files import SUFFIX

MOST = 100


def find_references(session: Session, names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the ids of the stories that are so called, in their order, and the names of which there is no story."""
    given = list(dict.fromkeys(names))[:MOST]
    paths = {name: _read_path(name) for name in given if _is_address(name)}
    by_path = {
        path: id
        for id, path in session.execute(
            select(Article.id, Article.path).where(Article.path.in_(paths.values()))
        )
    }
    wanted = {
        name: by_path.get(paths[name], "") if name in paths else name.removesuffix(SUFFIX) for name in given
    }
    known = _list_known(session, [id for id in wanted.values() if id.isprintable()])
    found = [id for id in wanted.values() if id in known]
    return list(dict.fromkeys(found)), [name for name, id in wanted.items() if id not in known]


def _is_address(name: str) -> bool:
    return name.startswith("/") or "://" in name


def _read_path(name: str) -> str:
    """Return the path of an address, or "" for one that no article has."""
    try:
        path = unquote(urlsplit(name).path)
    except ValueError:
        return ""
    return path if path.isprintable() else ""


def _list_known(session: Session, ids: list[str]) -> set[str]:
    known = set(session.scalars(select(Article.id).where(Article.id.in_(ids))))
    files = select(Unpublished.source).where(Unpublished.source.in_([id + SUFFIX for id in ids]))
    return known | {source.removesuffix(SUFFIX) for source in session.scalars(files)}
