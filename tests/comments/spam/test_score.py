import pytest

from broadsheet.comments.spam.score import SPOKEN, USUAL, Counts, rate, weigh


def count(spams: int, keeps: int) -> Counts:
    """So many spams with the word `rolex`, and kept comments with the word `ferry`; all have `the`."""
    counts = Counts()
    for _ in range(spams):
        counts.add(["the", "rolex"], is_spam=True)
    for _ in range(keeps):
        counts.add(["the", "ferry"], is_spam=False)
    return counts


def test_nothing_known_is_the_usual_share() -> None:
    assert rate(["the"], {}, Counts()).likelihood == pytest.approx(1 / (1 + 2.718281828**-USUAL))
    assert rate([], {}, Counts()).spoken == []


def test_a_word_never_seen_says_nothing() -> None:
    assert weigh("ferry", count(5, 0)) == 0
    assert weigh("the", count(50, 50)) == pytest.approx(0)


def test_a_word_says_more_the_more_often_it_was_seen() -> None:
    weights = [weigh("rolex", count(n, n)) for n in (1, 3, 10, 100)]
    assert weights == sorted(weights)
    assert 0 < weights[0] < 1.5


def test_one_decision_decides_little_and_many_decide_much() -> None:
    likelihoods = [rate(["the", "rolex"], {}, count(n, n)).likelihood for n in (0, 1, 20, 500)]
    assert likelihoods == sorted(likelihoods)
    assert likelihoods[1] < likelihoods[0] + 0.05
    assert likelihoods[3] > 0.8


def test_decisions_of_one_kind_alone_teach_nothing() -> None:
    """Who marks only spam has not said what spam differs from."""
    assert rate(["rolex"], {}, count(500, 0)) == rate(["rolex"], {}, Counts())


def test_rules_fade_while_more_is_learned() -> None:
    likelihoods = [rate(["the"], {"a prize to collect": 3.0}, count(n, n)).likelihood for n in (0, 50, 500)]
    assert likelihoods == sorted(likelihoods, reverse=True)


def test_only_what_spoke_for_spam_is_told_and_little_of_it() -> None:
    counts = count(100, 100)
    for word in "abcdefgh":
        counts.spam[word] = 50
    score = rate(["the", "ferry", "rolex", *"abcdefgh"], {}, counts)
    assert score.spoken[0] == "rolex"
    assert len(score.spoken) == SPOKEN
    assert not {"the", "ferry"} & set(score.spoken)


def test_counts_without_decided_comments_teach_nothing() -> None:
    """Another version counts the comments in another row, so it may be missing for a moment."""
    lost = count(9, 9)
    lost.spams = lost.keeps = 0
    assert rate(["rolex"], {}, lost) == rate(["rolex"], {}, Counts())
