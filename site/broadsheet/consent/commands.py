"""The choice on the command line: `broadsheet privacy`."""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from ..storage import reading, snapshot, writing
from .ledger.export import read_wordings, write_csv, write_json_lines
from .ledger.records import describe_record
from .ledger.retention import count_outdated, prune_records
from .ledger.seal import open_seal
from .ledger.verifying import Fault, count_records, find_hash, read_records, seal_anew, verify_ledger
from .policy import OPT_IN, Policy
from .standing import policy_in_force
from .watching.audit import CannotAudit, Visit, visit_site
from .watching.declared import DECLARED, UNDECLARED, judge, propose_lines
from .watching.plot import CannotPlot, draw_days
from .watching.reports import list_refusals
from .watching.statistics import KINDS, count_days

WHAT_NOW = "Compare it with a backup; if it is one that you restored, see `broadsheet privacy seal`."

group = AppGroup("privacy", help="Prove what readers chose, and watch over what the site loads.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


@group.command("verify")
@click.option(
    "--expect",
    metavar="NUMBER:HASH",
    help="Also require that this record has this hash, as verify once said.",
)
def verify(expect: str | None) -> None:
    """Verify the ledger: each record follows the one before, and none was changed, removed or added past the site."""
    if expect and not re.fullmatch(r"\d+:[0-9a-f]{64}", expect):
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


@group.command("seal")
def seal() -> None:
    """Seal the ledger as it is: after a backup was restored or a key was lost. The chain must be whole.

    Compare the ledger with a backup or an export first: from then on, what it says now counts as true.
    """
    with writing() as session:
        found = seal_anew(session)
    if isinstance(found, Fault):
        raise click.ClickException(f"Nothing was sealed, because the chain is broken at {found}.")
    click.echo(f"Sealed the ledger from record {found.first_number} to {found.last_number}.")


@group.command("export")
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
def export(file: TextIO, kind: str | None, wordings: bool) -> None:
    """Write the ledger to FILE or standard output, a line for each record."""
    kind = kind or ("csv" if file.name.endswith(".csv") else "jsonl")
    if wordings:
        write_json_lines(read_wordings(reading()), file)
        return
    with snapshot() as session:
        count, described = count_records(session), map(describe_record, read_records(session))
        with click.progressbar(described, length=count, label="Exporting", file=sys.stderr) as records:
            (write_csv if kind == "csv" else write_json_lines)(records, file)


@group.command("prune")
@click.option("--keep-days", type=click.IntRange(min=0), help="Instead of the policy's keep_days.")
@click.option("--dry-run", is_flag=True, help="Only say how many records would go.")
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


@group.command("stats")
@click.option(
    "--days", type=click.IntRange(1, 3_650), default=30, show_default=True, help="How many days back."
)
@click.option(
    "--plot", type=click.Path(dir_okay=False, path_type=Path), help="Draw it too, into a .svg or .png file."
)
def stats(days: int, plot: Path | None) -> None:
    """Show how many pages asked, and how many readers accepted, refused or changed, by day (UTC) and policy version."""
    rows = count_days(reading(), days)
    click.echo(f"{'day':<10}  {'policy':<12}" + "".join(f"{kind:>10}" for kind in KINDS))
    for row in rows:
        numbers = "".join(f"{getattr(row, kind):>10}" for kind in KINDS)
        click.echo(f"{row.day}  {row.policy_version:<12}{numbers}")
    if plot:
        try:
            draw_days(rows, days, plot)
        except CannotPlot as error:
            raise click.ClickException(str(error)) from error
        click.echo(f"Drawn into {plot}.")


@group.command("reports")
def reports() -> None:
    """Show what browsers refused to load and reported, the most frequent first."""
    refusals = list_refusals(reading())
    for refusal in refusals:
        seen = f"{refusal.first:%Y-%m-%d %H:%M} to {refusal.last:%Y-%m-%d %H:%M}"
        click.echo(f"{refusal.times:>6}  {refusal.directive}  {refusal.blocked}  on {refusal.page}  ({seen})")
    click.echo(f"{len(refusals)} kinds of refusal.")


@group.command("audit")
@click.argument("url")
@click.option(
    "--refuse",
    default="#privacy-notice button[value=refuse]",
    help="The CSS selector of the button that refuses.",
)
@click.option(
    "--accept",
    default="#privacy-notice button[value=accept]",
    help="The CSS selector of the button that grants.",
)
def audit(url: str, refuse: str, accept: str) -> None:
    """Open URL in Chromium and hold what it keeps and contacts against the policy, before and after a choice.

    Exit status 1 when something is undeclared, or there without consent.
    """
    if not url.startswith(("http://", "https://")):
        raise click.UsageError(f"{url} is no address of a page, such as https://news.example.org/.")
    policy, faults = policy_in_force(), 0
    try:
        for visit in visit_site(
            url, [refuse, accept], lambda phase: click.echo(f"Looking {phase} …", err=True)
        ):
            faults += _tell_visit(policy, visit)
    except CannotAudit as error:
        raise click.ClickException(str(error)) from error
    if faults:
        raise click.ClickException(f"{faults} things are not as the policy says.")
    click.echo("Everything is as the policy says.")


def _tell_visit(policy: Policy, visit: Visit) -> int:
    """Say what a visit left behind, and return how much of it is not as the policy says."""
    by_default = frozenset() if policy.mode == OPT_IN else policy.optional_services
    granted = {"after refusing": frozenset[str](), "after granting": policy.optional_services}.get(
        visit.phase, by_default
    )
    click.echo(f"{visit.phase}:")
    faults = 0 if visit.notice_found else 1
    if not visit.notice_found:
        click.echo("  the button was not found, so nothing was chosen")
    for judgement in (judge(policy, granted, seen) for seen in visit.seen):
        seen = judgement.seen
        of = f" ({judgement.service})" if judgement.service else ""
        click.echo(f"  {judgement.verdict:<12}{seen.kind:<8} {_printable(seen.name)}{of}")
        faults += judgement.verdict != DECLARED
        if judgement.verdict == UNDECLARED:
            click.echo("    to declare it, add to its service in privacy.toml:")
            for line in propose_lines(seen):
                click.echo(f"      {line}")
    if not visit.seen:
        click.echo("  nothing kept, nobody else contacted")
    return faults


def _printable(text: str) -> str:
    """Show what a page named without obeying it."""
    return "".join(letter if letter.isprintable() else "�" for letter in text)


def _verify_with_progress(session: Session) -> Fault | None:
    with click.progressbar(length=count_records(session), label="Verifying", file=sys.stderr) as bar:
        return verify_ledger(session, bar.update)
