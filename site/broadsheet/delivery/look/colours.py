"""Colours, and how well one can be read on another (WCAG 2.2, 1.4.3)."""

import re

Colour = tuple[int, int, int]

READABLE = 4.5  # The least contrast of text, by the guideline.
BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)
STEPS = 20


def read_colour(text: str) -> Colour:
    """Return red, green and blue of `#rgb` or `#rrggbb`; raise `ValueError` for anything else."""
    if not re.fullmatch(r"#(?:[0-9a-fA-F]{3}){1,2}", text):
        raise ValueError(text)
    digits = text[1:] if len(text) == 7 else "".join(digit * 2 for digit in text[1:])
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def write_colour(colour: Colour) -> str:
    return f"#{bytes(colour).hex()}"


def measure_contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours, from 1, none, to 21, black on white."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def is_readable(text: Colour, ground: Colour) -> bool:
    return measure_contrast(text, ground) >= READABLE


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return a colour between two; with a share of 0 it is the first, with 1 the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def make_readable(colour: Colour, ground: Colour, ink: Colour) -> Colour:
    """Return the colour, moved towards that of the text as far as it must be to be read on the ground."""
    moved = (mix(colour, ink, step / STEPS) for step in range(STEPS + 1))
    return next((found for found in moved if is_readable(found, ground)), ink)


def choose_ink(ground: Colour) -> Colour:
    """Return black or white, whichever can be read better; the contrast is never below 4.58."""
    return max(BLACK, WHITE, key=lambda ink: measure_contrast(ink, ground))


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
