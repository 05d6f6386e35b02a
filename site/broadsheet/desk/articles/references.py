"""Stories that another one names: by their files, their ids, or their addresses."""

from dataclasses import replace
from urllib.parse import unquote, urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...articles.models import Article, Unpublished
from .files import SUFFIX
from .form import Form, Values, list_lines

MOST = 100


def resolve(session: Session, form: Form, shown: Values) -> tuple[Form, list[str]]:
    """Return a form with the ids of stories in the place of what they were called, and the names of those that are not.

    What the file names already, as `shown` says, may stay, even if its story is gone.
    """
    values, wrong = dict(form.values), []
    for name in ("related", "unrelated"):
        typed, known = list_lines(values[name]), list_lines(shown.get(name, ""))
        if typed != known:
            ids = find_references(session, [one for one in typed if one not in known])
            wrong += [one for one in typed if one not in known and one not in ids]
            values[name] = "\n".join(dict.fromkeys(ids.get(one, one) for one in typed))
    return replace(form, values=values), wrong


def find_references(session: Session, names: list[str]) -> dict[str, str]:
    """Return the ids of the stories that are so called, by what they are called; what is none is left out."""
    given = names[:MOST]
    paths = {name: _read_path(name) for name in given if _is_address(name)}
    query = select(Article.path, Article.id).where(Article.path.in_(paths.values()))
    by_path = {row.path: row.id for row in session.execute(query)}
    wanted = {
        name: by_path.get(paths[name], "") if name in paths else name.removesuffix(SUFFIX) for name in given
    }
    known = _list_known(session, [id for id in wanted.values() if id.isprintable()])
    return {name: id for name, id in wanted.items() if id in known}


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
