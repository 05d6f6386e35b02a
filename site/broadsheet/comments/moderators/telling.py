"""Tell moderators by e-mail what waits for them: one mail for each of them at a time."""

from collections.abc import Sequence

from flask import current_app
from sqlalchemy.orm import Session

from ...page_language import ngettext
from ...settings import settings_of
from ...signing import timed_signer
from ..mailing import link_with_token, quote_text, write_mail
from ..models import Comment
from ..showing.page import locate_page

MODERATE = "comments.moderate"
DAYS = 14
MOST_TOLD = 20


def list_moderators() -> list[str]:
    """Return the addresses of those who moderate."""
    named = settings_of(current_app).moderators.split(",")
    return [address.strip().lower() for address in named if address.strip()]


def tell_moderators(session: Session, comments: Sequence[Comment]) -> int:
    """Put a mail for each moderator into the outbox, in the caller's transaction; return how many."""
    moderators = list_moderators() if comments else []
    shown = comments[:MOST_TOLD]
    pages = {thread: locate_page(session, thread) for thread in {comment.thread for comment in shown}}
    subject = ngettext("%(number)s comment waits for you", "%(number)s comments wait for you", len(comments))
    for moderator in moderators:
        told = [
            (
                comment,
                pages[comment.thread],
                quote_text(comment.text),
                link_to_moderate(comment.id, moderator),
            )
            for comment in shown
        ]
        further = len(comments) - len(shown)
        write_mail(session, moderator, "held_comments", subject, told=told, further=further, days=DAYS)
    return len(moderators)


def link_to_moderate(id: int, moderator: str) -> str:
    token = timed_signer(current_app, MODERATE).dumps([str(id), moderator])
    return link_with_token("broadsheet_comment_moderators.show_comment", token)
