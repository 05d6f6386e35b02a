from pathlib import Path

import pytest

from broadsheet.related import RelatedIndex

STORIES = [
    {"id": "ferry", "title": "Ferry late", "text": "The ferry waits for the tide at the harbour."},
    {"id": "tide", "title": "Spring tide", "text": "The tide at the harbour was high, and the ferry waited."},
    {"id": "bread", "title": "Rye bread", "text": "A loaf of rye from the bakery, with sourdough."},
    {"id": "oven", "title": "New oven", "text": "The bakery has an oven for its loaf of rye."},
]


@pytest.fixture
def index() -> RelatedIndex:
    index = RelatedIndex()
    index.add_many(STORIES)
    return index


def test_stories_on_one_matter_find_each_other(index: RelatedIndex) -> None:
    assert index.related("ferry", limit=1)[0][0] == "tide"
    assert index.related("bread", limit=1)[0][0] == "oven"


def test_scores_fall_and_stay_between_0_and_1(index: RelatedIndex) -> None:
    scores = [score for _, score in index.related("ferry", limit=10)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_a_story_is_not_related_to_itself(index: RelatedIndex) -> None:
    assert "ferry" not in dict(index.related("ferry", limit=10))
    assert index.related("unknown") == []


def test_the_last_version_counts(index: RelatedIndex) -> None:
    index.add(
        "ferry",
        "Rye",
        "Rye bread from the bakery, a loaf.",
        published="2026-11-01",
        section="Food",
        tags=["x"],
    )
    assert index.related("ferry", limit=1)[0][0] in {"bread", "oven"}
    assert len(index) == 4


def test_a_removed_story_is_gone(index: RelatedIndex) -> None:
    index.remove("tide")
    index.remove("never there")
    assert "tide" not in dict(index.related("ferry", limit=10))


def test_a_file_keeps_the_index(tmp_path: Path) -> None:
    file = tmp_path / "related.jsonl"
    with RelatedIndex(file) as index:
        index.add_many(STORIES)
        index.remove("oven")
        before = index.related("ferry")
    with RelatedIndex(file) as index:
        assert index.related("ferry") == before
        assert len(index) == 3


@pytest.mark.parametrize("text", ["", "\ud800", "\x00", "新聞の記事", "أخبار"])
def test_any_text_is_taken(tmp_path: Path, text: str) -> None:
    with RelatedIndex(tmp_path / "related.sqlite") as index:
        index.add("odd", text, text)
        index.add("other", text, text)
        assert index.related("odd") == []
        assert index.listed("odd").copies == (["other"] if text.strip("\x00\ud800") else [])


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    index = RelatedIndex()
    index.add("asked", "", "harbour heron")
    index.add("rare", "", "heron lighthouse")
    for other in ("ferry", "tide", "pilot", "crane", "buoy", "quay"):
        index.add(other, "", f"harbour {other}")
    assert index.related("asked", limit=1)[0][0] == "rare"
