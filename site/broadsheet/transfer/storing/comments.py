"""Comments from the spool, those that others answer first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ...comments.models import DELETED, Thread
from ...comments.posting.form import LONGEST_NAME, complete_website, fold_email
from ...comments.posting.in_bulk import Arrival, find_moments, store_many, store_threads
from ...comments.posting.markdown import render_comment, stays_a_link
from ...comments.posting.visible import shows_something
from ...mail.address import is_plain_address
from ...storage import reading, writing
from ..items import ForeignComment
from ..markup.comments.escaping import escape_plain
from ..markup.comments.to_markdown import to_markdown
from ..tidying import TURNING, tidy_line, tidy_text
from .brought import find_brought, note_brought
from .run import Run
from .threads import find_thread

KIND = "comment"
AT_ONCE = 200  # Few, as readers who post wait for each transaction.
NAMELESS, SILENT = "Anonymous", "…"
LONGEST_ADDRESS = 500
UNSTORED = -1  # What a comment is called that a dry run would have stored.


@dataclass(frozen=True)
class Placed:
    """A comment of the file, the thread in which it comes to stand, and what is stored of it."""

    comment: ForeignComment
    thread: Thread
    arrival: Arrival


def store_comments(run: Run) -> None:
    run.alone.update(run.spool.arrange_comments())
    with run.progress("Comments", run.spool.count("comments")) as advance:
        for some in run.spool.comments(AT_ONCE):
            _store_some(run, some)
            advance(len(some))


def _store_some(run: Run, some: Sequence[ForeignComment]) -> None:
    known = _recognise(run, some)
    threads: dict[str, Thread | None] = {}
    placed = [found for one in some if one.id not in known and (found := _place(run, one, threads))]
    ids = _store(run, placed) if placed and not run.dry else [UNSTORED] * len(placed)
    for one, own in zip(placed, ids, strict=True):
        run.spool.note_comment(one.comment.id, own)
        run.report.came_in(
            KIND, one.comment.id, f"{one.arrival.status}, below {one.thread.address or one.thread.key}"
        )


def _recognise(run: Run, some: Sequence[ForeignComment]) -> dict[str, int]:
    """Return the numbers of those that came in before, or were never away."""
    brought = find_brought(reading(), run.origin, KIND, [comment.id for comment in some])
    known = {id: int(own) for id, own in brought.items()}
    moments = find_moments(reading(), [comment.own_id for comment in some if comment.own_id])
    for comment in some:
        if comment.own_id and comment.written and moments.get(comment.own_id) == comment.written:
            known.setdefault(comment.id, comment.own_id)
    for id, own in known.items():
        run.spool.note_comment(id, own)
        run.report.known(KIND)
    return known


def _store(run: Run, placed: Sequence[Placed]) -> list[int]:
    taken = find_moments(reading(), [one.arrival.id for one in placed if one.arrival.id])
    arrivals = [replace(one.arrival, id=None) if one.arrival.id in taken else one.arrival for one in placed]
    with writing() as session:
        store_threads(session, {one.thread.key: one.thread for one in placed}.values())
        ids = store_many(session, arrivals)
        own_ids = {one.comment.id: str(id) for one, id in zip(placed, ids, strict=True)}
        note_brought(session, run.origin, KIND, own_ids)
    return ids


def _place(run: Run, comment: ForeignComment, threads: dict[str, Thread | None]) -> Placed | None:
    if comment.thread not in threads:
        threads[comment.thread] = find_thread(reading(), run, comment.thread)
    thread = threads[comment.thread]
    if thread is None:
        run.report.left_out(
            KIND, comment.id, "The page that it stands on is not in the file, or did not come in."
        )
        return None
    parent = run.spool.find_comment(comment.parent) if comment.parent else None
    if comment.parent and parent is None:
        run.report.changed(
            KIND, comment.id, "What it answered did not come in, so it begins a thread of its own."
        )
    if comment.id in run.alone:
        run.report.changed(
            KIND, comment.id, "What it answered is not there, so it begins a thread of its own."
        )
    return Placed(comment, thread, _make_arrival(run, comment, thread.key, parent))


def _make_arrival(run: Run, comment: ForeignComment, key: str, parent: int | None) -> Arrival:
    text = read_text(comment)
    notes = list(comment.notes)
    if (
        not shows_something(text) and comment.status != DELETED
    ):  # Of an erased one nothing but its place is left.
        text = SILENT
        notes.append("It had no text.")
    email, website = read_email(comment.email), read_website(comment.website)
    if comment.email.strip() and not email:
        notes.append("Its e-mail address is none, and was left out.")
    if comment.website.strip() and not website:
        notes.append("Its website is no address, and was left out.")
    for note in notes:
        run.report.changed(KIND, comment.id, note)
    return Arrival(
        thread=key,
        parent_id=parent,
        name=read_name(comment.name),
        email=email,
        website=website,
        text=text,
        html=render_comment(text) if text else "",
        written=comment.written or datetime.now(UTC),
        edited=comment.edited,
        status=comment.status,
        staff=comment.staff,
        reasons=comment.reasons,
        id=comment.own_id,
    )


def read_text(comment: ForeignComment) -> str:
    """Return the text of a comment in our Markdown."""
    text = tidy_text(comment.text)
    if comment.markup == "html":
        return to_markdown(text).strip()
    return escape_plain(text).strip() if comment.markup == "plain" else text.strip()


def read_name(name: str) -> str:
    plain = tidy_line("".join(c for c in name if c not in TURNING), LONGEST_NAME)
    return plain if shows_something(plain) else NAMELESS


def read_email(text: str) -> str:
    address = fold_email(text)
    return address if len(address) <= 254 and is_plain_address(address) else ""


def read_website(text: str) -> str:
    address = str(complete_website(text))
    odd = any(c in " <>\"'`\\" or not c.isprintable() for c in address)
    is_site = address.startswith(("http://", "https://")) and stays_a_link(address)
    return address if is_site and not odd and len(address) <= LONGEST_ADDRESS else ""
