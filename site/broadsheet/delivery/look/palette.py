"""The colours of a page: three are the operator's to choose, and the others follow from them."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from .colours import (
    Colour,
    choose_ink,
    is_readable,
    make_readable,
    measure_contrast,
    mix,
    read_colour,
    write_colour,
)

HIGHLIGHTER = read_colour("#ffc933")


@dataclass(frozen=True, kw_only=True)
class Palette:
    """Each is a custom property of the stylesheet, with hyphens: `--strong-line`."""

    paper: Colour
    sheet: Colour
    ink: Colour
    soft: Colour
    line: Colour
    strong_line: Colour
    accent: Colour
    accent_ink: Colour
    error: Colour
    mark: Colour


def _palette(**colours: str) -> Palette:
    return Palette(**{name: read_colour(colour) for name, colour in colours.items()})


# As they stand in static/page/page.css; a test compares them.
LIGHT = _palette(
    paper="#fdfcf9", sheet="#f3f1ea", ink="#1b1d1f", soft="#565b60", line="#d9d5ca", strong_line="#1b1d1f",
    accent="#0b5a6b", accent_ink="#fff", error="#a4161a", mark="#fff3cf",
)  # fmt: skip
DARK = _palette(
    paper="#14171a", sheet="#1e2327", ink="#e9e7e1", soft="#a9b0b6", line="#353c42", strong_line="#cfd3d6",
    accent="#86cbd9", accent_ink="#0c1a1d", error="#ff9a8f", mark="#3a3013",
)  # fmt: skip


def make_palette(
    ours: Palette, paper: Colour | None, ink: Colour | None, accent: Colour | None, hint: Colour | None = None
) -> Palette:
    """Return our colours with the operator's among them; what was given is taken as it is.

    What was not given is made to be read on the paper that was. `hint` is an accent that may be moved for that, too.
    """
    made = ours
    if paper or ink:
        made = _dye(ours, paper or ours.paper, ink or ours.ink)
    if accent or hint or made != ours:
        accent = accent or make_readable(hint or ours.accent, made.sheet, made.ink)
        made = replace(made, accent=accent, accent_ink=choose_ink(accent))
    return made


def _dye(ours: Palette, paper: Colour, ink: Colour) -> Palette:
    sheet = mix(paper, ink, 0.05)
    return replace(
        ours,
        paper=paper,
        sheet=sheet,
        ink=ink,
        soft=make_readable(mix(ink, paper, 0.3), sheet, ink),
        line=mix(paper, ink, 0.17),
        strong_line=ink,
        error=make_readable(ours.error, paper, ink),
        mark=mix(paper, HIGHLIGHTER, 0.2),
    )


def list_changes(made: Palette, ours: Palette) -> dict[str, str]:
    """Return what differs from our colours: the name of the custom property → its value."""
    before = asdict(ours)
    return {
        f"--{name.replace('_', '-')}": write_colour(colour)
        for name, colour in asdict(made).items()
        if colour != before[name]
    }


def find_unreadable(palette: Palette) -> Iterator[tuple[str, float]]:
    """Yield what cannot be read well, and its contrast."""
    for what, text, ground in (
        ("the text on the paper", palette.ink, palette.paper),
        ("the soft text on the paper", palette.soft, palette.paper),
        ("the soft text on boxes", palette.soft, palette.sheet),
        ("the accent on the paper", palette.accent, palette.paper),
        ("the words on the accent", palette.accent_ink, palette.accent),
    ):
        if not is_readable(text, ground):
            yield what, measure_contrast(text, ground)
