"""`broadsheet new`: begin an article."""

from datetime import datetime
from pathlib import Path

import yaml

from ...settings import Settings
from ..slugs import make_slug
from .front_matter import MARKUPS

TEXTS = {"markdown": "Write the story here, in Markdown.\n", "html": "Write the story here, in HTML.\n"}


def write_new_article(
    settings: Settings, title: str, author: str, section: str, markup: str = MARKUPS[0]
) -> Path:
    """Write the file of a new article and return its name; raise `FileExistsError` or `ValueError`."""
    slug = make_slug(title)
    if not slug:
        raise ValueError("The title has no letters or digits to make a file name of.")
    head = {
        "title": title,
        "standfirst": "",
        "author": author,
        "section": section,
        "tags": [],
        "published": datetime.now(settings.zone).replace(microsecond=0, second=0).isoformat(),
    }
    if markup != MARKUPS[0]:
        head["markup"] = markup
    file = settings.content_folder / f"{slug}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8") as out:
        out.write(f"---\n{yaml.safe_dump(head, sort_keys=False, allow_unicode=True)}---\n\n{TEXTS[markup]}")
    return file
