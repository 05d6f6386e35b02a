"""The `broadsheet` command."""

import os
import sys
from pathlib import Path

import click
from flask.cli import ScriptInfo
from sqlalchemy.exc import SQLAlchemyError

from . import __version__, chores, create_app
from .articles.publishing import Report
from .articles.publishing.new import write_new_article
from .articles.search import commands as search_commands
from .comments import commands as comments_commands
from .consent import commands as consent_commands
from .consent.policy.file import PolicyError
from .doctor import doctor
from .mail import commands as mail_commands
from .related import commands as related_commands
from .settings import SettingsError, load_settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="broadsheet")
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="The settings file.")
@click.pass_context
def cli(context: click.Context, config: Path | None) -> None:
    """Serve an article page whole: the text, its comments, related stories, and consent that is enforced."""
    context.obj = ScriptInfo(create_app=create_app)
    if config:
        os.environ["BROADSHEET_CONFIG"] = str(config)


@cli.command()
@click.option(
    "--content", type=click.Path(file_okay=False, path_type=Path), help="The folder of Markdown articles."
)
@click.option("--port", type=int, help="The port to listen on.")
@click.option("--host", help="The address to listen on.")
@click.option("--demo", is_flag=True, help="Open an empty site with the demo newsroom.")
def serve(content: Path | None, port: int | None, host: str | None, demo: bool) -> None:
    """Publish the folder of articles, serve the site, and follow changes in the folder."""
    from .articles.publishing.watching import start_watching
    from .articles.queries import is_empty
    from .delivery import server
    from .demo import let_read, open_demo
    from .settings import settings_of
    from .storage import check_writable, reading

    # The worker processes read their settings from the environment too.
    for name, value in (("CONTENT", content), ("PORT", port), ("HOST", host), ("DEMO", demo and "true")):
        if value is not None and value is not False:
            os.environ[f"BROADSHEET_{name}"] = str(value)
    if content is not None and not content.is_dir():
        raise click.ClickException(f"There is no folder {content}. Make it, or begin with `broadsheet new`.")
    app = create_app()
    settings = settings_of(app)
    try:
        server.check_port(settings)
    except OSError as error:
        raise click.ClickException(
            f"Nothing can listen on {settings.host}, port {settings.port}: {os.strerror(error.errno or 0)}. "
            "End what uses it, or choose another with --port."
        ) from error
    with app.app_context():
        check_writable()
        opened = demo and open_demo()
        if opened:
            click.echo("Opened the demo newsroom.")
        settings.content_folder.mkdir(parents=True, exist_ok=True)
        tell = Teller()
        if is_empty(
            reading()
        ):  # Else what is there is served at once, while the folder is looked through beside it.
            publish_first(tell)
        if opened:
            let_read()
    start_watching(app, tell)
    chores.start_chores(app)
    server.serve("broadsheet.worker:create_worker", settings, announce)


def publish_first(tell: "Teller") -> None:
    """Publish the folder while somebody waits."""
    from .articles.publishing import publish_folder

    with click.progressbar(
        length=1, label="Publishing", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        report = publish_folder(show)
    tell(report)


@cli.command()
@click.argument("title")
@click.option("--author", default="", help="Who wrote it.")
@click.option("--section", default="News", show_default=True, help="Where it stands.")
@click.option(
    "--content", type=click.Path(file_okay=False, path_type=Path), help="The folder of Markdown articles."
)
def new(title: str, author: str, section: str, content: Path | None) -> None:
    """Begin an article: write a Markdown file with its head filled in."""
    if content is not None:
        os.environ["BROADSHEET_CONTENT"] = str(content)
    try:
        file = write_new_article(load_settings(), title, author, section)
    except FileExistsError as error:
        raise click.ClickException(
            f"There is a file {error.filename} already. Choose another title."
        ) from error
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Wrote {file}. Edit it; a running site shows it as soon as you save it.")


@cli.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--once", is_flag=True, help="Write them and end; nobody keeps them fresh.")
def mirror(folder: Path, once: bool) -> None:
    """Write the pages for readers without a cookie as files, for nginx to serve, and keep them fresh."""
    from .mirror.commands import mirror_site

    mirror_site(create_app(), folder, once)


GROUPS = (
    comments_commands.group,
    consent_commands.group,
    mail_commands.group,
    related_commands.group,
    search_commands.group,
)
for command in (*GROUPS, chores.chores, doctor):
    cli.add_command(command)


def announce(address: str) -> None:
    click.echo(f"Serving on {address}")
    sys.stdout.flush()


class Teller:
    """Says what each publishing did; a problem is told, on standard error, when it is new."""

    def __init__(self) -> None:
        self.told: set[str] = set()

    def __call__(self, report: Report) -> None:
        for word in ("published", "changed", "removed"):
            names = getattr(report, word)
            if names:
                shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
                click.echo(f"{word.capitalize()} {len(names)}: {shown}")
        problems = {
            f"{'Not published' if problem.fatal else 'Published with a remark'}: {problem}": None
            for problem in report.problems
        }
        for problem in problems:
            if problem not in self.told:
                click.echo(problem, err=True)
        self.told = set(problems)
        sys.stdout.flush()


def main() -> None:
    """Run the command; what is wrong is said in a sentence, with exit status 1."""
    try:
        cli.main(standalone_mode=True)
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
