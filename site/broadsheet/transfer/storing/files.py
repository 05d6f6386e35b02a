"""An imported article as a file: a head, and the text below it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

from ...articles.old_addresses import write_address
from ...articles.publishing.front_matter import FIRST_YEAR, LONGEST_TEXT
from ...dates import show_exact_time
from ..items import ForeignArticle, ForeignPicture
from ..media.paths import place_of
from ..references import is_local, relocate_files
from ..tidying import tidy_line, tidy_text

MOST_NAMES = 100
Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass(frozen=True)
class ArticleFile:
    """The file of an article: its name below the folder of articles, its address on the site, and what is in it."""

    article: ForeignArticle
    source: str
    path: str
    content: bytes


def make_file(root: Path, article: ForeignArticle, source: str, path: str, aliases: list[str]) -> ArticleFile:
    """Return the file of an article, in which files of the old site are looked for where they lie below `root`."""
    head = describe_head(article, path, aliases)
    text = relocate_files(
        tidy_text(article.text).strip(), article.markup, lambda address: locate(root, address)
    )
    lines = yaml.dump(head, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=110)
    content = f"---\n{lines}---\n\n{text}\n"
    return ArticleFile(article, source, path, content.encode("utf-8", "replace"))


def locate(root: Path, address: str) -> str:
    """Return where a file of the old site lies now; one of another site stays there, unless it was fetched."""
    path = place_of(address)
    return f"/{quote(path)}" if is_local(address) or (root / path).is_file() else address


def describe_head(article: ForeignArticle, path: str, aliases: list[str]) -> dict[str, Any]:
    """Return the head of an article's file (see `articles.publishing.front_matter`); what is empty is left out."""
    head = {
        "title": title_of(article),
        "kicker": tidy_line(article.kicker, LONGEST_TEXT),
        "standfirst": tidy_line(article.standfirst, LONGEST_TEXT),
        "language": article.language,
        "page": "true" if article.is_page else "",
        "author": tidy_names(article.authors),
        "section": "" if article.is_page else tidy_line(article.section, LONGEST_TEXT),
        "tags": tidy_names(article.tags),
        "published": show_moment(article.published),
        "updated": show_moment(article.updated) if is_updated(article) else "",
        "image": describe_picture(article.picture),
        "path": write_address(path),
        "aliases": [write_address(alias) for alias in aliases],
        "draft": "true" if article.hidden else "",
        "markup": "html" if article.markup == "html" else "",
        **article.head,
    }
    return {key: value for key, value in head.items() if value}


def is_updated(article: ForeignArticle) -> bool:
    """Whether an article was changed after it was published; some systems say of all that they were, at that very moment."""
    return article.updated is not None and (article.published is None or article.updated > article.published)


def title_of(article: ForeignArticle) -> str:
    """Return the title, or the first words of the text; every article needs one."""
    return tidy_line(article.title, LONGEST_TEXT) or "Untitled"


def tidy_names(names: list[str]) -> list[str]:
    found = dict.fromkeys(tidy_line(name, LONGEST_TEXT) for name in names[:MOST_NAMES])
    return [name for name in found if name]


def describe_picture(picture: ForeignPicture | None) -> dict[str, str] | None:
    if picture is None or not picture.address.startswith("/"):
        return None
    described = {
        "file": picture.address,
        "alt": picture.alt,
        "caption": picture.caption,
        "credit": picture.credit,
    }
    return {name: line for name, text in described.items() if (line := tidy_line(text, LONGEST_TEXT))}


def show_moment(moment: datetime | None) -> str:
    return show_exact_time(moment) if moment and moment.year > FIRST_YEAR else ""


def write_file(root: Path, file: ArticleFile) -> None:
    """Write a file that is whole from the first moment on."""
    place = root / file.source
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_name(f".{place.name}.half")
    half.write_bytes(file.content)
    half.replace(place)
