import random

import pytest

from broadsheet.articles.search import fts5, tsvector
from broadsheet.articles.search.asking import MOST_WORDS, Question, read_question


def wanted(typed: str) -> list[str]:
    return [" ".join(term.words) for term in read_question(typed).wanted]


def unwanted(typed: str) -> list[str]:
    return [" ".join(term.words) for term in read_question(typed).unwanted]


@pytest.mark.parametrize(
    ("typed", "in_it", "left_out"),
    [
        ("tide mill", ["tide", "mill"], []),
        ('"tide mill" late', ["tide mill", "late"], []),
        ("tide -mill", ["tide"], ["mill"]),
        ('tide -"old mill"', ["tide"], ["old mill"]),
        ("covid-19", ["covid", "19"], []),
        ("the ferry's crew", ["the", "ferry", "crew"], []),
        ('tide "mill', ["tide", "mill"], []),
        ("tide tide", ["tide"], []),
        ("東京都 駅", ["東京 京都", "駅"], []),
        ("", [], []),
        (" - \" ' * ()", [], []),
    ],
)
def test_what_is_typed_is_read(typed: str, in_it: list[str], left_out: list[str]) -> None:
    assert (wanted(typed), unwanted(typed)) == (in_it, left_out)


def test_only_the_last_word_may_be_unfinished() -> None:
    assert [term.beginning for term in read_question("tide mill").wanted] == [False, True]
    assert [term.beginning for term in read_question('tide "mill"').wanted] == [False, False]
    assert [term.beginning for term in read_question("tide m").wanted] == [False, False]


def test_no_question_is_longer_than_is_asked() -> None:
    for typed in ("word" * 100_000, " ".join(map(str, range(1_000))), "-" + " -".join(map(str, range(100)))):
        question = read_question(typed)
        assert question.is_cut
        assert sum(len(term.words) for term in question.wanted + question.unwanted) <= MOST_WORDS


def test_nothing_typed_becomes_syntax() -> None:
    """Whatever is typed, the databases are given words in quotes, and operators of ours only."""
    dice = random.Random(1)  # noqa: S311
    letters = "ab'\"()*:&|!<->^{}\\-+ \0\ud800é東ก\u0301"
    for _ in range(5_000):
        question = read_question("".join(dice.choices(letters, k=dice.randint(0, 40))))
        for term in question.wanted + question.unwanted:
            assert all(word.isalnum() or "ก" in word for word in term.words)


def test_both_databases_are_asked_the_same() -> None:
    question: Question = read_question('ferry "tide mill" -late coff')
    assert fts5.say(question) == (
        '(("ferry" OR "ferries") AND ("tide mill") AND ("coff" OR "coffs" OR "coff" *)) NOT (("late" OR "lates"))'
    )
    assert tsvector.say(question) == (
        "(('ferry') | ('ferries')) & (('tide' <-> 'mill')) & (('coff') | ('coffs') | ('coff':*)) & !(('late') | ('lates'))"
    )
