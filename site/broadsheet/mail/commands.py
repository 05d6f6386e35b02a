"""Mail on the command line: `broadsheet mail`."""

from datetime import UTC, datetime

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import select

from ..storage import reading, writing
from .address import is_plain_address
from .connection import Unreachable, connect
from .handing import hand_over
from .models import Mail
from .outbox import retry_all
from .sending import send_due
from .server import Server

group = AppGroup("mail", help="See what waits to be sent, and send it.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


@group.command("list")
def list_mails() -> None:
    """List the mails that wait and those that were given up, without what they say."""
    mails = reading().scalars(select(Mail).order_by(Mail.id)).all()
    for mail in mails:
        when = f"next try {mail.next_try:%Y-%m-%d %H:%M}" if mail.next_try else "given up"
        click.echo(f"{mail.id}  {mail.made:%Y-%m-%d %H:%M}  {mail.recipient}  {mail.attempts} failed, {when}")
        if mail.error:
            click.echo(f"    ({mail.error})")
    given_up = sum(mail.next_try is None for mail in mails)
    click.echo(f"{len(mails) - given_up} waiting, {given_up} given up. Times are UTC.")


@group.command("send")
def send() -> None:
    """Send now what is due, as a running server does every few seconds."""
    _require_server()
    click.echo(f"{str(send_due()) or 'Nothing is due'}.")


@group.command("retry")
def retry() -> None:
    """Make the mails that were given up, and those that wait for a later try, due now."""
    with writing() as session:
        count = retry_all(session, datetime.now(UTC))
    click.echo(f"{count} due again.")


@group.command("test")
@click.argument("address")
def test(address: str) -> None:
    """Send a test mail to ADDRESS at once, and say what happened."""
    server = _require_server()
    if not is_plain_address(address):
        raise click.BadParameter(f"{address} is not one plain e-mail address, such as ada@example.org.")
    mail = Mail(
        id=0,
        recipient=address,
        subject="A test mail",
        text="This mail was sent to see whether mails arrive. They do.\n",
        headers={},
        made=datetime.now(UTC),
    )
    try:
        smtp = connect(server)
        try:
            failure = hand_over(smtp, mail, server)
        finally:
            smtp.close()
    except Unreachable as error:
        raise click.ClickException(str(error)) from error
    if failure:
        raise click.ClickException(f"{server.host} did not take the mail to {address}: {failure.error}")
    click.echo(
        f"{server.host} took a mail from {server.sender} to {address}. See whether it arrives, and where."
    )


def _require_server() -> Server:
    server: Server | None = current_app.extensions["broadsheet.mail"]
    if server is None:
        raise click.ClickException(
            "No mail is sent, since mail_server is empty. Set it, such as smtp://user:password@mail.example.org:587, and "
            "mail_from and address with it."
        )
    return server
