"""Whatever is added, changed and removed, in whatever order, what may never stand in a list does not."""

import random
from typing import Any

import pytest

from broadsheet.related import RelatedIndex

ODD = ["", "\x00", "half \ud800", "𝒲 ﷽ ‮ reversed", "東京都の会議", "a" * 5_000, "<b>&amp;"]


def make_story(dice: random.Random, known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a story with one of 150 ids, on one of eight matters; some are odd, some copies of others."""
    matter = dice.randrange(8)
    text = " ".join(f"m{matter}w{dice.randrange(30)}" for _ in range(dice.randrange(80)))
    if dice.random() < 0.2:
        text = dice.choice(ODD)
    elif known and dice.random() < 0.2:
        text = dice.choice([*known.values()])["text"]
    return {
        "id": f"story-{dice.randrange(150)}",
        "title": text[:60],
        "text": text,
        "published": dice.choice([None, "2026-01-01", "2020-05-05T10:00:00+02:00"]),
        "section": dice.choice([None, "Coast", ""]),
        "tags": dice.sample(["tide", "harbour", "half \ud800"], dice.randrange(3)),
        "series": dice.choice([None, "Mills"]),
    }


def change(index: RelatedIndex, dice: random.Random, known: dict[str, dict[str, Any]]) -> None:
    act = dice.random()
    if act < 0.7:
        stories = [make_story(dice, known) for _ in range(1 if act < 0.5 else dice.randrange(30))]
        index.add_many(stories)
        known |= {story["id"]: story for story in stories}
    elif act < 0.95:
        gone = dice.sample(sorted(known), min(len(known), 5))
        index.remove_many(gone)
        for id in gone:
            del known[id]
    else:
        index.rebuild()


def check_list(index: RelatedIndex, id: str, known: dict[str, dict[str, Any]]) -> None:
    shown = index.related(id, 25)
    ids = [other for other, _ in shown]
    assert id not in ids
    assert len(set(ids)) == len(ids)
    assert set(ids) <= known.keys()
    assert not set(ids) & set(index.listed(id).copies)
    assert not any(set(index.listed(other).copies) & set(ids) for other in ids)
    assert [score for _, score in shown] == sorted((score for _, score in shown), reverse=True)


@pytest.mark.parametrize("seed", range(3))
def test_no_list_ever_holds_what_it_may_not(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 -- the same stories each time
    index, known = RelatedIndex(), {}
    for _step in range(40):
        change(index, dice, known)
        assert index.digests().keys() == known.keys()
        for id in dice.sample(sorted(known), min(len(known), 8)):
            check_list(index, id, known)
