import sqlite3
from pathlib import Path
from typing import Any

import pytest

from broadsheet.related import RelatedIndex
from broadsheet.related.index import Unreadable

TOPICS = {
    "ferry": "ferry tide harbour pilot crossing timetable island jetty mooring skipper",
    "bread": "bread rye bakery oven sourdough loaf flour crust miller dough",
    "night": "night bus driver route stop fare passenger depot lamp street",
}


def make_stories(each: int = 8) -> list[dict[str, Any]]:
    """Return stories of three topics; those of one share most words, and each has some of its own."""
    stories = []
    for topic, words in TOPICS.items():
        for number in range(each):
            kept = [word for place, word in enumerate(words.split()) if place % each != number]
            own = [f"{topic[0]}{number}n{place}" for place in range(6)]
            text = " ".join([*kept, *own])
            stories.append({"id": f"{topic}-{number}", "title": f"About {topic} {number}", "text": text})
    return stories


@pytest.fixture
def index() -> RelatedIndex:
    index = RelatedIndex()
    index.add_many(make_stories())
    return index


def test_each_story_finds_those_of_its_topic(index: RelatedIndex) -> None:
    for story in make_stories():
        topic = story["id"].split("-")[0]
        found = [id for id, _ in index.related(story["id"], 5)]
        assert len(found) == 5
        assert {id.split("-")[0] for id in found} == {topic}


def test_a_copy_is_never_shown(index: RelatedIndex) -> None:
    ferry = make_stories()[0]
    index.add_many([ferry | {"id": "copy"}, ferry | {"id": "again"}])
    assert not {"copy", "again"} & set(dict(index.related("ferry-0", 25)))
    assert set(index.listed("ferry-0").copies) == {"copy", "again"}


def test_two_copies_never_stand_in_one_list(index: RelatedIndex) -> None:
    index.add_many([make_stories()[0] | {"id": "copy"}])
    for story in make_stories()[1:8]:
        found = dict(index.related(story["id"], 25))
        assert len({"ferry-0", "copy"} & set(found)) == 1


def test_where_one_copy_goes_the_other_takes_its_place(index: RelatedIndex) -> None:
    index.add_many([make_stories()[0] | {"id": "copy"}])
    (shown,) = {"ferry-0", "copy"} & set(dict(index.related("ferry-1", 25)))
    index.remove(shown)
    (instead,) = {"ferry-0", "copy"} & set(dict(index.related("ferry-1", 25)))
    assert instead != shown


def test_a_copy_with_another_beginning_is_a_copy() -> None:
    body = " ".join(f"sentence{number} about the harbour and its ferry" for number in range(60))
    index = RelatedIndex()
    index.add_many(make_stories())
    index.add("first", "Harbour", f"Updated at noon by the desk. {body}")
    index.add("second", "Harbour", f"{body} Corrected in the evening.")
    assert index.listed("first").copies == ["second"]


def test_a_story_of_years_ago_stands_behind_one_of_these_days() -> None:
    stories = make_stories()
    dates = {"ferry-1": "2024-11-01", "ferry-2": "2026-11-01"}
    index = RelatedIndex()
    index.add_many(story | {"published": dates.get(story["id"], "2026-11-02")} for story in stories)
    found = [id for id, _ in index.related("ferry-0", 7)]
    assert found[-1] == "ferry-1"


def test_a_rebuild_changes_nothing_that_was_just_built(index: RelatedIndex) -> None:
    before = {story["id"]: index.listed(story["id"]) for story in make_stories()}
    index.rebuild()
    assert {id: index.listed(id) for id in before} == before


def test_a_growing_archive_is_made_anew(index: RelatedIndex) -> None:
    """One by one, so that it happens within `add`."""
    grown = RelatedIndex()
    for story in make_stories():
        grown.add(**story)
    for story in make_stories():
        topic = story["id"].split("-")[0]
        assert {id.split("-")[0] for id, _ in grown.related(story["id"], 3)} == {topic}


def test_progress_goes_up_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    RelatedIndex().add_many(make_stories(400), progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_all_are_added_or_none(tmp_path: Path) -> None:
    with RelatedIndex(tmp_path / "related.sqlite") as index:
        index.add_many(make_stories())
        with pytest.raises(ValueError, match="soon"):
            index.add_many(
                [
                    {"id": "good", "title": "Good", "text": "good"},
                    {"id": "bad", "title": "", "text": "", "published": "soon"},
                ]
            )
        assert len(index) == 24
        assert "good" not in index.digests()
        assert len(index.related("ferry-0", 5)) == 5


def test_of_one_that_comes_twice_the_last_counts(index: RelatedIndex) -> None:
    bread = {"id": "new", "title": "About bread", "text": TOPICS["bread"]}
    night = {"id": "other", "title": "About night", "text": TOPICS["night"]}
    index.add_many([bread, night, bread | {"title": "About ferry", "text": TOPICS["ferry"]}])
    assert {id.split("-")[0] for id, _ in index.related("new", 5)} == {"ferry"}
    assert "new" not in dict(index.related("bread-0", 25))


def test_two_who_have_the_file_open_see_the_same(tmp_path: Path) -> None:
    file = tmp_path / "related.sqlite"
    with RelatedIndex(file) as one, RelatedIndex(file) as two:
        one.add_many(make_stories())
        two.add("new", "About ferry", TOPICS["ferry"])
        assert one.related("new", 5) == two.related("new", 5) != []


def test_changed_lists_are_told_until_they_are_forgotten(tmp_path: Path) -> None:
    with RelatedIndex(tmp_path / "related.sqlite") as index:
        index.add_many(make_stories())
        index.forget_changed(index.changed())
        assert index.changed() == []
        index.add("new", "About ferry", TOPICS["ferry"])
        index.mark = "of yesterday"
    with RelatedIndex(tmp_path / "related.sqlite") as index:
        assert {"new", "ferry-0"} <= set(index.changed())
        assert "bread-0" not in index.changed()
        assert index.mark == "of yesterday"


def test_a_file_that_is_no_index_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "related.sqlite"
    file.write_text("These are notes, and no database. " * 100)
    with pytest.raises(Unreadable, match="no index of related stories"):
        RelatedIndex(file)
    assert file.read_text().startswith("These are notes")


def test_an_index_of_another_version_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "related.sqlite"
    RelatedIndex(file).close()
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(Unreadable, match="version 99"):
        RelatedIndex(file)
