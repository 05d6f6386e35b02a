"""Draw the statistics."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from .statistics import Day

COLOURS = {"accepted": "#0b5a6b", "refused": "#b5651d", "changed": "#6b7280"}
NEEDS_MATPLOTLIB = "A plot needs matplotlib: install Broadsheet with its extra, broadsheet[plots]."


class CannotPlot(Exception):
    """The package that draws is not installed, or the file is of no known kind; the message says what to do."""


def draw_days(rows: Sequence[Day], days: int, file: Path, today: date | None = None) -> None:
    """Draw the last `days` days into an SVG or PNG file: answers as stacked bars, pages that asked as a line.

    Raises `CannotPlot` where matplotlib, of the extra `plots`, is not installed.
    """
    if file.suffix.lower() not in {".svg", ".png"}:
        raise CannotPlot(f"{file.name} must end in .svg or .png.")
    try:
        from matplotlib.dates import DateFormatter, date2num
        from matplotlib.figure import Figure
        from matplotlib.ticker import MaxNLocator
    except ModuleNotFoundError as error:
        raise CannotPlot(NEEDS_MATPLOTLIB) from error
    last = today or datetime.now(UTC).date()
    shown = [last - timedelta(days=ago) for ago in reversed(range(days))]
    places = [float(date2num(day)) for day in shown]  # type: ignore[no-untyped-call]
    figure = Figure(figsize=(9, 4.5), layout="constrained")
    answers = figure.subplots()
    below = [0] * days
    for kind, colour in COLOURS.items():
        heights = _add_up(rows, shown, kind)
        answers.bar(places, heights, bottom=below, color=colour, label=kind, width=0.8)
        below = [low + high for low, high in zip(below, heights, strict=True)]
    answers.set_ylabel("answers")
    answers.xaxis.set_major_locator(MaxNLocator(nbins=8, integer=True))
    answers.xaxis.set_major_formatter(DateFormatter("%Y-%m-%d"))  # type: ignore[no-untyped-call]
    answers.tick_params(axis="x", rotation=20)
    pages = answers.twinx()
    saw = _add_up(rows, shown, "saw")
    pages.plot(
        places, saw, color="#111827", linewidth=1.5, marker="o", markersize=3, label="pages that asked"
    )
    pages.set_ylabel("pages that asked")
    for axes in (answers, pages):
        axes.set_ylim(bottom=0)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    answers.set_xlim(places[0] - 0.6, places[-1] + 0.6)
    figure.legend(loc="outside upper center", ncols=4, frameon=False)
    figure.savefig(file)


def _add_up(rows: Sequence[Day], days: Sequence[date], kind: str) -> list[int]:
    """Return the number of a kind on each day, under whichever policy version."""
    return [sum(getattr(row, kind) for row in rows if row.day == day) for day in days]
