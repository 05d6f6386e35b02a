"""A small newsroom to look around in: articles, comments, and services of its own to consent to.

The town, the people and the events are invented.
"""

import json
import re
import shutil
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..articles.models import Article
from ..articles.reads.counting import add_reads
from ..comments.models import APPROVED
from ..comments.moderation import Submission, Verdict
from ..comments.posting.storing import find_place_of_answer, store_comment
from ..settings import settings_of
from ..storage import reading, writing
from . import services

HERE = Path(__file__).parent
READINGS = {"tide-mill": 214, "rye-bread": 187, "night-bus": 130, "sea-wall": 96, "kelp": 41}
NEWEST = date(2026, 11, 21)  # The day after the newest date in the files.


def init_app(app: Flask) -> None:
    services.init_app(app)


def open_demo() -> bool:
    """Fill an empty site with the demo; answer False, and change nothing, where there is anything already."""
    folder = settings_of(current_app).content_folder
    if any(folder.rglob("*.md")) or reading().scalars(select(func.count()).select_from(Article)).one():
        return False
    later = datetime.now(UTC).date() - NEWEST
    shutil.copytree(HERE / "articles", folder, dirs_exist_ok=True)
    for file in folder.glob("*.md"):
        file.write_text(move_dates(file.read_text("utf-8"), later), "utf-8")
    comments = json.loads(move_dates((HERE / "comments.json").read_text("utf-8"), later))
    with writing() as session:
        for thread, told in comments.items():
            for comment in told:
                post_with_replies(session, thread, comment, None)
    return True


def let_read() -> None:
    """Let the demo's stories have been read, so that its list of the most read has something to show."""
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    with writing() as session:
        add_reads(session, Counter({(article, hour): count for article, count in READINGS.items()}))


def move_dates(text: str, later: timedelta) -> str:
    """Move every date in a text, so that the demo is as new as the day on which it is opened."""
    return re.sub(r"\b\d{4}-\d\d-\d\d(?!\d)", lambda found: str(date.fromisoformat(found[0]) + later), text)


def post_with_replies(session: Session, thread: str, told: dict[str, Any], parent_id: int | None) -> None:
    """Post a comment of the demo, approved, and below it its replies."""
    submission = Submission(thread, parent_id, told["name"], email="", website="", text=told["text"])
    place, written = find_place_of_answer(session, submission), datetime.fromisoformat(told["written"])
    posted = store_comment(session, submission, place, Verdict(APPROVED, []), written)
    for reply in told.get("replies", []):
        post_with_replies(session, thread, reply, posted.id)
