"""A made-up archive of any size, with the words of real news. The benchmarks of related stories read it.

Each article takes a half of each of three articles of the public sets (see `related_sets.py`), without a gap, and the title
of the first: about 600 words, whose frequencies and neighbourhoods are those of news, where invented words would be
easier to compare than any archive is. The same seed makes the same archive; articles come in the order of their dates,
over ten years. How related they are nobody can say: it is for measuring time and memory only.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from related_sets import Article, find_sets, read_articles

BEGIN, DAYS = datetime(2012, 1, 1, tzinfo=UTC), 3_652
SECTIONS = ("Coast", "Culture", "Economy", "Local", "Politics", "Science", "Sport", "World")
TAGS = 60
FEWEST_WORDS = 60


def read_sources() -> list[Article]:
    """Return the public articles that an archive is made of, without the shortest."""
    found = (article for file in find_sets() for article in read_articles(file))
    return [one for one in found if one["title"] and len(one["text"].split()) >= FEWEST_WORDS]


def make_archive(sources: Sequence[Article], count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Yield so many articles with the keys that `RelatedIndex.add` takes; `published` is an ISO moment in UTC."""
    dice = random.Random(seed)  # noqa: S311 -- the same archive each time
    for number in range(count):
        places = [dice.randrange(len(sources)) for _ in range(3)]
        first, second, _ = places
        yield {
            "id": f"article-{number:07}",
            "title": sources[first]["title"],
            "text": "\n\n".join(take_half(sources[place]["text"], dice) for place in places),
            "published": (BEGIN + timedelta(days=DAYS * number / count)).isoformat(),
            "section": SECTIONS[first % len(SECTIONS)],
            "tags": sorted({f"topic {first % TAGS}", f"topic {second % TAGS}"}),
        }


def take_half(text: str, dice: random.Random) -> str:
    words = text.split()
    half = len(words) // 2
    begin = dice.randint(0, len(words) - half)
    return " ".join(words[begin : begin + half])
