"""Begin, confirm and end a watch, in the caller's transaction."""

from datetime import UTC, datetime, timedelta

from flask import current_app
from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from ...delivery.limits import TooOften, count_act
from ...page_language import gettext
from ...signing import timed_signer
from ...storage import insert_for
from ..mailing import link_with_token, name_mailbox, write_mail
from ..models import Watch

CONFIRM = "comments.watch.confirm"
CONFIRM_DAYS = 3
ASKED_A_DAY = 5  # How many mails that ask to confirm an address gets in a day, whoever sends for them.


def begin_watch(
    session: Session, email: str, thread: str, title: str, comment_id: int = 0, verified: bool = False
) -> None:
    """Let an address be told of a thread, or of what stands below a comment; ask its owner first unless `verified`."""
    statement = insert_for(session)(Watch).values(
        email=email, thread=thread, comment_id=comment_id, confirmed=verified, made=datetime.now(UTC)
    )
    where = ["email", "thread", "comment_id"]
    if verified:
        session.execute(statement.on_conflict_do_update(index_elements=where, set_={"confirmed": True}))
        return
    renewed = {"made": statement.excluded.made}  # The new mail's link works as long as the first one's did.
    session.execute(
        statement.on_conflict_do_update(index_elements=where, set_=renewed, where=~Watch.confirmed)
    )
    _ask_to_confirm(session, email, thread, title, comment_id)


def _ask_to_confirm(session: Session, email: str, thread: str, title: str, comment_id: int) -> None:
    try:
        with session.begin_nested():
            count_act(session, "confirmations", name_mailbox(email), ASKED_A_DAY, timedelta(days=1))
    except (
        TooOften
    ):  # Strangers must not fill a mailbox through us; the owner has mails to confirm with already.
        return
    token = timed_signer(current_app, CONFIRM).dumps([email, thread, str(comment_id)])
    if comment_id:
        subject = gettext("Do you want to be told of answers to you on “%(title)s”?", title=title)
    else:
        subject = gettext("Do you want to be told of comments on “%(title)s”?", title=title)
    write_mail(
        session,
        email,
        "confirm_watch",
        subject,
        title=title,
        answers_only=comment_id != 0,
        days=CONFIRM_DAYS,
        link=link_with_token("broadsheet_comment_watches.ask_to_confirm", token),
    )


def confirm_watch(session: Session, email: str, thread: str, comment_id: int) -> bool:
    """Begin to tell an address; answer False where its watch was ended, or never confirmed in time."""
    watch = _find_watch(session, email, thread, comment_id)
    if watch is not None:
        watch.confirmed = True
    return watch is not None


def end_watches(session: Session, email: str, thread: str) -> None:
    """Tell an address of nothing more in a thread."""
    session.execute(delete(Watch).where(Watch.email == email, Watch.thread == thread))


def is_watching(session: Session, email: str, thread: str) -> bool:
    found = select(exists().where(Watch.email == email, Watch.thread == thread, Watch.confirmed))
    return bool(session.scalars(found).one())


def forget_unconfirmed(session: Session, now: datetime) -> None:
    """Remove the addresses whose owners did not confirm."""
    old = Watch.made < now - timedelta(days=CONFIRM_DAYS)
    session.execute(delete(Watch).where(~Watch.confirmed, old))


def _find_watch(session: Session, email: str, thread: str, comment_id: int) -> Watch | None:
    return session.query(Watch).filter_by(email=email, thread=thread, comment_id=comment_id).one_or_none()
