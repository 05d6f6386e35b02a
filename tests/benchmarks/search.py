"""How long the search takes, beside a plain LIKE, on the database that it is given: `search.py [COUNT]`.

    PYTHONPATH=site .venv/bin/python tests/benchmarks/search.py 10000
    PYTHONPATH=site .venv/bin/python tests/with_postgres.py .venv/bin/python tests/benchmarks/search.py 10000

The archive is made up of real news (see `archive.py`). Times are medians in milliseconds: of the whole page, as a client
gets it, of its search alone, and of `title LIKE '%…%' OR text LIKE '%…%'`, newest first, which finds other things and ranks
nothing.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from archive import make_archive, read_sources
from sqlalchemy import or_, select, text

from broadsheet import create_app
from broadsheet.articles.models import Article, Byline, Tag
from broadsheet.articles.queries import is_listed
from broadsheet.articles.search.asking import read_question
from broadsheet.articles.search.finding import search
from broadsheet.articles.search.writing import fill_index, rebuild_index
from broadsheet.articles.slugs import make_slug
from broadsheet.storage import reading, writing

QUESTIONS = {
    "a rare word": "lighthouse",
    "a common word": "government",
    "the commonest": "the",
    "two words": "election minister",
    "three words": "record profit shares",
    "a phrase": '"prime minister"',
    "an exclusion": "government -minister",
    "a beginning": "th",
    "a misspelling": "goverment",
    "two slips": "parlaiment electoin",
    "a misspelt short one": "minster leagu",
    "nothing alike": "xqzwvkjq",
}
TIMES = 9


def store(count: int) -> None:
    with writing() as session:
        for one in make_archive(read_sources(), count):
            id, section = one["id"], one["section"]
            session.add(
                Article(
                    id=id,
                    path=f"/{id}",
                    title=one["title"],
                    standfirst=one["text"][:150],
                    section=section,
                    section_slug=make_slug(section),
                    published=datetime.fromisoformat(one["published"]),
                    blocks=[],
                    contents=[],
                    text=one["text"],
                    bylines=[Byline(rank=0, name="Ada Reporter", slug="ada-reporter")],
                    tags=[Tag(rank=n, name=t, slug=make_slug(t)) for n, t in enumerate(one["tags"])],
                )
            )


def measure(act: Callable[[], object]) -> float:
    act()
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1_000)
    return statistics.median(taken)


def ask_like(typed: str) -> object:
    words = typed.replace('"', "").replace("-", "").split()
    conditions = [or_(Article.title.ilike(f"%{w}%"), Article.text.ilike(f"%{w}%")) for w in words]
    query = select(Article.id).where(is_listed(), *conditions).order_by(Article.published.desc()).limit(20)
    return reading().scalars(query).all()


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = os.environ.get("TEST_POSTGRES", "")
        app = create_app({"BROADSHEET_DATA": Path(folder), "BROADSHEET_DATABASE": database})
        client = app.test_client()
        with app.app_context():
            store(count)
            start = time.perf_counter()
            fill_index()
            filled = time.perf_counter() - start
            start = time.perf_counter()
            rebuild_index(lambda _done, _total: None)
            rebuilt = time.perf_counter() - start
            with writing() as session:
                session.execute(text("ANALYZE"))  # PostgreSQL does so by itself after a while.
            words = reading().execute(text("SELECT count(*) FROM broadsheet_search_words")).scalar()
            print(f"{count} articles in {reading().get_bind().dialect.name}: {words} known words")
            print(f"indexed in {filled:.1f} s, rebuilt in {rebuilt:.1f} s")
            print(f"{'':22}{'found':>7}{'page':>9}{'search':>9}{'LIKE':>9}   ms")
            for name, typed in QUESTIONS.items():
                found = search(reading(), read_question(typed), None, 20, 0)
                page = measure(lambda typed=typed: client.get("/search", query_string={"q": typed}))
                alone = measure(lambda typed=typed: search(reading(), read_question(typed), None, 20, 0))
                like = measure(lambda typed=typed: ask_like(typed))
                meant = ", ".join(one.meant for one in found.corrections)
                print(f"{name:22}{found.total:>7}{page:>9.1f}{alone:>9.1f}{like:>9.1f}   {meant}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
