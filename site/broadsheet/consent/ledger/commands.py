"""The ledger on the command line: verify, seal, export, prune."""

import re
import sys
from datetime import UTC, datetime
from typing import TextIO

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from ...storage import reading, snapshot, writing
from ..standing import policy_in_force
from .export import list_csv_lines, list_json_lines, read_wordings
from .records import describe_record
from .retention import count_outdated, prune_records
from .seal import open_seal
from .verifying import Fault, count_records, find_hash, read_records, seal_anew, verify_ledger

WHAT_NOW = "Compare it with a backup. If it was restored, or begun before there were seals, see `broadsheet privacy seal`."


@click.command("verify")
@click.option(
    "--expect",
    metavar="NUMBER:HASH",
    help="Also require that this record has this hash, as verify once said.",
)
@with_appcontext
def verify(expect: str | None) -> None:
    """Verify the ledger: each record follows the one before, and none was changed, removed or added past the site."""
    if expect and not re.fullmatch(r"\d{1,18}:[0-9a-f]{64}", expect):
        raise click.UsageError(f"{expect} is no number and hash, such as verify prints at its end.")
    with snapshot() as session:
        fault = _verify_with_progress(session)
        if fault:
            raise click.ClickException(f"The ledger is not whole; the first fault is at {fault}. {WHAT_NOW}")
        if expect and find_hash(session, int(expect.partition(":")[0])) != expect.partition(":")[2]:
            raise click.ClickException(
                "The ledger is whole, but it is not the one that you expect: it was written anew."
            )
        count, seal = count_records(session), open_seal(session)
    end = f" It ends at {seal.last_number}:{seal.last_hash}." if seal else ""
    click.echo(f"The ledger is whole: {count} records.{end}")


@click.command("seal")
@with_appcontext
def seal() -> None:
    """Seal the ledger as it is: after a backup was restored or a key was lost. The chain must be whole.

    Compare the ledger with a backup or an export first: from then on, what it says now counts as true.
    """
    with writing() as session:
        found = seal_anew(session)
    if isinstance(found, Fault):
        raise click.ClickException(f"Nothing was sealed, because the chain is broken at {found}.")
    click.echo(f"Sealed the ledger from record {found.first_number} to {found.last_number}.")


@click.command("export")
@click.argument("file", type=click.File("w", encoding="utf-8", lazy=True), default="-")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["jsonl", "csv"]),
    help="By default as the file's name ends, else jsonl.",
)
@click.option(
    "--wordings", is_flag=True, help="Give the words behind the notice hashes instead, as JSON lines."
)
@with_appcontext
def export(file: TextIO, kind: str | None, wordings: bool) -> None:
    """Write the ledger to FILE or standard output, a line for each record."""
    kind = kind or ("csv" if file.name.endswith(".csv") else "jsonl")
    if wordings:
        if kind == "csv":
            raise click.UsageError(
                "The words are given as JSON lines only: leave out --format, or name another file."
            )
        file.writelines(list_json_lines(read_wordings(reading())))
        return
    with snapshot() as session:
        count, described = count_records(session), map(describe_record, read_records(session))
        with click.progressbar(described, length=count, label="Exporting", file=sys.stderr) as records:
            file.writelines((list_csv_lines if kind == "csv" else list_json_lines)(records))


@click.command("prune")
@click.option("--keep-days", type=click.IntRange(min=0), help="Instead of the policy's keep_days.")
@click.option("--dry-run", is_flag=True, help="Only say how many records would go.")
@with_appcontext
def prune(keep_days: int | None, dry_run: bool) -> None:
    """Remove records whose answer ended long enough ago; what is left still verifies."""
    keep, now = policy_in_force().keep_days if keep_days is None else keep_days, datetime.now(UTC)
    if dry_run:
        click.echo(f"{count_outdated(reading(), keep, now)} records would be removed.")
        return
    with snapshot() as session:
        fault = _verify_with_progress(session)
    if fault:
        raise click.ClickException(f"Nothing was removed, because the ledger is not whole: {fault}.")
    with writing() as session:
        removed = prune_records(session, keep, now)
    click.echo(f"{removed} records removed.")


def _verify_with_progress(session: Session) -> Fault | None:
    with click.progressbar(length=count_records(session), label="Verifying", file=sys.stderr) as bar:
        return verify_ledger(session, bar.update)


COMMANDS = (verify, seal, export, prune)
