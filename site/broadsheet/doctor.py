"""`broadsheet doctor`: look the whole site over, and say what is wrong and what to do about it."""

from collections.abc import Callable, Iterator

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from .articles.checks import find_problems as find_picture_problems
from .backups.checks import find_problems as find_backup_problems
from .comments.checks import find_problems as find_comment_problems
from .consent.checks import find_problems as find_consent_problems
from .consent.standing import policy_in_force
from .delivery.look.checks import find_problems as find_look_problems
from .delivery.own_templates import find_problems as find_template_problems
from .mail.checks import find_problems as find_mail_problems
from .related.checks import find_problems as find_related_problems
from .storage import check_writable, snapshot

Check = Callable[[Session], Iterator[str]]


def check_database(_session: Session) -> Iterator[str]:
    """The settings, the secrets and the policy were read when the app was made; here the database takes a write."""
    try:
        check_writable()
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", error)
        yield f"The database takes no write: {cause}. Look at the disk and the rights of the data folder."


def check_choices(session: Session) -> Iterator[str]:
    return find_consent_problems(session, policy_in_force())


CHECKS: dict[str, Check] = {
    "database": check_database,
    "privacy choices": check_choices,
    "comments": find_comment_problems,
    "mail": find_mail_problems,
    "related stories": find_related_problems,
    "pictures": find_picture_problems,
    "templates": find_template_problems,
    "look": find_look_problems,
    "backups": find_backup_problems,
}


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Look the site over: exit status 1, and a sentence for each thing, when something is wrong."""
    problems = 0
    for name, check in CHECKS.items():
        with snapshot() as session:
            found = list(check(session))
        click.echo(f"{name}: {'in order' if not found else f'{len(found)} to look at'}")
        for problem in found:
            click.echo(f"  {problem}")
        problems += len(found)
    if problems:
        raise click.ClickException(f"{problems} things need a look.")
    click.echo("Everything is in order.")
