"""A small newsroom to look around in: articles, comments, and services of its own to consent to.

The town, the people and the events are invented.
"""

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..articles.models import Article
from ..comments.models import APPROVED, Comment
from ..comments.moderation import Submission
from ..comments.posting import post_comment
from ..settings import settings_of
from ..storage import reading, writing
from . import services

HERE = Path(__file__).parent


def init_app(app: Flask) -> None:
    services.init_app(app)


def open_demo() -> bool:
    """Fill an empty site with the demo; answer False, and change nothing, where there is anything already."""
    folder = settings_of(current_app).content_folder
    if any(folder.rglob("*.md")) or reading().scalars(select(func.count()).select_from(Article)).one():
        return False
    shutil.copytree(HERE / "articles", folder, dirs_exist_ok=True)
    with writing() as session:
        for thread, comments in json.loads((HERE / "comments.json").read_text("utf-8")).items():
            for comment in comments:
                post_with_replies(session, thread, comment, None)
    return True


def post_with_replies(session: Session, thread: str, told: dict[str, Any], parent: Comment | None) -> None:
    """Post a comment of the demo, approved, and below it its replies."""
    submission = Submission(
        thread=thread, parent_id=parent.id if parent else None, name=told["name"], email="", website="",
        text=told["text"], honeypot="",
    )  # fmt: skip
    comment = post_comment(session, submission, datetime.fromisoformat(told["written"]))
    comment.status, comment.reasons = APPROVED, []
    session.flush()
    for reply in told.get("replies", []):
        post_with_replies(session, thread, reply, comment)
