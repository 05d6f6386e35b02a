"""How long the list of comments at the desk takes with many comments, beside few: `desk_queue.py [COUNT]`.

    .venv/bin/python tests/benchmarks/desk_comments.py
    .venv/bin/python tests/with_postgres.py .venv/bin/python tests/benchmarks/desk_comments.py

Times are the processor's for the whole page, as a moderator's browser gets it, medians in ms; on PostgreSQL, which works in
another process, they are what the clock says. The same is asked in the same run of a site with a thousand comments. The last
line tells how long a comment takes that is posted, also while another thread searches all texts again and again.
"""

import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, text

from broadsheet import create_app
from broadsheet.comments.models import APPROVED, COMMENTS, DELETED, HELD, SPAM, THREADS
from broadsheet.comments.moderation import Submission, Verdict
from broadsheet.comments.posting.storing import find_place_of_answer, store_comment
from broadsheet.desk.accounts.users import add_user
from broadsheet.desk.comments.filters import Filters
from broadsheet.desk.comments.finding import find_comments
from broadsheet.desk.roles import MODERATOR
from broadsheet.storage import Base, reading, writing

FEW, MANY = 1_000, 100_000
ROUNDS = 9
PASSWORD = "seven grey herons"
POSTGRES = os.environ.get("TEST_POSTGRES", "")
TEXT = "the ferry was late again this morning and nobody at the harbour could say why or when it would come"
PAGES = {
    "what waits": "",
    "all": "?status=all",
    "spam": "?status=spam",
    "a page in the middle": "?status=all&before={middle}",
    "a thread": "?status=all&article=story-7",
    "a thread, what waits": "?article=story-7",
    "the largest thread": "?status=all&article=story-0",
    "an e-mail address": "?status=all&author=reader17@example.org",
    "a name": "?status=all&author=reader+17",
    "a week": "?status=all&since=2021-11-03&until=2021-11-10",
    "a common word": "?status=all&text=harbour",
    "a word that is there once": "?status=all&text=lighthouse",
    "a word that is not there": "?status=all&text=zeppelin",
}


def open_site(folder: Path) -> Flask:
    app = create_app({"BROADSHEET_DATA": folder, "BROADSHEET_DATABASE": POSTGRES})
    if POSTGRES:
        with app.app_context(), writing() as session:
            kept = {"alembic_version", "broadsheet_version"}
            names = ", ".join(sorted(set(Base.metadata.tables) - kept))
            session.execute(
                text("SET LOCAL session_replication_role = replica")
            )  # The journal refuses to be emptied.
            session.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    return app


def make_rows(count: int) -> list[dict[str, object]]:
    """Return comments of about fifty words, a tenth of them in one thread, most of them approved."""
    dice = random.Random(count)  # noqa: S311 -- the same at each run
    begin, words = datetime(2021, 1, 1, tzinfo=UTC), TEXT.split()
    rows = []
    for number in range(count):
        written = begin + timedelta(seconds=number * 86_400 * 400 / count)
        status = dice.choices((APPROVED, HELD, SPAM, DELETED), (80, 2, 12, 6))[0]
        said = " ".join(dice.choices(words, k=50)) + (" lighthouse" if number == count // 3 else "")
        who = dice.randrange(count // 5 + 1)
        rows.append(
            {
                "thread": "story-0" if dice.random() < 0.1 else f"story-{dice.randrange(count // 50 + 1)}",
                "path": "",
                "status": status,
                "reasons": [],
                "shown": status == APPROVED,
                "answers": 0,
                "name": f"Reader {who}",
                "email": f"reader{who}@example.org",
                "website": "",
                "text": said,
                "html": said,
                "written": written,
                "decided": written,
                "verified": who % 2 == 0,
                "staff": False,
                "announced": True,
            }
        )
    return rows


def fill(app: Flask, count: int) -> None:
    rows = make_rows(count)
    with app.app_context(), writing() as session:
        keys = sorted({str(row["thread"]) for row in rows})
        threads = [
            {"key": key, "address": f"/{key}", "title": key, "closed": False, "shown": 0} for key in keys
        ]
        session.execute(insert(THREADS), threads)
        for start in range(0, count, 5_000):
            session.execute(insert(COMMENTS), rows[start : start + 5_000])
        add_user(session, "mo", PASSWORD, MODERATOR)
    if POSTGRES:
        with app.app_context(), writing() as session:
            session.execute(text("ANALYZE"))  # It does so by itself after a while.


def sign_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    assert client.post("/desk/sign-in", data={"name": "mo", "password": PASSWORD}).status_code == 303
    return client


def time_of(act: Callable[[], object]) -> float:
    clock = time.perf_counter if POSTGRES else time.process_time
    begin = clock()
    act()
    return (clock() - begin) * 1_000


def measure_pages(client: FlaskClient, count: int) -> dict[str, float]:
    found = {}
    for name, query in PAGES.items():
        address = f"/desk/comments{query.format(middle=count // 2)}"
        assert client.get(address).status_code == 200
        found[name] = median(time_of(lambda address=address: client.get(address)) for _ in range(ROUNDS))
    return found


def measure_acts(client: FlaskClient) -> dict[str, float]:
    """Return how long it takes to decide on fifty comments at once, and to take that back."""
    found: dict[str, list[float]] = {"fifty decided at once": [], "that taken back": []}
    for act in ("spam", "approve", "spam"):
        page = client.get("/desk/comments?status=all").text
        shown = page.split('name="shown" value="')[1].split('"')[0]
        answers = []
        form = {"shown": shown, "all": "yes", "decision": act}
        found["fifty decided at once"].append(
            time_of(
                lambda form=form, answers=answers: answers.append(
                    client.post("/desk/comments/decide", data=form)
                )
            )
        )
        form = {"batch": answers[0].location.split("done=")[1]}
        found["that taken back"].append(
            time_of(lambda form=form: client.post("/desk/comments/undo", data=form))
        )
    return {name: median(times) for name, times in found.items()}


def measure_posting(app: Flask, seconds: float = 3) -> tuple[float, float]:
    """Return how long it takes to store a comment, in ms: while nobody reads, and while all texts are searched."""
    over = threading.Event()

    def search() -> None:
        with app.app_context():
            while not over.is_set():
                find_comments(reading(), Filters(status="all", text="zeppelin"))

    def post_for(seconds: float) -> float:
        taken, end = [], time.perf_counter() + seconds
        while time.perf_counter() < end:
            begin = time.perf_counter()
            with app.app_context(), writing() as session:
                told = Submission("story-1", None, "Ada", "", "", "A comment")
                store_comment(session, told, find_place_of_answer(session, told), Verdict(APPROVED, []))
            taken.append((time.perf_counter() - begin) * 1_000)
        return median(taken)

    alone = post_for(seconds)
    thread = threading.Thread(target=search)
    thread.start()
    beside = post_for(seconds)
    over.set()
    thread.join()
    return alone, beside


def measure_site(count: int) -> tuple[dict[str, float], tuple[float, float]]:
    with tempfile.TemporaryDirectory() as folder:
        app = open_site(Path(folder))
        fill(app, count)
        client = sign_in(app)
        return measure_pages(client, count) | measure_acts(client), measure_posting(app)


def main(many: int) -> None:
    few_times, _ = measure_site(FEW)
    many_times, (alone, beside) = measure_site(many)
    print(f"{'':28}{f'{FEW:,} comments':>20}{f'{many:,} comments':>20}{'ratio':>8}")
    for name, few in few_times.items():
        print(f"{name:28}{few:>17.1f} ms{many_times[name]:>17.1f} ms{many_times[name] / few:>8.1f}")
    print(f"a comment posted: {alone:.1f} ms alone, {beside:.1f} ms while all texts are searched")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MANY)
