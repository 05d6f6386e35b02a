"""The phases, through the form, as its users meet them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from broadsheet.comments.models import APPROVED, HELD, Comment, Thread
from broadsheet.comments.moderation import Submission, Verdict, phases_of
from broadsheet.storage import writing

Send, Stored = Callable[..., TestResponse], Callable[[Flask], list[Comment]]
Reader = Callable[[Flask], FlaskClient]


def test_a_form_sent_twice_is_one_comment(
    newsroom: Callable[..., Flask], make_reader: Reader, send: Send, stored: Stored
) -> None:
    app = newsroom()
    reader = make_reader(app)
    first, second = send(reader), send(reader)
    assert (first.status_code, second.status_code) == (303, 303)
    assert reader.get(second.headers["Location"]).headers["Location"] == first.headers["Location"]
    assert len(stored(app)) == 1
    send(reader, text="Another thought.")
    send(make_reader(app), address="192.0.2.8")
    assert len(stored(app)) == 3


def test_a_form_sent_many_times_at_once_is_one_comment(
    newsroom: Callable[..., Flask],
    make_reader: Reader,
    together: Callable[..., None],
    send: Send,
    stored: Stored,
) -> None:
    app = newsroom()
    together(lambda: send(make_reader(app)), people=8)
    assert len(stored(app)) == 1


def test_what_was_removed_may_be_posted_again(
    newsroom: Callable[..., Flask], make_reader: Reader, send: Send, stored: Stored
) -> None:
    app = newsroom()
    send(make_reader(app))
    assert app.test_cli_runner().invoke(args=["comments", "delete", "1"]).exit_code == 0
    send(make_reader(app))
    assert [comment.status for comment in stored(app)] == ["deleted", APPROVED]


def test_a_visitor_who_posts_too_much_waits_and_keeps_the_text(
    newsroom: Callable[..., Flask], make_reader: Reader, send: Send
) -> None:
    app = newsroom(COMMENTS_RATE=3)
    reader = make_reader(app)
    assert [send(reader, text=f"Thought {n}").status_code for n in range(4)] == [303, 303, 303, 429]
    refused = send(reader, text="The fourth thought")
    assert "The fourth thought</textarea>" in refused.text
    assert "send it again in 4 minutes" in refused.text
    assert send(make_reader(app), address="192.0.2.8").status_code == 303


def test_a_hundred_posts_at_once_pass_no_more_than_are_allowed(
    newsroom: Callable[..., Flask],
    make_reader: Reader,
    together: Callable[..., None],
    send: Send,
    stored: Stored,
) -> None:
    app = newsroom(COMMENTS_RATE=5)
    texts = iter(range(40))
    together(lambda: send(make_reader(app), text=f"Thought {next(texts)}"), people=40)
    assert len(stored(app)) == 5


def test_a_household_of_ipv6_is_one_visitor(
    newsroom: Callable[..., Flask], make_reader: Reader, send: Send
) -> None:
    app = newsroom(COMMENTS_RATE=1)
    assert send(make_reader(app), address="2001:db8:1:2::1").status_code == 303
    assert send(make_reader(app), address="2001:db8:1:2:ffff::9", text="More").status_code == 429
    assert send(make_reader(app), address="2001:db8:1:3::1", text="More").status_code == 303


def test_a_header_that_anyone_can_write_changes_no_visitor(
    newsroom: Callable[..., Flask], make_reader: Reader, send: Send
) -> None:
    app = newsroom(COMMENTS_RATE=1)
    reader = make_reader(app)
    send(reader)
    for header in ("X_FORWARDED_FOR", "X_REAL_IP", "FORWARDED", "CF_CONNECTING_IP"):
        reader.environ_base[f"HTTP_{header}"] = "198.51.100.1"
    assert send(reader, text="More").status_code == 429


def test_a_comment_written_at_once_waits(
    newsroom: Callable[..., Flask], make_reader: Reader, send: Send, stored: Stored
) -> None:
    app = newsroom(COMMENTS_FORM_SECONDS=60)
    send(make_reader(app))
    assert [(c.status, c.reasons) for c in stored(app)] == [
        (HELD, ["It was sent within 60 seconds of the form being opened."])
    ]


ADVERT = "Casino https://a.example https://b.example https://c.example"


def test_what_looks_like_spam_waits_and_says_why(
    newsroom: Callable[..., Flask], make_reader: Reader, send: Send, stored: Stored
) -> None:
    app = newsroom()
    sent = send(make_reader(app), text=ADVERT)
    send(make_reader(app))
    advert, ordinary = stored(app)
    assert (sent.status_code, advert.status) == (303, HELD)
    assert advert.reasons == ["It looks like spam (92 %): 3 or more links, casino."]
    assert (ordinary.status, ordinary.reasons) == (APPROVED, [])


def test_why_it_looks_like_spam_is_told_where_all_waits(
    newsroom: Callable[..., Flask], make_reader: Reader, send: Send, stored: Stored
) -> None:
    app = newsroom(COMMENTS_MODERATION="hold")
    send(make_reader(app), text=ADVERT)
    assert stored(app)[0].reasons[0].startswith("It looks like spam")


@pytest.mark.parametrize(("percent", "status"), [(0, APPROVED), (92, HELD), (93, APPROVED)])
def test_a_site_says_how_likely_spam_must_be(
    newsroom: Callable[..., Flask], make_reader: Reader, percent: int, status: str, send: Send, stored: Stored
) -> None:
    app = newsroom(COMMENTS_SPAM_PERCENT=percent)
    send(make_reader(app), text=ADVERT)
    assert [comment.status for comment in stored(app)] == [status]


def test_what_moderators_decided_tells_what_is_like_it(
    newsroom: Callable[..., Flask], make_reader: Reader, send: Send, stored: Stored
) -> None:
    app = newsroom()
    for n in range(20):
        send(make_reader(app), text=f"Tidy moorings let by Brambles, https://brambles.example/{n}")
        send(make_reader(app), text=f"The ferry was {n} minutes late.")
    runner, ids = app.test_cli_runner(), [comment.id for comment in stored(app)]
    assert {comment.status for comment in stored(app)} == {APPROVED}
    for command, decided in (("spam", ids[::2]), ("approve", ids[1::2])):
        assert runner.invoke(args=["comments", command, *map(str, decided)]).exit_code == 0
    send(make_reader(app), text="Quiet moorings let by Brambles: https://brambles.example/today")
    send(make_reader(app), text="The ferry was late, and the moorings were empty.")
    *_, advert, ordinary = stored(app)
    assert (advert.status, ordinary.status) == (HELD, APPROVED)
    assert "links to brambles.example" in advert.reasons[0]


def test_the_score_alone_refuses_and_removes_nothing(
    newsroom: Callable[..., Flask], make_reader: Reader, send: Send, stored: Stored
) -> None:
    app = newsroom(COMMENTS_SPAM_PERCENT=1)
    texts = [ADVERT * 50, "a" * 10_000, "🎉" * 10_000, "[url=https://a.example]" * 100]
    assert [send(make_reader(app), text=text).status_code for text in texts] == [303] * len(texts)
    assert {comment.status for comment in stored(app)} == {HELD}


def test_an_old_page_takes_no_comments(
    newsroom: Callable[..., Flask], make_reader: Reader, send: Send, stored: Stored
) -> None:
    token = re.search(r'name="thread" value="(.*?)"', make_reader(newsroom()).get("/coast/ferry").text)
    assert token
    app = newsroom(COMMENTS_CLOSE_DAYS=30)
    page = make_reader(app).get("/coast/ferry").text
    assert "This thread takes no more comments." in page
    assert "comment-form" not in page
    refused = send(make_reader(app), thread=token[1])
    assert (refused.status_code, stored(app)) == (422, [])
    assert "Well said.</textarea>" in refused.text


def test_a_thread_that_was_closed_takes_no_comments(
    newsroom: Callable[..., Flask], make_reader: Reader, send: Send, stored: Stored
) -> None:
    app = newsroom()
    token = re.search(r'name="thread" value="(.*?)"', make_reader(app).get("/coast/ferry").text)
    send(make_reader(app))
    with app.app_context(), writing() as session:
        session.query(Thread).update({"closed": True})
    assert token
    assert send(make_reader(app), text="Too late", thread=token[1]).status_code == 422
    assert len(stored(app)) == 1


def test_a_phase_of_ones_own_takes_three_lines(
    newsroom: Callable[..., Flask], make_reader: Reader, send: Send, stored: Stored
) -> None:
    app = newsroom()

    def hold_shouting(_session: Session, submission: Submission) -> Verdict | None:
        return Verdict(HELD, ["It shouts."]) if submission.text.isupper() else None

    phases_of(app).append(hold_shouting)
    send(make_reader(app), text="LISTEN")
    send(make_reader(app), text="Listen")
    assert [(c.status, c.reasons) for c in stored(app)] == [(HELD, ["It shouts."]), (APPROVED, [])]


def test_an_address_is_kept_as_a_name_for_a_day(
    newsroom: Callable[..., Flask], make_reader: Reader, send: Send, stored: Stored
) -> None:
    from broadsheet.delivery.visitors import hash_visitor

    app = newsroom()
    send(make_reader(app))
    kept = stored(app)[0].visitor
    today = datetime.now(UTC).date()
    with app.app_context(), writing() as session:
        assert kept == hash_visitor(session, "192.0.2.7", today)
        assert kept != hash_visitor(session, "192.0.2.7", today - timedelta(days=1))
        assert "192.0.2" not in str(kept)
