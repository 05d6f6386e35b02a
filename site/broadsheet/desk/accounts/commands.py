"""Accounts on the command line: `broadsheet user`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from ...dates import show_machine_time
from ...storage import reading
from ..roles import MODERATOR, OWNER, ROLES
from .changing import changing
from .passkeys import count_passkeys
from .passwords import WeakPassword
from .sessions import count_sessions
from .users import (
    AccountError,
    add_user,
    count_users,
    forget_second_factor,
    get_user,
    list_users,
    make_hash,
    remove_user,
    set_password,
    set_role,
    sign_out_everywhere,
)

BY_COMMAND = "(command line)"

group = AppGroup("user", help="Make and change the accounts of those who work at the desk.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


@contextmanager
def changing_by_command(act: str, name: str) -> Iterator[Session]:
    """Open the transaction that changes an account; what cannot be ends the command with a sentence."""
    try:
        with changing(BY_COMMAND, act, name) as (session, _batch):
            yield session
    except (AccountError, WeakPassword) as error:
        raise click.ClickException(str(error)) from error


def ask_password() -> str:
    """Ask for a new password twice, unseen; what is no terminal sends it as a line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return typed


@group.command("add")
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice(ROLES),
    help="The first account is an owner's by default, others a moderator's.",
)
@click.option("--shown-name", default="", help="The name above answers to readers, such as Ada Reporter.")
def add(name: str, role: str | None, shown_name: str) -> None:
    """Make an account that may sign in at /desk/ as NAME; the password is asked for, or read from standard input."""
    role = role or (MODERATOR if count_users(reading()) else OWNER)
    password = ask_password()
    with changing_by_command("add", name) as session:
        user = add_user(session, name, password, role, shown_name)
    click.echo(f"{user.name} may sign in at /desk/ now, as {role}.")


@group.command("list")
def list_all() -> None:
    """List the accounts: name, role, second factor, with how many browsers each is signed in."""
    signed_in = count_sessions(reading())
    for user in list_users(reading()):
        factor = "with second factor" if user.code_salt else "password alone"
        browsers = signed_in[user.id][0] if user.id in signed_in else 0
        made = show_machine_time(user.made)[:10]
        click.echo(
            f"{user.name:<20}  {user.role:<9}  {factor:<18}  {browsers} signed in  since {made}  {user.shown_name}"
        )
    click.echo(f"{count_users(reading())} accounts.")


@group.command("password")
@click.argument("name")
def change_password(name: str) -> None:
    """Give an account another password, and sign it out everywhere."""
    _require(name)
    try:
        hashed = make_hash(ask_password(), name)
    except WeakPassword as error:
        raise click.ClickException(str(error)) from error
    with changing_by_command("password", name) as session:
        user = get_user(session, name)
        set_password(session, user, hashed)
        passkeys = count_passkeys(session, user)
    click.echo("The password is changed, and nobody is signed in with the old one.")
    if passkeys:
        left = "1 passkey still signs in" if passkeys == 1 else f"{passkeys} passkeys still sign in"
        click.echo(f"{left}; `broadsheet user forget-factor {name}` removes what a lost device has.")


@group.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
def change_role(name: str, role: str) -> None:
    """Give an account another role."""
    with changing_by_command("role", name) as session:
        set_role(session, get_user(session, name), role)
    click.echo(f"{name} is {role} now.")


@group.command("remove")
@click.argument("name")
def remove(name: str) -> None:
    """Remove an account; what it did stays in the journal."""
    with changing_by_command("remove", name) as session:
        remove_user(session, get_user(session, name))
    click.echo(f"{name} is removed, and signed out.")


@group.command("forget-factor")
@click.argument("name")
def forget_factor(name: str) -> None:
    """Let the password alone sign in again, without a code and without passkeys, as when a phone was lost."""
    with changing_by_command("forget-factor", name) as session:
        forget_second_factor(session, get_user(session, name))
    click.echo(
        f"{name} signs in with the password alone now, until a second factor or a passkey is set up again."
    )


@group.command("sign-out")
@click.argument("name")
def sign_out(name: str) -> None:
    """Sign an account out everywhere."""
    with changing_by_command("sign-out", name) as session:
        sign_out_everywhere(session, get_user(session, name))
    click.echo(f"{name} is signed out everywhere.")


def _require(name: str) -> None:
    try:
        get_user(reading(), name)
    except AccountError as error:
        raise click.ClickException(str(error)) from error
