"""How long the first page of a thread takes, whatever its size: the whole article page, made anew for each request.

Run it as `.venv/bin/python tests/benchmarks/thread_page.py`; it takes half a minute. The first pages of the threads hold
about as many comments each; nothing is kept between requests but what the app keeps anyway. On a machine that does nothing
else, a page takes as long as the processor works for it; where others work beside, look at the processor time.
"""

import gc
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from flask import Flask
from flask.testing import FlaskClient

from broadsheet import create_app
from broadsheet.articles.publishing import publish_folder
from broadsheet.comments.models import APPROVED
from broadsheet.comments.moderation import Submission, Verdict
from broadsheet.comments.posting.storing import find_place_of_answer, store_comment
from broadsheet.storage import writing

SIZES = (100, 1_000, 10_000)
ANSWERED = 0.7  # The share of comments that answer another.
ROUNDS, REQUESTS = 5, 40
STORY = """---
title: Story {0}
author: Ada Reporter
section: Coast
published: 2021-11-01 09:00
---

The harbour is calm.
"""
TEXT = "The ferry was *late* again this morning, and nobody at the harbour could say why.\n\nSee <https://example.org/{}>."


def open_site(folder: Path) -> Flask:
    app = create_app(
        {"BROADSHEET_DATA": folder, "BROADSHEET_COMMENTS_MODERATION": "show", "BROADSHEET_PAGE_CACHE_MB": 0}
    )
    articles = folder / "articles"
    articles.mkdir()
    for size in SIZES:
        (articles / f"story-{size}.md").write_text(STORY.format(size))
    with app.app_context():
        publish_folder()
    return app


def fill_thread(app: Flask, size: int) -> None:
    """Write a thread in which every answer is for one of the comments shortly before it."""
    dice = random.Random(size)  # noqa: S311 -- the same thread at each run
    written = datetime(2021, 11, 1, 10, tzinfo=UTC)
    ids: list[int] = []
    with app.app_context(), writing() as session:
        for number in range(size):
            parent = dice.choice(ids[-10:]) if ids and dice.random() < ANSWERED else None
            told = Submission(f"story-{size}", parent, f"Reader {number % 97}", "", "", TEXT.format(number))
            place, moment = find_place_of_answer(session, told), written + timedelta(seconds=number)
            ids.append(store_comment(session, told, place, Verdict(APPROVED, []), moment).id)


def measure(client: FlaskClient, address: str) -> list[tuple[float, float]]:
    """Return, for each request, how long it took and how long the processor worked for it, in ms."""
    found = []
    for _ in range(REQUESTS):
        begin, used = time.perf_counter(), time.process_time()
        assert client.get(address).status_code == 200
        found.append(((time.perf_counter() - begin) * 1e3, (time.process_time() - used) * 1e3))
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        app = open_site(Path(name))
        for size in SIZES:
            fill_thread(app, size)
        client = app.test_client()
        found: dict[int, list[tuple[float, float]]] = {size: [] for size in SIZES}
        gc.collect()
        for turn in range(
            ROUNDS + 1
        ):  # In turns, so that what else the machine does meets all alike; the first warms up.
            for size in SIZES:
                measured = measure(client, f"/coast/story-{size}")
                found[size] += measured if turn else []
        print(
            f"{'comments in the thread':>24}{'on the page':>14}{'processor time':>17}{'took':>12}{'95 %':>12}"
        )
        for size in SIZES:
            shown = client.get(f"/coast/story-{size}").text.count('<article class="comment')
            took, worked = zip(*found[size], strict=True)
            late = quantiles(took, n=20)[18]
            print(f"{size:>24,}{shown:>14}{median(worked):>14.1f} ms{median(took):>9.1f} ms{late:>9.1f} ms")


if __name__ == "__main__":
    main()
