"""Many change one thread at once: nobody waits for ever, nothing is lost, and the counts hold."""

import random
from collections.abc import Callable
from contextlib import suppress
from itertools import count

from flask import Flask

from broadsheet.comments.checks import count_wrong
from broadsheet.comments.chores import prune, tell_news
from broadsheet.comments.deciding import decide
from broadsheet.comments.models import APPROVED, DELETED, HELD, SPAM, Comment
from broadsheet.comments.moderation import Submission
from broadsheet.comments.my_data.collecting import erase_data
from broadsheet.comments.posting.storing import ParentGone, post_comment
from broadsheet.storage import reading, write_together, writing

TURNS = 12


def test_posts_decisions_erasures_and_mails_do_not_get_in_each_others_way(
    mailing: Callable[..., Flask], write: Callable[..., int], together: Callable[..., None]
) -> None:
    app = mailing()
    for number in range(6):
        write(app, f"Root {number}.", parent=number or None, email=f"{number % 3}@example.org")
    people = count()

    def act() -> None:
        number = next(people)
        dice = random.Random(number)  # noqa: S311 -- the same acts in every run
        for turn in range(TURNS):
            with app.test_request_context(environ_base={"REMOTE_ADDR": f"192.0.2.{number}"}):
                act_once(dice, f"{number} {turn}")

    together(act, people=6)
    with app.app_context():
        assert count_wrong(reading()) == 0
        assert reading().query(Comment).count() > 6


def act_once(dice: random.Random, text: str) -> None:
    id, email = dice.randint(1, 8), f"{dice.randint(0, 2)}@example.org"
    what = dice.choice(("post", "post", "decide", "decide", "erase", "tell", "prune"))
    if what == "post":
        parent = dice.choice(
            (id, id, None)
        )  # What it is for may be gone; a comment of its own never waits for luck.
        submission = Submission("ferry", parent, "Ada", email, "", text, address="/coast/ferry")
        with suppress(ParentGone):
            write_together(lambda session: post_comment(session, submission))
    elif what == "decide":
        with writing() as session:
            status = dice.choice((APPROVED, APPROVED, HELD, SPAM, DELETED))
            decide(session, [id, dice.randint(1, 8)], status, by_moderator=True)
    elif what == "erase" and dice.random() < 0.2:
        with writing() as session:
            erase_data(session, email)
    elif what == "tell":
        tell_news()
    else:
        prune()
