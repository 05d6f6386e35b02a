"""How the choice fares, on the command line: statistics, reports, audit."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from ...storage import reading
from ..policy import OPT_IN, Policy
from ..standing import policy_in_force
from .audit import CannotAudit, Visit, visit_site
from .declared import DECLARED, UNDECLARED, judge, propose_lines
from .plot import CannotPlot, draw_days
from .reports import list_refusals
from .statistics import KINDS, count_days


@click.command("stats")
@click.option(
    "--days", type=click.IntRange(1, 3_650), default=30, show_default=True, help="How many days back."
)
@click.option(
    "--plot", type=click.Path(dir_okay=False, path_type=Path), help="Draw it too, into a .svg or .png file."
)
@with_appcontext
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


@click.command("reports")
@with_appcontext
def reports() -> None:
    """Show what browsers refused to load and reported, the most frequent first."""
    refusals = list_refusals(reading())
    for refusal in refusals:
        seen = f"{refusal.first:%Y-%m-%d %H:%M} to {refusal.last:%Y-%m-%d %H:%M}"
        click.echo(f"{refusal.times:>6}  {refusal.directive}  {refusal.blocked}  on {refusal.page}  ({seen})")
    click.echo(f"{len(refusals)} kinds of refusal.")


@click.command("audit")
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
@with_appcontext
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
            where = "among the keys of" if seen.kind == "host" else "at the end of"
            click.echo(
                f"    to declare it, add {where} its service in privacy.toml, joined with what it has:"
            )
            for line in propose_lines(seen):
                click.echo(f"      {line}")
    if not visit.seen:
        click.echo("  nothing kept, nobody else contacted")
    return faults


def _printable(text: str) -> str:
    """Show what a page named without obeying it."""
    return "".join(letter if letter.isprintable() else "�" for letter in text)


COMMANDS = (stats, reports, audit)
