"""What is learned from moderators is exact, whoever decides, however often."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, select, text, update

from broadsheet.comments.deciding import decide
from broadsheet.comments.models import APPROVED, HELD, SPAM, Comment
from broadsheet.comments.moderation import Submission, Verdict
from broadsheet.comments.posting.storing import Place, store_comment
from broadsheet.comments.spam import learning
from broadsheet.comments.spam.models import Word
from broadsheet.storage import reading, writing

Learned = dict[str, tuple[int, int]]
ADVERT = "Rolex https://rolex.example"


@pytest.fixture
def post(app: Flask) -> Callable[..., int]:
    def run(text: str = ADVERT, status: str = HELD) -> int:
        with app.app_context(), writing() as session:
            submission = Submission("story", None, "Ada", "ada@example.org", "", text)
            return store_comment(session, submission, Place(), Verdict(status, [])).id

    return run


@pytest.fixture
def moderate(app: Flask) -> Callable[..., None]:
    """Decide as the command line does."""

    def run(command: str, *ids: int) -> None:
        result = app.test_cli_runner().invoke(args=["comments", command, *map(str, ids)])
        assert result.exit_code == 0, result.output

    return run


def learned(app: Flask) -> Learned:
    with app.app_context():
        rows = reading().execute(select(Word.word, Word.spam, Word.kept)).all()
    return {row.word: (row.spam, row.kept) for row in rows}


NOTHING = {learning.DECIDED: (0, 0)}


def test_what_moderators_decide_is_learned(
    app: Flask, post: Callable[..., int], moderate: Callable[..., None]
) -> None:
    moderate("spam", post())
    moderate("approve", post("The ferry was late."))
    found = learned(app)
    assert (found[learning.DECIDED], found["rolex"], found["ferry"]) == ((1, 1), (1, 0), (0, 1))
    assert found["name:ada"] == (1, 1)


def test_what_they_did_not_decide_is_not(app: Flask, post: Callable[..., int]) -> None:
    id = post(status=SPAM)
    post(status=APPROVED)
    with app.app_context(), writing() as session:
        decide(session, [id], APPROVED)
        decide(session, [id], SPAM)
    assert learned(app) == NOTHING


@pytest.mark.parametrize("command", ["hold", "delete"])
def test_holding_and_removing_teach_nothing_and_take_back_nothing(
    app: Flask, post: Callable[..., int], moderate: Callable[..., None], command: str
) -> None:
    id = post()
    moderate(command, id)
    assert learned(app) == NOTHING
    moderate("spam", id)
    before = learned(app)
    moderate(command, id)
    assert learned(app) == before != NOTHING


def test_deciding_twice_counts_once(
    app: Flask, post: Callable[..., int], moderate: Callable[..., None]
) -> None:
    id = post()
    moderate("spam", id)
    before = learned(app)
    moderate("spam", id, id)
    moderate("hold", id)
    moderate("spam", id)
    assert learned(app) == before


def test_a_changed_mind_moves_the_count(
    app: Flask, post: Callable[..., int], moderate: Callable[..., None]
) -> None:
    id, other = post(), post("Rolex, again.")
    moderate("spam", id, other)
    moderate("approve", id)
    found = learned(app)
    assert (found[learning.DECIDED], found["rolex"], found["again"]) == ((1, 1), (1, 1), (1, 0))
    moderate("spam", id)
    assert learned(app)["rolex"] == (2, 0)


def test_unlearning_restores_exactly(
    app: Flask, post: Callable[..., int], moderate: Callable[..., None]
) -> None:
    moderate("approve", post("The rolex was late."))
    before = learned(app)
    id = post()
    moderate("spam", id)
    with app.app_context(), writing() as session:
        comment = session.get_one(Comment, id)
        learning.unlearn(session, comment)
        learning.unlearn(session, comment)
        assert comment.learned is None
    assert learned(app) == before


def test_no_count_falls_below_nothing(
    app: Flask, post: Callable[..., int], moderate: Callable[..., None]
) -> None:
    id = post()
    moderate("spam", id)
    with app.app_context(), writing() as session:
        session.execute(delete(Word).where(Word.word == "rolex"))
        session.execute(update(Word).values(spam=0))
        learning.unlearn(session, session.get_one(Comment, id))
    assert learned(app) == NOTHING


def test_counts_are_read_in_one_query(
    app: Flask, post: Callable[..., int], moderate: Callable[..., None]
) -> None:
    moderate("spam", post())
    with app.app_context():
        counts = learning.read_counts(reading(), ["rolex", "ferry"])
    assert (counts.spams, counts.keeps, counts.spam["rolex"], counts.spam["ferry"]) == (1, 0, 1, 0)


def test_moderators_who_decide_at_once_lose_no_count(
    app: Flask, post: Callable[..., int], moderate: Callable[..., None], together: Callable[..., None]
) -> None:
    ids = [post(f"Rolex number{letter} zeta alpha") for letter in "abcdefgh"]
    turns = iter([(ids[0], ids[1]), (ids[3], ids[2]), (ids[4], ids[5]), (ids[7], ids[6])] * 2)
    together(lambda: moderate("spam", *next(turns)), people=8)
    found = learned(app)
    assert (found[learning.DECIDED], found["rolex"], found["zeta"]) == ((8, 0), (8, 0), (8, 0))


def test_a_comment_decided_by_many_at_once_counts_once(
    app: Flask, post: Callable[..., int], moderate: Callable[..., None], together: Callable[..., None]
) -> None:
    id = post()
    together(lambda: moderate("spam", id), people=4)
    assert learned(app)[learning.DECIDED] == (1, 0)


def test_all_is_counted_anew_when_words_become_others(
    app: Flask,
    make_app: Callable[..., Flask],
    post: Callable[..., int],
    moderate: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moderate("spam", post(), post("Rolex, again."))
    moderate("approve", post("The ferry was late."))
    post("Nobody decided on this.")
    before = learned(app)
    with app.app_context(), writing() as session:
        session.execute(text("UPDATE broadsheet_comments_words SET spam = 7 WHERE word = 'rolex'"))
    assert learned(make_app())["rolex"] == (7, 0)  # The version is the same, so nothing is counted.
    monkeypatch.setattr(learning, "DECIDED", "(decided, 999)")
    after = learned(make_app())
    assert after.pop("(decided, 999)") == before.pop("(decided, 1)") == (2, 1)
    assert after == before


def test_processes_that_start_together_count_once(
    app: Flask,
    make_app: Callable[..., Flask],
    post: Callable[..., int],
    moderate: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    together: Callable[..., None],
) -> None:
    moderate("spam", post())
    monkeypatch.setattr(learning, "DECIDED", "(decided, 999)")
    together(make_app)
    found = learned(app)
    assert (found["(decided, 999)"], found["rolex"]) == ((1, 0), (1, 0))
