"""Moderation on the command line: `broadsheet comments`."""

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from ..storage import reading, writing
from .chores import prune as prune_all
from .deciding import close_thread, decide
from .models import APPROVED, DELETED, HELD, SPAM, STATUSES, Comment
from .my_data.collecting import erase_data
from .posting import ParentGone
from .staff import answer_comment

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
        click.echo(f"{comment.id}  {comment.written:%Y-%m-%d %H:%M}  {comment.name}  on {comment.thread}")
        for reason in comment.reasons:
            click.echo(f"    ({reason})")
        for line in comment.text.splitlines():
            click.echo(f"    {line}")
    click.echo(f"{len(found)} {status}.")


def _add_decision(name: str, status: str, help: str) -> None:
    @group.command(name, help=help)
    @click.argument("ids", type=int, nargs=-1, required=True, metavar="ID...")
    def command(ids: tuple[int, ...]) -> None:
        with writing() as session:
            known = decide(session, ids, status, by_moderator=True)
        click.echo(f"{len(known)} {status}.")
        unknown = sorted(set(ids) - set(known))
        if unknown:
            missing = ", ".join(map(str, unknown))
            raise click.ClickException(
                f"There is no comment {missing}. `broadsheet comments list` shows what there is."
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
            unknown = [key for key in keys if not close_thread(session, key, closed)]
        click.echo(f"{len(keys) - len(unknown)} {'closed' if closed else 'open'}.")
        if unknown:
            raise click.ClickException(
                f"There is no thread {', '.join(unknown)}. A thread has the name that `broadsheet comments list` shows "
                "after `on`; it begins with its first comment."
            )


@group.command("answer")
@click.argument("id", type=int)
@click.argument("text")
@click.option(
    "--name", required=True, help="The name under which the newsroom answers; readers cannot use it then."
)
def answer(id: int, text: str, name: str) -> None:
    """Answer a comment as staff; the answer carries the site's mark."""
    with writing() as session:
        comment = session.get(Comment, id)
        try:
            if comment is None or not text.strip() or not name.strip():
                raise ParentGone
            posted = answer_comment(session, comment, name.strip(), text.strip())
        except ParentGone as error:
            raise click.ClickException(
                f"Comment {id} is not there or not shown, or the answer is empty. `broadsheet comments list "
                "--status approved` shows what can be answered."
            ) from error
    click.echo(f"Answered by comment {posted.id}.")


@group.command("erase")
@click.argument("email")
def erase(email: str) -> None:
    """Erase all that is kept under an e-mail address, at its owner's wish."""
    address = email.strip().lower()
    with writing() as session:
        erased = erase_data(session, address)
    click.echo(f"{erased} comments erased, and all that was kept under {address}.")


@group.command("prune")
def prune() -> None:
    """Erase what was rejected longer ago than `comments_rejected_days`; a running server does it hourly."""
    click.echo(prune_all() or "Nothing to erase.")


_add_closing("close", True, "Take no more comments in a thread.")
_add_closing("open", False, "Take comments in a thread again.")
