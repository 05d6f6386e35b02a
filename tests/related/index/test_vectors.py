import numpy as np
import pytest

from broadsheet.related.index.blocks import WIDTH, Blocks
from broadsheet.related.index.vectors import LONGEST, Vector, make_vector, rate_rarity


def vector_of(**weights: float) -> Vector:
    terms = np.array([int(name[1:]) for name in weights], np.int32)
    return Vector(terms, np.array([*weights.values()], np.float32))


def test_rare_terms_weigh_more_than_common_ones() -> None:
    rarity = rate_rarity(np.array([1, 3, 30, 3_000]), 3_000)
    assert rarity[0] == rarity[1] > rarity[2] > rarity[3] > 0


def test_what_all_say_tells_nothing_in_a_small_archive() -> None:
    rare, common = rate_rarity(np.array([1, 5]), 5)
    assert common < rare / 10


def test_a_vector_has_length_1_and_its_strongest_term_first() -> None:
    vector = make_vector(
        np.array([7, 8, 9], np.int32), np.array([1, 5, 1], np.uint8), np.array([1, 1, 3], np.float32)
    )
    assert vector.terms.tolist() == [9, 8, 7]
    assert float(vector.weights @ vector.weights) == pytest.approx(1)


def test_a_very_long_article_keeps_its_strongest_terms() -> None:
    terms = np.arange(LONGEST + 10, dtype=np.int32)
    rarity = np.linspace(1, 2, len(terms), dtype=np.float32)
    vector = make_vector(terms, np.ones(len(terms), np.uint8), rarity)
    assert len(vector.terms) == LONGEST
    assert vector.terms.min() == 10


def test_blocks_compare_as_the_plain_sum_of_products_does() -> None:
    dice = np.random.default_rng(1)
    lengths = (1, WIDTH - 1, WIDTH, WIDTH + 1, 5 * WIDTH)
    vectors = []
    for length in lengths:
        terms = dice.permutation(400)[:length].astype(np.int32)
        vectors.append(Vector(terms, np.sort(dice.random(length, np.float32) + 0.01)[::-1]))
    blocks = Blocks.of(vectors, 400)
    for place, vector in enumerate(vectors):
        dense = np.zeros(400, np.float32)
        dense[vector.terms] = vector.weights
        expected = [float(dense[other.terms] @ other.weights) for other in vectors]
        assert blocks.compare(vector, np.arange(len(vectors))) == pytest.approx(expected, rel=1e-5)
        assert blocks.at(place).terms.tolist() == vector.terms.tolist()


def test_blocks_tell_the_strongest_terms_of_each() -> None:
    blocks = Blocks.of([vector_of(t3=0.9, t1=0.4, t2=0.1), vector_of(t5=1.0)], 6)
    terms, weights, places = blocks.find_strongest(2)
    assert terms.tolist() == [3, 1, 5]
    assert places.tolist() == [0, 0, 1]
    assert weights == pytest.approx([0.9, 0.4, 1.0])
