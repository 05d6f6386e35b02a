"""The choice on the command line: `broadsheet privacy`."""

from flask import Flask
from flask.cli import AppGroup

from .ledger.commands import COMMANDS as LEDGER_COMMANDS
from .watching.commands import COMMANDS as WATCHING_COMMANDS

group = AppGroup("privacy", help="Prove what readers chose, and watch over what the site loads.")
for command in (*LEDGER_COMMANDS, *WATCHING_COMMANDS):
    group.add_command(command)


def init_app(app: Flask) -> None:
    app.cli.add_command(group)
