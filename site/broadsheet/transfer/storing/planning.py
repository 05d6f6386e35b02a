"""Which file and which address an imported article gets: its old address, wherever that is possible."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from urllib.parse import quote, urlsplit

from babel import Locale, UnknownLocaleError
from flask import current_app
from sqlalchemy.orm import Session

from ...articles.old_addresses import clean_address
from ...articles.publishing.front_matter import DEFAULT_SECTION
from ...articles.publishing.storing import find_owner, is_taken
from ...settings import settings_of
from ..items import ForeignArticle
from .files import ArticleFile, make_file
from .naming import is_path, make_name, split_address, suggest_files, suggest_paths
from .run import Run


def plan_file(session: Session, run: Run, article: ForeignArticle) -> ArticleFile:
    """Return the file of an article, not written yet, and claim its name and its address for it."""
    article = replace(article, language=_other_language(article.language))
    path, query = split_address(article.address)
    path = _below_root(path)
    wanted = [path] if is_path(path) and not query else []
    for candidate in chain(wanted, suggest_paths(article, article.section or DEFAULT_SECTION)):
        if candidate in run.paths or is_taken(candidate):
            continue
        file = _find_name(run, article, candidate)
        if find_owner(session, candidate) in {None, file.source}:
            run.paths.add(candidate)
            run.sources.add(file.source)
            return file
    raise AssertionError  # There is no end of candidates.


def _find_name(run: Run, article: ForeignArticle, path: str) -> ArticleFile:
    """Return the file with the first name that is free, or that this very file has already."""
    names = [name for name in _list_own_names(run, article) if can_hold(run.root, name)]
    near = path if can_hold(run.root, next(suggest_files(article, path))) else path.replace("/", "-")
    for source in chain(names, suggest_files(article, near)):
        if source in run.sources:
            continue
        file = make_file(run.root, article, source, path, list(list_aliases(article, path)))
        place = run.root / source
        if not place.exists() or (place.is_file() and place.read_bytes() == file.content):
            return file
    raise AssertionError


def can_hold(root: Path, source: str) -> bool:
    """Whether a file can lie there: all above it are folders, and no link among them leads out of the folder of articles."""
    folder = (root / source).parent
    there = next(one for one in (folder, *folder.parents) if one.exists())
    return there.is_dir() and folder.resolve().is_relative_to(root.resolve())


def _list_own_names(run: Run, article: ForeignArticle) -> list[str]:
    """Return the names that an article from a Broadsheet site has already: those of its file, or of its id."""
    if article.file or not run.ours:
        return [article.file] if article.file else []
    parts = article.id.split("/")
    return [f"{article.id}.md"] if parts == [make_name(part) for part in parts] else []


def list_aliases(article: ForeignArticle, path: str) -> Iterator[str]:
    """Yield the old addresses that are to lead to the article, but for the one that it has."""
    seen = {path}
    for address in (article.address, *article.other_addresses):
        old, query = split_address(address)
        try:
            alias = clean_address(quote(f"{_below_root(old)}?{query}" if query else _below_root(old)))
        except ValueError:
            continue  # Such as the front page, or none at all.
        if alias not in seen:
            seen.add(alias)
            yield alias


def _below_root(path: str) -> str:
    """Return a path as the app sees it, where the site itself does not begin at the root of its host."""
    own = urlsplit(settings_of(current_app).address).path.rstrip("/")
    return path.removeprefix(own) if own and path.startswith(f"{own}/") else path


def _other_language(tag: str) -> str:
    """Return a language's tag as the head of a file has it, if it is another than the site's; empty for what is none."""
    try:
        found = str(Locale.parse(tag.replace("_", "-"), sep="-")).replace("_", "-")
    except (UnknownLocaleError, ValueError, TypeError):
        return ""
    own = settings_of(current_app).language
    return "" if found.partition("-")[0] == own.partition("-")[0] else found
