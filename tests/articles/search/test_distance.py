import pytest

from broadsheet.articles.search.distance import count_slips


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("ferry", "ferry", 0),
        ("fery", "ferry", 1),
        ("ferrry", "ferry", 1),
        ("ferrz", "ferry", 1),
        ("efrry", "ferry", 1),
        ("harbuor", "harbour", 1),
        ("habruor", "harbour", 2),
        ("kitten", "sitting", 3),
        ("a", "abcdef", 3),
        ("", "", 0),
    ],
)
def test_slips_are_counted_up_to_a_bound(one: str, other: str, slips: int) -> None:
    assert count_slips(one, other, 2) == count_slips(other, one, 2) == slips
    assert count_slips(one, other, 0) == min(slips, 1)
