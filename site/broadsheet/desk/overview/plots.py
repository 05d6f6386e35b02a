"""What a plot of so many days is drawn from; the template draws it, in SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 60  # Units of the drawing; a bar is WIDTH units wide, with a gap of GAP.
WIDTH, GAP = 8, 2


@dataclass(frozen=True)
class Bar:
    """Where a bar begins, from the left and from above, and how high it is."""

    x: int
    y: float
    height: float


@dataclass(frozen=True)
class Plot:
    """A number for each day, and the bars that show them beside the largest."""

    counts: Sequence[int]

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def largest(self) -> int:
        return max(self.counts)

    @property
    def width(self) -> int:
        return len(self.counts) * (WIDTH + GAP)

    @property
    def bars(self) -> list[Bar]:
        """Return the bars of the days that have something; the smallest number is seen still."""
        return [
            Bar(place * (WIDTH + GAP), HEIGHT - height, height)
            for place, count in enumerate(self.counts)
            if count
            for height in [max(1.5, round(HEIGHT * count / self.largest, 1))]
        ]
