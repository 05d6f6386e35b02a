import sqlite3
from pathlib import Path

import pytest

from broadsheet.related.index.shelf import open_shelf
from broadsheet.related.index.vectors import Said
from broadsheet.related.index.vocabulary import Vocabulary, cut_ending
from broadsheet.related.index.words import TITLE_COUNT, count_terms, name_terms
from broadsheet.words import split_words


@pytest.fixture
def shelf() -> sqlite3.Connection:
    return open_shelf(None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Ferry, late!", ["the", "ferry", "late"]),
        ("Don’t stop", ["don", "t", "stop"]),
        ("L'été à l’île", ["l", "été", "à", "l", "île"]),
        ("Die Straße nach Süden", ["die", "strasse", "nach", "süden"]),
        ("Hafen\u00adrundfahrt", ["hafenrundfahrt"]),
        ("cafe\u0301", ["café"]),
        ("Ｗｉｄｅ", ["wide"]),
        ("snake_case", ["snake", "case"]),
        ("مُحَمَّد", ["محمد"]),
        ("العـــربية", ["العربية"]),
        ("שָׁלוֹם", ["שלום"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("東京都", ["東京", "京都"]),
        ("海", ["海"]),
        ("データ2024年", ["デー", "ータ", "2024", "年"]),
        ("ภาษา", ["ภาษ", "าษา"]),
        ("Привет, мир", ["привет", "мир"]),
        ("\x00 \ud800 !", []),
        ("", []),
    ],
)
def test_words_of_any_script_are_found(text: str, words: list[str]) -> None:
    assert split_words(text) == words


def test_typographic_marks_do_not_change_the_words() -> None:
    assert split_words("“Late” – the ferry’s crew") == split_words('"Late" - the ferry\'s crew')


def test_endings_are_left_off_and_compounds_stay_distinct() -> None:
    assert cut_ending("presidential") == cut_ending("president") == "presiden"
    assert cut_ending("ferry") == "ferry"
    assert cut_ending("bundesverfassungsgericht") != cut_ending("bundesverwaltungsgericht")


def counted(said: Said, term: int) -> tuple[int, int]:
    place = said.terms.tolist().index(term)
    return int(said.counts[place]), int(said.leads[place])


def test_titles_and_beginnings_count_for_more(shelf: sqlite3.Connection) -> None:
    vocabulary = Vocabulary(shelf)
    text = " ".join(["early", *(f"word{number}" for number in range(60)), "middle", *["other"] * 100, "late"])
    said = count_terms({"title": "Harbour", "text": text}, vocabulary)
    harbour, early, middle, late = vocabulary.number_words(["harbour", "early", "middle", "late"])
    assert counted(said, harbour) == (TITLE_COUNT, 0)
    assert counted(said, early) == (1, 2)
    assert counted(said, middle) == (1, 1)
    assert counted(said, late) == (1, 0)


def test_words_that_differ_in_endings_are_counted_as_one(shelf: sqlite3.Connection) -> None:
    vocabulary = Vocabulary(shelf)
    said = count_terms({"title": "", "text": "president presidential presidents"}, vocabulary)
    assert said.terms.tolist() == vocabulary.number_words(["president"])
    assert said.counts.tolist() == [3]


def test_counts_end_where_a_byte_does(shelf: sqlite3.Connection) -> None:
    said = count_terms({"title": "", "text": "ferry " * 1_000}, Vocabulary(shelf))
    assert int(said.counts[0]) + int(said.leads[0]) == 255


def test_tags_section_and_series_are_terms_that_no_text_contains() -> None:
    named = name_terms({"tags": ["Tide  Mill", "harbour"], "section": "Coast", "series": "Old mills"})
    assert set(named) == {"tag: tide mill", "tag: harbour", "section: coast", "series: old mills"}
    assert named["series: old mills"] > named["tag: harbour"] > named["section: coast"]
    assert not name_terms({"title": "Nothing more"})
    assert set(name_terms({"tags": ["half \ud800"]})) == {"tag: half ?"}


def test_a_vocabulary_knows_its_terms_again(tmp_path: Path) -> None:
    file = tmp_path / "related.sqlite"
    first = Vocabulary(open_shelf(file)).number_words(["ferry", "tide", "ferry"])
    assert first[0] == first[2] != first[1]
    again = Vocabulary(open_shelf(file))
    assert again.number_words(["pilot", "tide"])[1] == first[1]
    assert again.number_words(["pilot"])[0] not in first
