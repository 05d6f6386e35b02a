"""The `broadsheet` command."""

import os
import signal
from pathlib import Path

import click
from flask.cli import ScriptInfo

from . import __version__, chores, create_app
from .articles.search import commands as search_commands
from .backups.commands import backup
from .comments import commands as comments_commands
from .consent import commands as consent_commands
from .desk.accounts import commands as user_commands
from .doctor import doctor
from .failures import told_plainly
from .mail import commands as mail_commands
from .related import commands as related_commands
from .settings import load_settings
from .transfer import export_commands, import_commands


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
    from .caretaker import start_caretaker
    from .delivery import server

    # The other processes read their settings from the environment too.
    for name, value in (("CONTENT", content), ("PORT", port), ("HOST", host), ("DEMO", demo and "true")):
        if value is not None and value is not False:
            os.environ[f"BROADSHEET_{name}"] = str(value)
    if content is not None and not content.is_dir():
        raise click.ClickException(f"There is no folder {content}. Make it, or begin with `broadsheet new`.")
    settings = load_settings()
    try:
        server.check_port(settings)
    except OSError as error:
        raise click.ClickException(
            f"Nothing can listen on {settings.host}, port {settings.port}: {os.strerror(error.errno or 0)}. "
            "End what uses it, or choose another with --port."
        ) from error
    server.fork_processes()
    caretaker = start_caretaker(settings, demo)
    server.serve("broadsheet.worker:create_worker", settings, caretaker)
    if caretaker.exitcode not in {None, -signal.SIGTERM}:
        raise click.ClickException(
            "The process that publishes and does the chores has ended; if nothing above says why, the system killed it."
        )


@cli.command()
@click.argument("title")
@click.option("--author", default="", help="Who wrote it.")
@click.option("--section", default="News", show_default=True, help="Where it stands.")
@click.option(
    "--markup",
    type=click.Choice(["markdown", "html"]),
    default="markdown",
    show_default=True,
    help="What its text is written in.",
)
@click.option(
    "--content", type=click.Path(file_okay=False, path_type=Path), help="The folder of Markdown articles."
)
def new(title: str, author: str, section: str, markup: str, content: Path | None) -> None:
    """Begin an article: write its file with the head filled in."""
    from .articles.publishing.new import write_new_article

    if content is not None:
        os.environ["BROADSHEET_CONTENT"] = str(content)
    try:
        file = write_new_article(load_settings(), title, author, section, markup)
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
    import_commands.group,
    user_commands.group,
)
for command in (*GROUPS, export_commands.export, backup, chores.chores, doctor):
    cli.add_command(command)


def main() -> None:
    """Run the command."""
    with told_plainly():
        cli.main(standalone_mode=True)
