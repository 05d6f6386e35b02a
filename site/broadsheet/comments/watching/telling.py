"""Tell those who watch of comments that are new to everyone: one mail for each address and thread at a time."""

from collections import defaultdict
from collections.abc import Sequence

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from ...signing import steady_signer
from ..deciding import read_path
from ..mailing import link_with_token, quote_text, write_mail
from ..models import Comment, Watch
from ..page import locate_page

END = "comments.watch.end"


def tell_watchers(session: Session, comments: Sequence[Comment]) -> int:
    """Put mails about newly shown comments into the outbox, in the caller's transaction; return how many."""
    new: dict[str, list[Comment]] = defaultdict(list)
    for comment in comments:
        if not comment.announced:
            comment.announced = True
            new[comment.thread].append(comment)
    return sum(_tell_of_thread(session, thread, found) for thread, found in new.items())


def _tell_of_thread(session: Session, thread: str, comments: Sequence[Comment]) -> int:
    watches = session.scalars(
        select(Watch).where(Watch.thread == thread, Watch.confirmed).order_by(Watch.comment_id)
    )
    wanted: dict[str, tuple[Watch, list[Comment]]] = {}
    for watch in watches:
        told = [comment for comment in comments if _concerns(watch, comment)]
        if told and watch.email not in wanted:
            wanted[watch.email] = (watch, told)
    page = locate_page(session, thread) if wanted else None
    for watch, told in wanted.values():
        _write(session, watch, told, page.title or page.address if page else thread)
    return len(wanted)


def _concerns(watch: Watch, comment: Comment) -> bool:
    """Whether a comment is news for a watch; what somebody wrote under the very address is not."""
    below = watch.comment_id == 0 or watch.comment_id in read_path(comment.path)
    return below and comment.email != watch.email


def _write(session: Session, watch: Watch, comments: Sequence[Comment], title: str) -> None:
    token = str(steady_signer(current_app, END).dumps([watch.email, watch.thread, str(watch.comment_id)]))
    end = link_with_token("broadsheet_comment_watch_end.ask_to_end", token)
    many = f"{len(comments)} new comments" if len(comments) > 1 else f"{comments[0].name} wrote a comment"
    write_mail(
        session,
        watch.email,
        "new_comments",
        f"{many} on “{title}”",
        # RFC 8058: one click in the mail program ends it, without a visit.
        {"List-Unsubscribe": f"<{end}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        title=title,
        comments=[(comment, quote_text(comment.text)) for comment in comments],
        answers_only=watch.comment_id != 0,
        end=end,
    )
