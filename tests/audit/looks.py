"""In how many ways each page is looked at: eight, in which every pair of two wishes meets, and one with forced colours.

Width has four values; scheme, notice, size of text and motion have two each. All combinations would be 64 for each page.
With the number of the width as two bits a and b, and one more bit r, the four others are r, r+a, r+b and r+a+b (modulo 2):
an orthogonal array OA(8, 4·2⁴, 2), in which each value of one meets each value of another equally often (Hedayat, Sloane
and Stufken, Orthogonal Arrays, 1999). A fault that takes two wishes to show is found so; one that takes three may not be.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

WIDTHS = ((320, 640), (768, 1024), (1280, 800), (1920, 1080))  # 320 is also what 400 % zoom leaves of 1280.
SCHEMES = ("light", "dark")
PERCENTS = (100, 200)
MOTIONS = ("no-preference", "reduce")


@dataclass
class Look:
    """One way to look at a page; sizes in CSS pixels, the text in per cent of its size."""

    width: int
    height: int
    open: bool = True
    scheme: str = "light"
    percent: int = 100
    motion: str = "no-preference"
    colours: str = "none"

    def __str__(self) -> str:
        notice = "notice open" if self.open else "notice answered"
        wishes = [f"{self.width} px", notice, self.scheme, f"text {self.percent} %"]
        wishes += ["reduced motion"] if self.motion == "reduce" else []
        wishes += ["forced colours"] if self.colours == "active" else []
        return ", ".join(wishes)


def list_looks() -> Iterator[Look]:
    for a, b, r in product((0, 1), repeat=3):
        width, height = WIDTHS[2 * a + b]
        yield Look(width, height, bool(r ^ a), SCHEMES[r], PERCENTS[r ^ b], MOTIONS[r ^ a ^ b])
    yield Look(1280, 800, colours="active")
