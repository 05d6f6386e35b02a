"""Archives of any size: a thousand articles published from Markdown, and copies of them, each with an id of its own."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from article_page_cost import list_sentences
from opening import opened
from sqlalchemy import insert, select

from broadsheet.articles.models import Article, Byline, Tag
from broadsheet.articles.publishing import publish_folder
from broadsheet.articles.search.models import Indexed
from broadsheet.related.models import Document, ReadyList
from broadsheet.storage import reading, writing

MOST_FILES = 10_000  # Copies in a larger archive have no files: a start reads them all.
PUBLISHED = 1_000  # To publish 100,000 takes many minutes; what is copied is as much work to read.
BEGIN, DAYS = datetime(2012, 1, 1, tzinfo=UTC), 3_652
SECTIONS = ("Coast", "Culture", "Economy", "Local", "Politics", "Science", "Sport", "World")
SENTENCES, IN_A_PARAGRAPH = 24, 4  # About 400 words.
STORY = """---
title: Story {number}
standfirst: What story {number} is about.
author: Reporter {author}
section: {section}
tags: [topic {tag}, matter {matter}]
published: {published:%Y-%m-%d %H:%M}
---

{text}
"""
# Of the search only its list of articles is copied, so that it does not read them all at a start; no page here asks it.
COPIED = (Article, Byline, Tag, Document, ReadyList, Indexed)


def make_archive(data: Path, count: int) -> list[str]:
    """Fill a data folder with so many articles and their related stories; return the addresses of all."""
    published = min(count, PUBLISHED)
    write_articles(data / "articles", published)
    with opened(data):
        publish_folder()
        multiply(data / "articles", count // published, with_files=count <= MOST_FILES)
        return list(reading().scalars(select(Article.path).order_by(Article.published, Article.id)))


def write_articles(folder: Path, count: int) -> None:
    dice, sentences = random.Random(count), list_sentences()  # noqa: S311 -- the same each time
    folder.mkdir(parents=True)
    for number in range(count):
        told = dice.sample(sentences, SENTENCES)
        parts = [told[begin : begin + IN_A_PARAGRAPH] for begin in range(0, SENTENCES, IN_A_PARAGRAPH)]
        story = STORY.format(
            number=number,
            author=number % 20,
            section=SECTIONS[number % len(SECTIONS)],
            tag=number % 60,
            matter=number % 7,
            published=BEGIN + timedelta(days=DAYS * number / count),
            text="\n\n".join(map(" ".join, parts)),
        )
        (folder / f"story-{number}.md").write_text(story, "utf-8")


def multiply(folder: Path, times: int, with_files: bool) -> None:
    """Copy all articles, in the database and in the folder, until there are `times` as many."""
    files = list(folder.glob("*.md"))
    with writing() as session:
        rows = {model: session.execute(select(model.__table__)).mappings().all() for model in COPIED}
        for copy in range(1, times):
            for file in files if with_files else ():
                (folder / f"{file.stem}-copy-{copy}.md").hardlink_to(file)
            for model, found in rows.items():
                session.execute(insert(model.__table__), [rename(row, copy, with_files) for row in found])


def rename(row: Mapping[str, Any], copy: int, with_files: bool) -> dict[str, Any]:
    """Return a row of one of the tables as it stands for a copy."""
    ending, changed = f"-copy-{copy}", dict(row)
    changed.pop("number", None)
    for name in {"id", "article_id", "document_id", "path", "address"} & changed.keys():
        changed[name] += ending
    if "source" in changed:
        changed["source"] = changed["source"].removesuffix(".md") + ending + ".md" if with_files else None
    if "published" in changed:
        changed["published"] += timedelta(seconds=copy)
    if "others" in changed:
        changed["others"] = [[other + ending, score] for other, score in changed["others"]]
    return changed
