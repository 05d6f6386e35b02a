"""What ends a command, told in a sentence."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import SQLAlchemyError

from .consent.policy.file import PolicyError
from .settings import SettingsError


@contextmanager
def told_plainly() -> Iterator[None]:
    """Say on standard error what is wrong, and end this process with exit status 1."""
    try:
        yield
    except (SettingsError, PolicyError) as error:
        _fail(str(error))
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        advice = "Check the settings `data` and `database`, and that the folder can be written."
        _fail(f"The database cannot be used: {cause}. {advice}")
    except OSError as error:
        _fail(f"{error.filename or 'A file'}: {error.strerror}")


def _fail(message: str) -> None:
    click.echo(f"Error: {message}", err=True)
    sys.exit(1)
