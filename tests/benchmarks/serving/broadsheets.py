"""The Broadsheets that are measured, with one worker each: a story of the demo with 50 comments, or any data folder."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from answers import Answer, fetch
from article_page_cost import ADDRESS, COMMENTS, write_comments
from opening import opened
from posting_rate import find_port, run
from visitor import Visitor

from broadsheet.articles.publishing import publish_folder
from broadsheet.consent.choice import COOKIE
from broadsheet.demo import let_read, open_demo
from broadsheet.settings import declared

CACHE = "page_cache_mb"
COMMAND = [sys.executable, "-m", "broadsheet", "serve"]
DEMO = {"DEMO": "true", "COMMENTS_PAGE_LENGTH": str(COMMENTS)}
SENTENCE = "The horn at the lighthouse can play one note"
ELSEWHERE = "/food/kelp"
CHOICES = ("accept", "refuse")


@dataclass(frozen=True)
class Server:
    """A server that runs: its main process, and its address without a path."""

    process: int
    site: str


def open_newsroom(data: Path) -> None:
    """Fill a data folder with the demo newsroom, of which one story has fifty comments."""
    with opened(data, **DEMO):
        open_demo()
        publish_folder()
        let_read()
        write_comments()


@contextmanager
def serve(data: Path, cached: bool, **settings: str) -> Iterator[Server]:
    """Serve a data folder with one worker, and with the page cache as it comes or without it."""
    port = find_port()
    with run(COMMAND, port, environment_for(data, port, cached, settings), log_of(data)) as process:
        yield Server(process, f"http://127.0.0.1:{port}")


def environment_for(data: Path, port: int, cached: bool, settings: dict[str, str]) -> dict[str, str]:
    given = {"DATA": str(data), "PORT": str(port), "WORKERS": "1", **settings}
    if not cached and CACHE in declared():
        given[CACHE.upper()] = "0"
    return {f"BROADSHEET_{name}": value for name, value in given.items()}


def log_of(data: Path) -> Path:
    return data.parent / f"{data.name}.{os.getpid()}.log"


def choose(server: Server, decision: str) -> dict[str, str]:
    """Answer the notice as a reader does, and return the header by which their browser is known from then on."""
    reader = Visitor(server.site)
    reader.post("/privacy/choices", {"decision": decision})
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in reader.cookies)
    if not cookies:
        sys.exit(f"The choice to {decision} was not taken.")
    return {"Cookie": cookies}


def write_elsewhere(server: Server) -> dict[str, str]:
    """Write below another story, and return the header by which the reader is known: their pages are theirs alone."""
    reader = Visitor(server.site)
    token = re.search(r'name="thread" value="([^"]+)"', reader.get(ELSEWHERE).text)
    if token is None:
        sys.exit(f"{server.site}{ELSEWHERE} has no form.")
    fields = {"thread": token[1], "text": "Kelp is good soup.", "name": "Ada", "remember": "yes"}
    if reader.post("/comments", fields).status != 200:  # Of the page to which the answer leads.
        sys.exit("The comment was not taken.")
    return {"Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in reader.cookies)}


def fetch_story(server: Server, headers: dict[str, str]) -> Answer:
    """Return the story's page, after a look at whether it is whole; the notice stands on it for who has not chosen."""
    answer = fetch(server.site + ADDRESS, headers)
    page = answer.text
    shown, asks = page.count('<article class="comment'), 'id="privacy-notice"' in page
    if not (answer.status.startswith("200") and SENTENCE in page and shown == COMMENTS):
        sys.exit(
            f"{server.site}{ADDRESS} is not the story with {COMMENTS} comments: {answer.status}, {shown} comments."
        )
    if asks == (COOKIE in headers.get("Cookie", "")):
        sys.exit(f"{server.site}{ADDRESS} does not heed the reader's choice.")
    return answer


def fetch_not_modified(server: Server, headers: dict[str, str], tag: str) -> Answer:
    """Return the answer to a browser that has the page already, under the tag."""
    answer = fetch(server.site + ADDRESS, headers | {"If-None-Match": tag})
    if not answer.status.startswith("304") or answer.body:
        sys.exit(f"{server.site}{ADDRESS} is sent again to a browser that has it: {answer.status}.")
    return answer
