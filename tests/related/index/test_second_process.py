import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from broadsheet.related.index import second_process
from broadsheet.related.index.blocks import Blocks
from broadsheet.related.index.nearest import Postings, find_nearest
from broadsheet.related.index.neighbours import Neighbours
from broadsheet.related.index.vectors import Vector

ARTICLES, TERMS, EACH = 300, 120, 12


@pytest.fixture
def work() -> tuple[Blocks, Postings]:
    dice = np.random.default_rng(7)
    weights = np.full(EACH, EACH**-0.5, np.float32)
    vectors = [Vector(dice.permutation(TERMS)[:EACH].astype(np.int32), weights) for _ in range(ARTICLES)]
    terms = np.concatenate([vector.terms for vector in vectors])
    order = np.argsort(terms, kind="stable")
    starts = np.searchsorted(terms[order], np.arange(TERMS + 1))
    places = np.repeat(np.arange(ARTICLES, dtype=np.int32), EACH)[order]
    return Blocks.of(vectors, TERMS), Postings(starts, places, np.tile(weights, ARTICLES)[order])


def find(work: tuple[Blocks, Postings]) -> tuple[list[list[int]], int]:
    """Return the neighbours of all articles, and how many steps were told."""
    steps: list[None] = []
    near = second_process.share_nearest(*work, lambda: steps.append(None))
    return near.articles.tolist(), len(steps)


def test_two_processes_find_what_one_finds(
    work: tuple[Blocks, Postings], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = find(work)
    here: list[range] = []

    def find_here(blocks: Blocks, postings: Postings, places: range, take: Callable[[], None]) -> Neighbours:
        here.append(places)
        return find_nearest(blocks, postings, places, take)

    monkeypatch.setattr(second_process, "find_nearest", find_here)
    monkeypatch.setattr(second_process, "MANY", ARTICLES)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert find(work) == alone
    assert alone[1] == ARTICLES
    assert here == [range(ARTICLES // 2)]


@pytest.mark.parametrize("program", ["no-python", "python-that-is-not-there", "false-python"])
def test_where_no_second_process_helps_the_first_does_it_all(
    work: tuple[Blocks, Postings], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str
) -> None:
    alone = find(work)
    (tmp_path / "false-python").symlink_to("/bin/false")
    monkeypatch.setattr(second_process, "MANY", ARTICLES)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(sys, "executable", str(tmp_path / program))
    assert find(work) == alone
