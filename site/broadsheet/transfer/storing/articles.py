"""Articles from the spool: each becomes a file in the folder of articles, and is published from there."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from flask import current_app

from ...articles.publishing import Report as Published
from ...articles.publishing.folder import Draft, Read, make_draft
from ...articles.publishing.front_matter import Broken
from ...articles.publishing.publish import publish_drafts
from ...articles.publishing.storing import article_id
from ...settings import settings_of
from ...storage import reading, writing
from ..items import ForeignArticle
from .brought import find_brought, note_brought
from .files import ArticleFile, make_file, write_file
from .naming import split_address
from .planning import plan_file
from .run import Run

KIND = "article"
AT_ONCE = 25  # Few, as readers who post wait for each transaction.


def store_articles(run: Run) -> None:
    """Write and publish what did not come in before; a kill at any point leaves what the next import goes on from."""
    articles = run.spool.articles()
    with run.progress("Articles", run.spool.count("articles")) as advance:
        while some := list(islice(articles, AT_ONCE)):
            _store_some(run, some)
            advance(len(some))


def _store_some(run: Run, some: Sequence[ForeignArticle]) -> None:
    known = _recognise(run, some)
    files = [plan_file(reading(), run, article) for article in some if article.id not in known]
    if not run.dry:
        for file in files:
            write_file(run.root, file)
        os.sync()  # Once for all of them: what the database knows of is on the disk.
        files = _publish(run, files)
        with writing() as session:
            note_brought(
                session, run.origin, KIND, {file.article.id: article_id(file.source) for file in files}
            )
    for file in files:
        run.spool.note_article(file.article.id, article_id(file.source))
        _report(run, file)


def _recognise(run: Run, some: Sequence[ForeignArticle]) -> dict[str, str]:
    """Return what those are called here that came in before, or stand in the very file that they would have."""
    known = find_brought(reading(), run.origin, KIND, [article.id for article in some])
    kinds = {article.id: kind_of(article) for article in some}
    for article in some:
        if article.file and (run.root / article.file).is_file():
            known.setdefault(article.id, article_id(article.file))
    for id, own in known.items():
        run.spool.note_article(id, own)
        run.report.known(kinds[id])
    return known


def _publish(run: Run, files: Sequence[ArticleFile]) -> list[ArticleFile]:
    """Publish files, and return those that can be read as articles; a draft is read too, and stays one."""
    made = [(file, draft) for file in files if (draft := _make_draft(run, file))]
    published = Published()
    publish_drafts([draft for _file, draft in made], set(), published)
    for problem in published.problems:
        run.report.changed(KIND, problem.source, problem.reason)
    for file, draft in made:
        for reason in dict.fromkeys(remark.reason for remark in draft.remarks):
            run.report.changed(KIND, file.path, reason)
    return [file for file, _draft in made]


def _make_draft(run: Run, file: ArticleFile) -> Draft | None:
    """Read a file as an article; where that fails for its pictures, which Markdown must have, they become links."""
    try:
        return _read(run, file)
    except Broken:
        head = {key: value for key, value in file.article.head.items() if key != "image"}
        article = replace(file.article, text=file.article.text.replace("![", "["), picture=None, head=head)
    plain = make_file(run.root, article, file.source, file.path, [])
    write_file(run.root, plain)
    try:
        draft = _read(run, plain)
        run.report.changed(KIND, file.path, "Its pictures are not there, so links stand in their places.")
    except Broken as broken:
        run.report.left_out(KIND, file.path, broken.reason)
        (run.root / file.source).unlink()
        return None
    return draft


def _read(run: Run, file: ArticleFile) -> Draft:
    digest = hashlib.sha256(file.content).hexdigest()
    return make_draft(run.root, Read(file.source, digest, file.content), settings_of(current_app))


def _report(run: Run, file: ArticleFile) -> None:
    article = file.article
    how = f"as {file.source}" + (f", as a draft: {article.hidden}" if article.hidden else "")
    run.report.came_in(kind_of(article), file.path, how)
    if article.address and split_address(article.address) != (file.path, ""):
        run.report.changed(KIND, file.path, f"It was at {article.address} before.")
    for note in article.notes:
        run.report.changed(KIND, file.path, note)


def kind_of(article: ForeignArticle) -> str:
    """Return what the report calls it."""
    return "page" if article.is_page else KIND
