"""Tell those who watch of comments that are new to everyone: one mail for each address at a time."""

from collections.abc import Sequence

from flask import current_app
from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from ...page_language import gettext, ngettext
from ...signing import steady_signer
from ..deciding import read_path
from ..mailing import link_with_token, quote_text, write_mail
from ..models import Comment, Watch
from ..showing.page import locate_page

END = "comments.watch.end"
MOST_TOLD = 20  # Comments in a mail; more are only counted.


def list_watches(session: Session, thread: str, after: int, length: int) -> Sequence[Watch]:
    """Return the next watches of a thread behind the id `after`; of who watches all of it, not those for answers."""
    whole = aliased(Watch)
    watches_all = exists().where(
        whole.thread == thread, whole.email == Watch.email, whole.comment_id == 0, whole.confirmed
    )
    query = select(Watch).where(Watch.thread == thread, Watch.confirmed, Watch.id > after)
    return session.scalars(
        query.where((Watch.comment_id == 0) | ~watches_all).order_by(Watch.id).limit(length)
    ).all()


def tell_watchers(session: Session, watches: Sequence[Watch], comments: Sequence[Comment]) -> int:
    """Put mails about comments of one thread into the outbox, in the caller's transaction; return how many."""
    wanted: dict[str, tuple[Watch, list[Comment]]] = {}
    for watch in watches:
        told = [comment for comment in comments if _concerns(watch, comment)]
        if told:
            _, before = wanted.setdefault(watch.email, (watch, []))
            before += [comment for comment in told if comment not in before]
    page = locate_page(session, comments[0].thread) if wanted else None
    if page:
        for watch, told in wanted.values():
            in_order = sorted(told, key=lambda comment: comment.id)
            _write(session, watch, in_order, page.title or page.address)
    return len(wanted) if page else 0


def _concerns(watch: Watch, comment: Comment) -> bool:
    """Whether a comment is news for a watch; what its owner wrote, as far as that is known, is not."""
    below = watch.comment_id == 0 or watch.comment_id in read_path(comment.path)
    return below and not (comment.verified and comment.email == watch.email)


def _write(session: Session, watch: Watch, comments: Sequence[Comment], title: str) -> None:
    token = str(steady_signer(current_app, END).dumps([watch.email, watch.thread, str(watch.comment_id)]))
    end = link_with_token("broadsheet_comment_watch_end.ask_to_end", token)
    write_mail(
        session,
        watch.email,
        "new_comments",
        _name_subject(watch, comments, title),
        # RFC 8058: one click in the mail program ends it, without a visit.
        {"List-Unsubscribe": f"<{end}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        title=title,
        comments=[(comment, quote_text(comment.text)) for comment in comments[:MOST_TOLD]],
        further=max(0, len(comments) - MOST_TOLD),
        answers_only=watch.comment_id != 0,
        end=end,
    )


def _name_subject(watch: Watch, comments: Sequence[Comment], title: str) -> str:
    number, name = len(comments), comments[0].name
    if number == 1 and watch.comment_id:
        return gettext("%(name)s answered you on “%(title)s”", name=name, title=title)
    if number == 1:
        return gettext("%(name)s wrote a comment on “%(title)s”", name=name, title=title)
    if watch.comment_id:
        return ngettext(
            "%(number)s answer to you on “%(title)s”",
            "%(number)s answers to you on “%(title)s”",
            number,
            title=title,
        )
    return ngettext(
        "%(number)s new comment on “%(title)s”", "%(number)s new comments on “%(title)s”", number, title=title
    )
