"""The page of one comment: what is around it, answering it, and changing what it says."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.comments.deciding import decide
from broadsheet.comments.erasing import erase_comment
from broadsheet.comments.models import APPROVED, HELD, SPAM, Comment, Version
from broadsheet.comments.my_data.collecting import describe_data
from broadsheet.comments.retention import prune_comments
from broadsheet.storage import reading, writing

LIST = "/desk/comments"
LookUp = Callable[[int], Comment]


@pytest.fixture
def shown(app: Flask, story: str, write: Callable[..., int]) -> int:
    """A comment that everyone sees, with a telephone number in it."""
    return write(app, "Call me: 555 0123, *any* time", email="ada@example.org")


@pytest.fixture
def edit(moderator: FlaskClient) -> Callable[..., object]:
    """Change a comment as it is shown now: `edit(12, "Call me")`."""

    def run(id: int, text: str, note: str = "A number was removed.", state: str = ""):
        form = {"text": text, "note": note, "state": state or read_state(moderator, id)}
        return moderator.post(f"{LIST}/{id}/edit", data=form)

    return run


def read_state(client: FlaskClient, id: int) -> str:
    found = re.search(r'name="state" value="(.*?)"', client.get(f"{LIST}/{id}").text)
    assert found
    return found[1]


def count_versions(app: Flask) -> int:
    with app.app_context():
        return reading().query(Version).count()


def test_what_is_around_a_comment_is_shown(
    app: Flask, moderator: FlaskClient, story: str, write: Callable[..., int]
) -> None:
    top = write(app, "The top")
    middle = write(app, "The middle", parent=top, email="eve@example.org")
    write(app, "The answer", parent=middle)
    write(app, "Waiting answer", parent=middle, status=HELD)
    write(app, "Elsewhere", email="eve@example.org")
    page = moderator.get(f"{LIST}/{middle}").text
    assert page.index("The top") < page.index("The middle") < page.index("The answer")
    assert page.index("Waiting answer") < page.index("By the same writer") < page.index("Elsewhere")


def test_what_is_no_comment_is_not_found(moderator: FlaskClient) -> None:
    for id in (1, 2**31, 10**30):
        assert moderator.get(f"{LIST}/{id}").status_code == 404
        assert moderator.post(f"{LIST}/{id}/edit", data={"text": "x", "note": "x"}).status_code == 404
        assert moderator.post(f"{LIST}/{id}/answer", data={"text": "x"}).status_code == 404


def test_the_newsroom_answers(
    moderator: FlaskClient, reader: FlaskClient, story: str, shown: int, list_journal
) -> None:
    answer = moderator.post(f"{LIST}/{shown}/answer", data={"text": "Please **do not**."})
    assert "Your answer is on the page." in moderator.get(answer.location).text
    page = reader.get(story).text
    assert "<strong>do not</strong>" in page
    assert re.search(r"<bdi>Mo Patient</bdi>.*?Broadsheet staff", page, re.S)
    entry = list_journal()[-1]
    assert (entry.act, entry.subject, entry.after) == ("answer", str(shown), {"answer": shown + 1})


def test_an_answer_that_is_sent_twice_is_there_once(app: Flask, moderator: FlaskClient, shown: int) -> None:
    for _ in range(2):
        assert moderator.post(f"{LIST}/{shown}/answer", data={"text": "No."}).status_code == 303
    with app.app_context():
        assert reading().query(Comment).filter_by(staff=True).count() == 1


def test_no_reader_writes_under_the_name_of_who_answered(
    app: Flask, moderator: FlaskClient, reader: FlaskClient, story: str, shown: int
) -> None:
    moderator.post(f"{LIST}/{shown}/answer", data={"text": "No."})
    token = re.search(r'name="thread" value="(.*?)"', reader.get(story).text)
    assert token
    answer = reader.post("/comments", data={"thread": token[1], "name": "Мo Patient", "text": "Buy"})
    assert answer.status_code == 422
    assert "This name belongs to the newsroom" in answer.text


@pytest.mark.parametrize(
    ("text", "status"), [("", 422), ("   ", 422), ("x" * 20_000, 422), ("a\0b", 422), ("\u2800", 422)]
)
def test_an_answer_that_cannot_be_keeps_what_was_typed(
    moderator: FlaskClient, shown: int, text: str, status: int
) -> None:
    page = moderator.post(f"{LIST}/{shown}/answer", data={"text": text})
    assert page.status_code == status
    assert text.strip() in page.text


def test_what_readers_do_not_see_is_not_answered(moderator: FlaskClient, held: int) -> None:
    page = moderator.post(f"{LIST}/{held}/answer", data={"text": "No, it is *not*."})
    assert page.status_code == 409
    assert "Show it first" in page.text
    assert "No, it is *not*.</textarea>" in page.text


def test_readers_see_why_a_comment_was_changed(
    reader: FlaskClient, moderator: FlaskClient, story: str, shown: int, edit, look_up: LookUp
) -> None:
    answer = edit(shown, "Call me, *any* time", "A number was removed <b>.")
    page = reader.get(story).text
    assert "<p>Call me, <em>any</em> time</p>" in page
    assert "Changed by the newsroom: A number was removed &lt;b&gt;." in page
    assert "555" not in page
    page = moderator.get(answer.location).text
    assert "The comment is changed, and readers see your note." in page
    assert "555 0123" in page[page.index("What it said before") :]
    assert look_up(shown).status == APPROVED


def test_undo_brings_back_what_it_said(
    app: Flask, shown: int, edit, undo, moderator: FlaskClient, look_up: LookUp, list_words
) -> None:
    with app.app_context(), writing() as session:
        decide(session, [shown], SPAM, ["A reason."], by_moderator=True)
        session.get_one(Comment, shown).html = "<p>As another system had it</p>"
    before, words = look_up(shown), list_words()
    first, second = edit(shown, "Call me"), edit(shown, "Call", "Shorter.")
    assert look_up(shown).learned == SPAM
    assert list_words()["call"] == (1, 0)
    assert "any" not in list_words()
    assert (look_up(shown).note, count_versions(app)) == ("Shorter.", 2)
    assert undo(moderator, first).location == f"{LIST}?changed={shown}"
    undo(moderator, second)
    assert (look_up(shown).note, look_up(shown).text) == ("A number was removed.", "Call me")
    undo(moderator, first)
    after = look_up(shown)
    for name in ("text", "html", "note", "edited", "status", "reasons", "decided", "learned"):
        assert getattr(after, name) == getattr(before, name), name
    assert list_words() == words
    assert count_versions(app) == 0


def test_what_changed_meanwhile_is_not_overwritten(
    app: Flask, moderator: FlaskClient, shown: int, edit, look_up: LookUp
) -> None:
    state = read_state(moderator, shown)
    with app.app_context(), writing() as session:
        session.get_one(Comment, shown).text = "What its writer says now"
    page = edit(shown, "What the newsroom typed", state=state)
    assert page.status_code == 409
    assert "What its writer says now" not in look_up(shown).html
    assert "What the newsroom typed</textarea>" in page.text
    assert look_up(shown).text == "What its writer says now"


def test_its_writer_cannot_undo_what_the_newsroom_changed(
    app: Flask, reader: FlaskClient, moderator: FlaskClient, story: str, look_up: LookUp
) -> None:
    token = re.search(r'name="thread" value="(.*?)"', reader.get(story).text)
    assert token
    reader.post("/comments", data={"thread": token[1], "name": "Eve", "text": "Call 555 0123"})
    form = {"text": "Call", "note": "A number.", "state": read_state(moderator, 1)}
    moderator.post(f"{LIST}/1/edit", data=form)
    assert reader.post("/comments/1/edit", data={"text": "Call 555 0123"}).status_code == 422
    assert look_up(1).text == "Call"


@pytest.mark.parametrize("field", ["text", "note"])
@pytest.mark.parametrize("value", ["", "\0", "x" * 20_000, "\u200b"])
def test_a_change_that_cannot_be_keeps_what_was_typed(
    app: Flask, moderator: FlaskClient, shown: int, field: str, value: str
) -> None:
    form = {"text": "What was typed", "note": "Why it was", "state": read_state(moderator, shown)} | {
        field: value
    }
    page = moderator.post(f"{LIST}/{shown}/edit", data=form)
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text
    assert ("Why it was" if field == "text" else "What was typed</textarea>") in page.text
    assert count_versions(app) == 0


def test_a_note_is_one_line(moderator: FlaskClient, shown: int, edit) -> None:
    assert edit(shown, "Call", "Two\nlines").status_code == 422


def test_what_is_erased_is_erased_in_all_versions(
    app: Flask, shown: int, edit, look_up: LookUp, moderator: FlaskClient
) -> None:
    state = read_state(moderator, shown)
    edit(shown, "Call me")
    with app.app_context(), writing() as session:
        erase_comment(session, session.get_one(Comment, shown), ["Its writer had it erased."])
    assert count_versions(app) == 0
    assert look_up(shown).note is None
    page = moderator.get(f"{LIST}/{shown}")
    assert "It is erased." in page.text
    assert "<textarea" not in page.text
    assert edit(shown, "Back", state=state).status_code == 409


def test_what_is_pruned_takes_its_versions_along(app: Flask, shown: int, write, edit) -> None:
    write(app, "The newest keeps its place")
    edit(shown, "Call me")
    with app.app_context(), writing() as session:
        decide(session, [shown], SPAM)
        comment = session.get_one(Comment, shown)
        comment.decided = comment.written.replace(year=2001)
        session.flush()
        prune_comments(session)
    with app.app_context():
        assert reading().get(Comment, shown) is None
    assert count_versions(app) == 0


def test_a_writer_is_told_what_was_kept_of_a_changed_comment(app: Flask, shown: int, edit) -> None:
    edit(shown, "Call me")
    with app.app_context():
        told = describe_data(reading(), "ada@example.org")["comments"][0]
    assert (told["note"], told["earlier"]) == ("A number was removed.", ["Call me: 555 0123, *any* time"])


def test_what_was_done_is_told(moderator: FlaskClient, held: int, press, edit) -> None:
    press(moderator, "approve", held)
    edit(held, "Call me")
    page = moderator.get(f"{LIST}/{held}").text
    assert re.findall(r"<bdi>mo</bdi>: (\w+)", page) == ["changed", "shown"]
