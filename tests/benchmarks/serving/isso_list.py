"""Isso with one worker, as its documentation runs it, and a thread of the same fifty comments."""

import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

from answers import Answer, fetch
from article_page_cost import ADDRESS, ARTICLE, COMMENTS
from broadsheets import Server
from posting_rate import PATIENCE_SECONDS, serve_isso

LIST = f"/?uri={ADDRESS}"


@contextmanager
def serve_list(folder: Path, data: Path) -> Iterator[Server]:
    """Serve the comments that are in a data folder of ours."""
    with serve_isso(folder, workers=1) as isso:
        server = Server(isso.process, f"http://127.0.0.1:{isso.port}")
        copy_comments(data, server.site)
        yield server


def copy_comments(data: Path, site: str) -> None:
    """Post all comments in their order; Isso has one level of answers, and knows each of them by the number we have."""
    query = "SELECT id, parent_id, name, text FROM broadsheet_comments WHERE thread = ? ORDER BY id"
    with closing(sqlite3.connect(data / "broadsheet.sqlite3")) as database:
        rows = database.execute(query, [ARTICLE]).fetchall()
    given: dict[int, int] = {}
    for id, parent, name, text in rows:
        told = {"author": name, "text": text, "title": "Foghorn", "parent": given.get(parent)}
        given[id] = post(f"{site}/new?uri={ADDRESS}", told)


def post(address: str, told: dict[str, object]) -> int:
    headers = {"Content-Type": "application/json", "Origin": "http://127.0.0.1:1"}
    with urlopen(Request(address, json.dumps(told).encode(), headers), timeout=PATIENCE_SECONDS) as answer:
        return int(json.load(answer)["id"])


def fetch_list(server: Server) -> Answer:
    answer = fetch(server.site + LIST)
    told = json.loads(answer.text)["replies"]
    found = len(told) + sum(len(one["replies"]) for one in told)
    if found != COMMENTS:
        sys.exit(f"Isso lists {found} comments, not {COMMENTS}: {answer.text[:500]}")
    return answer
