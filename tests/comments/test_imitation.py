import pytest

from broadsheet.comments.imitation import fold_name, imitates

RESERVED = ["staff", "Ada Editor", "Broadsheet"]


@pytest.mark.parametrize(
    "name",
    [
        "staff", "STAFF", "Staff ✓", "Ada (staff)", "s t a f f", "ſtaff", "ѕtаff", "S.T.A.F.F.",
        "st\u200baff", "Ｓｔａｆｆ", "stáff",
        "Ada Editor", "ada  editor", "Ada\u00a0Editor ★", "AdaEditor", "Αda Εditor", "Broadsheet",
        "The Broadsheet team", "Br0adsheet",
    ],
)  # fmt: skip
def test_what_looks_like_a_reserved_name_is_recognised(name: str) -> None:
    assert imitates(name, RESERVED)


@pytest.mark.parametrize(
    "name",
    [
        "Ada",
        "Ada Reader",
        "Gustaff",
        "Stafford",
        "Editor Ada",
        "Борис",
        "Ада",
        "علي",
        "愛",
        "✓",
        "",
        "Staffa Bo",
    ],
)
def test_other_names_are_free(name: str) -> None:
    assert not imitates(name, RESERVED)


def test_an_empty_reserved_name_reserves_nothing() -> None:
    assert not imitates("Ada", ["", " ", "✓"])


def test_a_name_is_folded_to_words() -> None:
    assert fold_name("Éva-Maria O’Neill 2") == ["eva", "maria", "o", "neill", "2"]
