"""Threads of any size in which every comment that answers nothing has nine answers, so that all pages hold as many."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from opening import opened
from thread_page import STORY, TEXT

from broadsheet.articles.publishing import publish_folder
from broadsheet.comments.models import APPROVED
from broadsheet.comments.moderation import Submission, Verdict
from broadsheet.comments.posting.storing import find_place_of_answer, store_comment
from broadsheet.storage import writing

TOGETHER = 10
BEGIN = datetime(2021, 11, 1, 10, tzinfo=UTC)


def open_threads(data: Path, sizes: Sequence[int]) -> dict[int, str]:
    """Fill a data folder with a story for each size of thread, and return their addresses."""
    (data / "articles").mkdir(parents=True)
    for size in sizes:
        (data / "articles" / f"story-{size}.md").write_text(STORY.format(size), "utf-8")
    with opened(data):
        publish_folder()
        for size in sizes:
            fill_thread(f"story-{size}", size)
    return {size: f"/coast/story-{size}" for size in sizes}


def fill_thread(thread: str, size: int) -> None:
    ids: list[int] = []
    with writing() as session:
        for number in range(size):
            place = number % TOGETHER
            # Two answer the first, two each of those, and so on, as deep as a page goes.
            parent = ids[number - place + (place - 1) // 2] if place else None
            told = Submission(thread, parent, f"Reader {number % 97}", "", "", TEXT.format(number))
            written = BEGIN + timedelta(seconds=number)
            placed = find_place_of_answer(session, told)
            ids.append(store_comment(session, told, placed, Verdict(APPROVED, []), written).id)
