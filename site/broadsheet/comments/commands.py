"""Moderation on the command line: `broadsheet comments`."""

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from ..mail.address import is_plain_address
from ..storage import reading, writing
from .changing.tokens import name_version
from .chores import prune as prune_all
from .deciding import close_thread, decide, lock_threads
from .models import APPROVED, DELETED, HELD, LARGEST_ID, SPAM, STATUSES, Comment
from .moderation.submission import Refused
from .my_data.collecting import erase_data, is_known
from .posting.storing import ParentGone
from .staff import answer_comment
from .witnesses import BY_COMMAND, witnessed

group = AppGroup("comments", help="See the comments and decide on them.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


@group.command("list")
@click.option(
    "--status", type=click.Choice(STATUSES), default=HELD, show_default=True, help="Which comments."
)
def list_comments(status: str) -> None:
    """List comments, the oldest first, with the reasons for their status."""
    query = select(Comment).where(Comment.status == status).order_by(Comment.id)
    found = reading().scalars(query).all()
    for comment in found:
        click.echo(
            f"{name_for_decision(comment)}  {comment.written:%Y-%m-%d %H:%M}  {comment.name}  on {comment.thread}"
        )
        for reason in comment.reasons:
            click.echo(f"    ({reason})")
        for line in comment.text.splitlines():
            click.echo(f"    {line}")
    click.echo(f"{len(found)} {status}.")


def name_for_decision(comment: Comment) -> str:
    """Return the number by which a comment is decided on; of one that was changed it holds for what is said now alone."""
    changed = f"@{name_version(comment.text, comment.edited)[:6]}" if comment.edited else ""
    return f"{comment.id}{changed}"


class CommentName(click.ParamType[str]):
    """The number of a comment, and what `name_for_decision` adds to it."""

    name = "id"

    def convert(self, value: str, param: click.Parameter | None, context: click.Context | None) -> str:
        number = value.partition("@")[0]
        if not (number.isascii() and number.isdigit() and 0 < int(number) <= LARGEST_ID):
            self.fail(
                f"{value} is no number of a comment. `broadsheet comments list` shows them.", param, context
            )
        return value


def _add_decision(name: str, status: str, help: str) -> None:
    @group.command(name, help=help)
    @click.argument("names", type=CommentName(), nargs=-1, required=True, metavar="ID...")
    def command(names: tuple[str, ...]) -> None:
        ids = [int(name.partition("@")[0]) for name in names]
        with writing() as session:
            if status == APPROVED:
                _require_read(session, ids, names)
            with witnessed(session, BY_COMMAND, name, ids):
                known = decide(session, ids, status, by_moderator=True)
        click.echo(f"{len(known)} {status}.")
        unknown = sorted(set(ids) - set(known))
        if unknown:
            missing = ", ".join(map(str, unknown))
            raise click.ClickException(
                f"There is no comment {missing}, or it is erased. `broadsheet comments list` shows what there is."
            )


def _require_read(session: Session, ids: list[int], names: tuple[str, ...]) -> None:
    """Approve nothing that its writer has changed since it was listed."""
    lock_threads(session, ids)
    for comment in session.scalars(select(Comment).where(Comment.id.in_(ids), Comment.edited.is_not(None))):
        if name_for_decision(comment) not in names and comment.status != APPROVED:
            raise click.ClickException(
                f"Comment {comment.id} was changed by its writer. Read it again; it is listed as "
                f"{name_for_decision(comment)} now. Nothing was approved."
            )


_add_decision("approve", APPROVED, "Show comments to everyone.")
_add_decision("hold", HELD, "Put comments back into the moderation queue.")
_add_decision("spam", SPAM, "Mark comments as spam.")
_add_decision("delete", DELETED, "Remove comments from the thread.")


def _add_closing(name: str, closed: bool, help: str) -> None:
    @group.command(name, help=help)
    @click.argument("keys", nargs=-1, required=True, metavar="THREAD...")
    def command(keys: tuple[str, ...]) -> None:
        with writing() as session:
            unknown = [key for key in sorted(keys) if not close_thread(session, key, closed)]
        click.echo(f"{len(keys) - len(unknown)} {'closed' if closed else 'open'}.")
        if unknown:
            raise click.ClickException(
                f"There is no thread {', '.join(unknown)}. A thread has the name that `broadsheet comments list` shows "
                "after `on`; it begins with its first comment."
            )


@group.command("answer")
@click.argument("id", type=click.IntRange(1, LARGEST_ID))
@click.argument("text")
@click.option(
    "--name", required=True, help="The name under which the newsroom answers; readers cannot use it then."
)
def answer(id: int, text: str, name: str) -> None:
    """Answer a comment as staff; the answer carries the site's mark."""
    try:
        with writing() as session:
            posted = answer_comment(session, id, name.strip(), text.strip())
    except ParentGone as error:
        raise click.ClickException(
            f"Comment {id} is not there, or not shown. `broadsheet comments list --status approved` shows what is."
        ) from error
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(f"Answered by comment {posted.id}.")


@group.command("erase")
@click.argument("email")
def erase(email: str) -> None:
    """Erase all that is kept under an e-mail address, at its owner's wish."""
    address = email.strip().lower()
    if not is_plain_address(address):
        raise click.BadParameter(f"{email!r} is not one plain e-mail address, such as ada@example.org.")
    with writing() as session:
        if not is_known(session, address):
            raise click.ClickException(f"Nothing is kept under {address}.")
        erased = erase_data(session, address)
    comments = "1 comment" if erased == 1 else f"{erased} comments"
    click.echo(f"Erased {comments}, and all else that was kept under {address}.")


@group.command("prune")
def prune() -> None:
    """Erase what was rejected longer ago than `comments_rejected_days`; a running server does it hourly."""
    click.echo(prune_all() or "Nothing to erase.")


_add_closing("close", True, "Take no more comments in a thread.")
_add_closing("open", False, "Take comments in a thread again.")
