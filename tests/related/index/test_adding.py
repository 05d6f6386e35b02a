"""One article more: it finds its neighbours and they find it, as they would if everything were made anew."""

import random
from typing import Any

import pytest

from broadsheet.related import RelatedIndex
from broadsheet.related.index import adding

EVENTS, REPORTS = 40, 5


def make_reports() -> list[dict[str, Any]]:
    """Return reports of many events, event after event; those of one share names, and all share everyday words."""
    dice = random.Random(3)  # noqa: S311 -- the same reports each time
    reports = []
    for event in range(EVENTS):
        names = [f"e{event}n{number}" for number in range(24)]
        for number in range(REPORTS):
            words = dice.sample(names, 12) + [f"daily{dice.randrange(60)}" for _ in range(30)]
            reports.append({"id": f"{event}-{number}", "title": words[0], "text": " ".join(words)})
    return reports


def event_of(id: str) -> str:
    return id.split("-")[0]


@pytest.fixture
def grown(monkeypatch: pytest.MonkeyPatch) -> RelatedIndex:
    """An index of reports, the last six events of which came one by one, and were posted seven at a time."""
    monkeypatch.setattr(adding, "UNPOSTED", 7)
    reports = make_reports()
    index = RelatedIndex()
    index.add_many(reports[: -6 * REPORTS])
    for report in reports[-6 * REPORTS :]:
        index.add(**report)
    return index


def test_newcomers_find_each_other_before_and_after_they_are_posted(grown: RelatedIndex) -> None:
    for report in make_reports()[-6 * REPORTS :]:
        found = grown.related(report["id"], REPORTS - 1)
        assert {event_of(id) for id, _ in found} == {event_of(report["id"])}
        assert len(found) == REPORTS - 1


def test_lists_agree_with_those_made_anew(grown: RelatedIndex) -> None:
    ids = [report["id"] for report in make_reports()]
    before = {id: {other for other, _ in grown.related(id, 5)} for id in ids}
    grown.rebuild()
    same = sum(len(before[id] & {other for other, _ in grown.related(id, 5)}) for id in ids)
    assert same >= 0.8 * sum(len(before[id]) for id in ids)


def test_a_changed_article_leaves_its_old_neighbours(grown: RelatedIndex) -> None:
    reports = {report["id"]: report for report in make_reports()}
    grown.forget_changed(grown.changed())
    grown.add(**{**reports["3-0"], "title": "", "text": reports["20-1"]["text"] + " and more"})
    assert "3-0" not in dict(grown.related("3-1", 25))
    assert "3-1" in grown.changed()
    assert event_of(grown.related("3-0", 1)[0][0]) == "20"


def test_a_removed_article_leaves_all_lists(grown: RelatedIndex) -> None:
    grown.forget_changed(grown.changed())
    grown.remove("39-0")
    assert all("39-0" not in dict(grown.related(report["id"], 25)) for report in make_reports())
    assert "39-1" in grown.changed()


def test_a_copy_that_comes_later_is_known_from_both_sides(grown: RelatedIndex) -> None:
    report = make_reports()[12]
    grown.add(**{**report, "id": "copy"})
    assert grown.listed("copy").copies == [report["id"]]
    assert grown.listed(report["id"]).copies == ["copy"]
    other = make_reports()[11]["id"]
    assert len({"copy", report["id"]} & set(dict(grown.related(other, 25)))) == 1
