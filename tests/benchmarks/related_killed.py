"""Whether an index of related stories holds every article that it acknowledged, after its process was killed.

Run it as `.venv/bin/python tests/benchmarks/related_killed.py [KILLS]`; fifty kills take a minute. Each time a process opens
the index and adds one article after the other, printing the id when `add` has returned; it is ended by SIGKILL at a random
moment, perhaps while it opens the index. The articles are made up: some words of one of a few topics, and some of all.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from broadsheet.related import RelatedIndex

KILLS = 50
LONGEST_SECONDS = 0.4
TOPICS, TOPIC_WORDS, COMMON_WORDS, LENGTH = 12, 60, 300, 60
BEFORE = 4 * TOPICS  # So many are there at first, so that every article has others to list.
LOOKED_AT = 100  # Of those acknowledged before the last kill, after each; all of them at the end.


def make_article(number: int) -> dict[str, str]:
    """Return the article of a number, always the same."""
    dice = random.Random(number)  # noqa: S311 -- words, not a secret
    topic = number % TOPICS
    own = [f"topic{topic}word{dice.randrange(TOPIC_WORDS)}" for _ in range(LENGTH // 2)]
    common = [f"common{dice.randrange(COMMON_WORDS)}" for _ in range(LENGTH // 2)]
    return {"id": str(number), "title": " ".join(own[:4] + common[:2]), "text": " ".join(own + common)}


def add_until_killed(path: Path, number: int) -> None:
    """Add articles from a number on, and print each id when it is acknowledged; this never ends."""
    print("opening", flush=True)
    with RelatedIndex(path) as index:
        while True:
            index.add(**make_article(number))
            print(number, flush=True)
            number += 1


def kill_once(path: Path, number: int, seconds: float) -> int:
    """Kill a process that adds articles, some seconds after it began; return the first number it did not acknowledge."""
    command = [sys.executable, __file__, "--add", str(path), str(number)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "opening\n", "The process did not start."
        try:
            time.sleep(seconds)
            assert process.poll() is None, "The process ended by itself."
        finally:
            process.kill()
        told = process.stdout.read()
    whole = told[: told.rfind("\n") + 1].split()  # A line that was cut off acknowledges nothing.
    return int(whole[-1]) + 1 if whole else number


def look(path: Path, numbers: Iterable[int], following: int) -> None:
    """Open the index: all these articles are held, and their lists hold only articles that are.

    `following` is the first number that was not acknowledged; that one may be held, later ones cannot.
    """
    with RelatedIndex(path) as index:
        held_following = bool(index.related(str(following)))
        for number in numbers:
            listed = [int(other) for other, _ in index.related(str(number), 10)]
            assert listed, f"Article {number} was acknowledged, and is missing or has no list."
            assert number not in listed, f"Article {number} is in its own list."
            wrong = [
                other for other in listed if other > following or (other == following and not held_following)
            ]
            assert not wrong, f"The list of article {number} holds {wrong}, which are not there."


def kill_while_adding(path: Path, kills: int, seed: int | None = None) -> int:
    """Kill a process so many times, look after each time, and return how many articles were acknowledged in all."""
    chance = random.Random(seed)  # noqa: S311 -- a moment, not a secret
    with RelatedIndex(path) as index:
        index.add_many(map(make_article, range(BEFORE)))
    following = BEFORE
    for _ in range(kills):
        before, following = following, kill_once(path, following, chance.uniform(0, LONGEST_SECONDS))
        earlier = chance.sample(range(before), min(LOOKED_AT, before))
        look(path, [*earlier, *range(before, following)], following)
    assert following > BEFORE, "Nothing was acknowledged, so nothing was tried."
    look(path, range(following), following)
    return following - BEFORE


def main(kills: int = KILLS) -> None:
    with tempfile.TemporaryDirectory() as name:
        acknowledged = kill_while_adding(Path(name) / "index", kills)
    print(
        f"{kills} kills, {acknowledged:,} articles acknowledged: none missing, no list holds one that is not there."
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--add"]:
        add_until_killed(Path(sys.argv[2]), int(sys.argv[3]))
    main(*map(int, sys.argv[1:]))
