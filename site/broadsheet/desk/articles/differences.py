"""What differs between two texts, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from ...articles.publishing.heads import tidy_lines

SAME, GONE, NEW, SKIPPED = "same", "gone", "new", "skipped"
AROUND = 3  # lines that are the same, before and after what is not
MOST_COMPARED = 4_000  # lines of both; comparing takes a time that grows with the square


@dataclass(frozen=True)
class Line:
    """A line of either text; `number` is that in the newer one, or in the older one if it is gone."""

    kind: str
    number: int = 0
    text: str = ""


def list_differences(old: str, new: str) -> list[Line]:
    """Return the lines that differ, with some around them; nothing if the texts say the same."""
    before, after = tidy_lines(old).split("\n"), tidy_lines(new).split("\n")
    if before == after:
        return []
    lead = _count_alike(before, after)
    tail = _count_alike(before[lead:][::-1], after[lead:][::-1])
    changed = list(_compare(before[lead : len(before) - tail], after[lead : len(after) - tail], lead))
    above = [Line(SAME, number + 1, text) for number, text in enumerate(after[:lead])]
    below = [
        Line(SAME, len(after) - tail + number + 1, text)
        for number, text in enumerate(after[len(after) - tail :])
    ]
    return list(_shorten([*above, *changed, *below]))


def _count_alike(one: list[str], other: list[str]) -> int:
    alike = 0
    for here, there in zip(one, other, strict=False):
        if here != there:
            break
        alike += 1
    return alike


def _compare(before: list[str], after: list[str], first: int) -> Iterator[Line]:
    if len(before) + len(after) > MOST_COMPARED:
        operations = [("replace", 0, len(before), 0, len(after))]
    else:
        operations = list(SequenceMatcher(None, before, after).get_opcodes())
    for name, from_old, to_old, from_new, to_new in operations:
        if name != "equal":
            yield from (Line(GONE, first + at + 1, before[at]) for at in range(from_old, to_old))
        kind = SAME if name == "equal" else NEW
        yield from (Line(kind, first + at + 1, after[at]) for at in range(from_new, to_new))


def _shorten(lines: list[Line]) -> Iterator[Line]:
    """Leave out what is the same and far from what is not."""
    shown: set[int] = set()
    for at, line in enumerate(lines):
        if line.kind != SAME:
            shown.update(range(at - AROUND, at + AROUND + 1))
    is_skipping = False
    for at, line in enumerate(lines):
        if at in shown:
            yield line
        elif not is_skipping:
            yield Line(SKIPPED)
        is_skipping = at not in shown
