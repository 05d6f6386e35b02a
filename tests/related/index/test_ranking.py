import numpy as np
import pytest

from broadsheet.related.index.candidates import MOST, POSTED, WORK, choose_asked, find_candidates
from broadsheet.related.index.neighbours import (
    COPY,
    NEAREST,
    SMOOTHED_BY,
    Neighbours,
    choose_pull,
    keep_nearest,
)
from broadsheet.related.index.ranking import LEAST_ALIKE, LIST_LENGTH, rank, rate_dates


def numbers(*values: int) -> "np.ndarray[tuple[int], np.dtype[np.int32]]":
    return np.array(values, np.int32)


def weights(*values: float) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    return np.array(values, np.float32)


def test_stories_of_the_same_days_come_before_equally_similar_old_ones() -> None:
    factors = rate_dates(100.0, np.array([100.0, 101.0, 107.0, 830.0, np.nan]))
    assert factors[0] == 2
    assert factors[2] == pytest.approx(1 + np.exp(-1))
    assert factors[3] == pytest.approx(1)
    assert factors[4] == 1
    shown, _ = rank(numbers(1, 2), weights(0.5, 0.5), rate_dates(0.0, np.array([730.0, 1.0])))
    assert shown.tolist() == [2, 1]


def test_an_article_without_a_date_has_no_near_days() -> None:
    assert rate_dates(np.nan, np.array([1.0, np.nan])).tolist() == [1, 1]


def test_a_list_is_shorter_where_few_are_alike() -> None:
    shown, scores = rank(numbers(4, 5, 6), weights(0.5, LEAST_ALIKE / 2, 0.7), np.full(3, 2.0))
    assert shown.tolist() == [6, 4]
    assert scores.tolist() == pytest.approx([1.4, 1.0])


def test_a_list_ends_somewhere() -> None:
    shown, _ = rank(np.arange(60, dtype=np.int32), np.linspace(0.1, 0.9, 60, dtype=np.float32), np.ones(60))
    assert shown.tolist() == list(range(59, 59 - LIST_LENGTH, -1))


def test_candidates_are_those_that_share_most() -> None:
    articles = np.arange(200, dtype=np.int32)
    shares = np.linspace(0.03, 0.9, 200, dtype=np.float32)
    found = find_candidates(articles, shares, 199, 200)
    assert sorted(found.tolist()) == list(range(199 - MOST, 199))
    assert not len(find_candidates(numbers(), weights(), 0, 200))


def test_a_small_archive_is_compared_whole() -> None:
    assert find_candidates(numbers(), weights(), 1, 4).tolist() == [0, 2, 3]


def test_shares_of_several_terms_add_up() -> None:
    found = find_candidates(numbers(1, 2, 1), weights(0.015, 0.015, 0.015), 0, 200)
    assert found.tolist() == [1]


def test_long_posting_lists_end_the_search() -> None:
    assert choose_asked([10] * POSTED) == POSTED
    assert choose_asked([WORK // 2, WORK // 2, 1]) == 2
    assert choose_asked([WORK + 1, 1]) == 1


def test_neighbours_have_more_in_common_than_everyday_words() -> None:
    near = keep_nearest(numbers(1, 2, 3), weights(0.01, 0.6, 0.3))
    assert near.articles.tolist() == [2, 3]


def test_copies_do_not_smooth() -> None:
    articles = np.arange(NEAREST, dtype=np.int32)[None]
    similarities = np.linspace(0.99, 0.1, NEAREST, dtype=np.float32)[None]
    copies = int((similarities >= COPY).sum())
    assert copies
    pull = choose_pull(Neighbours(articles, similarities))
    assert pull.articles[0].tolist() == list(range(copies, copies + SMOOTHED_BY))
    assert (np.diff(pull.weights[0]) < 0).all()
