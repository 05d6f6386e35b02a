"""The measures by which related stories are judged, on lists that can be judged by hand."""

from math import log2

import pytest
from related_judging import (
    count_copies,
    count_short,
    estimate,
    find_precisions,
    group_copies,
    partners_without_copies,
    rate_list,
    rate_lists,
    without_copies,
)

COPIES = [("a", "a2"), ("a2", "a3"), ("b", "b2")]
GROUPS = {"a": "a", "a2": "a", "a3": "a", "b": "b", "b2": "b", "c": "c"}


def test_a_list_of_all_that_belongs_is_worth_1() -> None:
    assert rate_list(["b", "c", "x"], {"b", "c"}) == pytest.approx(1)


def test_a_later_place_is_worth_less() -> None:
    assert rate_list(["x", "b"], {"b"}) == pytest.approx(1 / log2(3))


def test_only_ten_places_count() -> None:
    many = {f"m{number}" for number in range(20)}
    assert rate_list(sorted(many)[:10], many) == pytest.approx(1)
    assert rate_list([*"abcdefghij", "k"], {"k"}) == 0


def test_an_article_without_a_list_has_none_of_what_belongs() -> None:
    assert rate_lists({}, {"a": {"b"}}).tolist() == [0]


def test_precision_is_the_share_of_five_places() -> None:
    assert find_precisions({"a": ["b", "x", "c"]}, {"a": {"b", "c"}}).tolist() == [0.4]


def test_copies_of_copies_are_one_group() -> None:
    assert group_copies(GROUPS, COPIES) == GROUPS


def test_a_list_is_not_worse_for_leaving_copies_out() -> None:
    lists = {"a": ["a2", "b", "b2", "c"], "c": ["b", "a3"]}
    assert without_copies(lists, GROUPS) == {"a": ["b", "c"], "c": ["b", "a"]}
    partners = {"a": {"a2", "b", "b2"}, "a2": {"a3"}}
    assert partners_without_copies(partners, GROUPS) == {"a": {"b"}}


def test_copies_are_counted_in_the_first_five() -> None:
    lists = {"a": ["b", "a2", "b2", "c", "x", "a3"], "c": ["b"]}
    assert count_copies(lists, COPIES) == (1, 1)
    assert count_short(lists) == 1


def test_the_interval_holds_the_mean_and_is_the_same_each_time() -> None:
    values = rate_lists({"a": ["b"]}, {"a": {"b"}, "c": {"b"}, "d": {"x"}})
    found = estimate(values)
    assert found.low <= found.mean <= found.high
    assert found == estimate(values)
