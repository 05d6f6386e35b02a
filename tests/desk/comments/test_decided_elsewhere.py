"""What moderators decide by a mail's link, or by a command, stands in the journal too, and can be taken back at the desk."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner

from broadsheet.comments.models import APPROVED, HELD, SPAM, Comment
from broadsheet.comments.moderators.telling import link_to_moderate
from broadsheet.comments.state import name_state
from broadsheet.desk.journal.models import Entry
from broadsheet.storage import reading

MODERATOR = "mo@example.org"
ListJournal, LookUp = Callable[[], list[Entry]], Callable[[int], Comment]


def tell(entry: Entry) -> tuple[str, str, str, str, str]:
    before, after = entry.before or {}, entry.after or {}
    return entry.who, entry.act, entry.subject, before["status"], after["status"]


def test_a_command_that_decides_is_in_the_journal(
    held: int, runner: FlaskCliRunner, list_journal: ListJournal
) -> None:
    assert runner.invoke(args=["comments", "spam", str(held)]).exit_code == 0
    (entry,) = list_journal()
    assert tell(entry) == ("(command line)", "spam", str(held), HELD, SPAM)


def test_what_a_command_could_not_decide_is_not(
    held: int, runner: FlaskCliRunner, list_journal: ListJournal
) -> None:
    assert runner.invoke(args=["comments", "spam", "999"]).exit_code == 1
    assert list_journal() == []


def test_a_decision_by_mail_is_in_the_journal_without_an_address(
    make_app: Callable[..., Flask],
    make_reader: Callable[[Flask], FlaskClient],
    write: Callable[..., int],
    runner: FlaskCliRunner,
) -> None:
    app = make_app(MODERATORS=MODERATOR, ADDRESS="http://localhost")
    held = write(app, "Is it late?", status=HELD)
    with app.test_request_context():
        token = link_to_moderate(held, MODERATOR).partition("token=")[2]
        version = name_state(reading().get_one(Comment, held))
    given = {"token": token, "version": version, "decision": "approve"}
    assert make_reader(app).post("/comments/moderate", data=given).status_code == 200
    with app.app_context():
        (entry,) = reading().query(Entry).all()
    assert tell(entry) == ("(mail)", "approve", str(held), HELD, APPROVED)
    assert MODERATOR not in str(entry.__dict__)


def test_what_a_command_decided_is_taken_back_at_the_desk(
    held: int, runner: FlaskCliRunner, moderator: FlaskClient, list_journal: ListJournal, look_up: LookUp
) -> None:
    reasons = look_up(held).reasons
    runner.invoke(args=["comments", "spam", str(held)])
    page = moderator.get(f"/desk/comments/{held}").text
    assert "(command line)" in page
    batch = list_journal()[0].batch
    assert moderator.post("/desk/comments/undo", data={"batch": batch}).status_code == 303
    comment = look_up(held)
    assert (comment.status, comment.reasons, comment.learned) == (HELD, reasons, None)
