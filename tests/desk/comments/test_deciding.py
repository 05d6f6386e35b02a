"""Decisions in the list: on what was shown, and on nothing else."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.comments.deciding import decide
from broadsheet.comments.erasing import erase_comment
from broadsheet.comments.models import APPROVED, DELETED, HELD, SPAM, Comment
from broadsheet.desk.journal.models import Entry
from broadsheet.storage import writing

LIST = "/desk/comments"
LookUp = Callable[[int], Comment]
Press = Callable[..., object]


def change_text(app: Flask, id: int, text: str) -> None:
    """Change a comment as its writer does."""
    with app.app_context(), writing() as session:
        session.get_one(Comment, id).text = text


@pytest.mark.parametrize(
    ("act", "status"), [("approve", APPROVED), ("hold", HELD), ("spam", SPAM), ("delete", DELETED)]
)
def test_a_comment_is_decided_on(
    moderator: FlaskClient, held: int, look_up: LookUp, press: Press, list_journal, act: str, status: str
) -> None:
    answer = press(moderator, act, held, next=f"{LIST}?text=late#c3")
    assert answer.status_code == 303
    assert answer.location.startswith(f"{LIST}?text=late&done=")
    assert answer.location.endswith("#c3")
    assert look_up(held).status == status
    entry: Entry = list_journal()[-1]
    assert (entry.who, entry.act, entry.kind, entry.subject) == ("mo", act, "comment", str(held))
    assert (entry.before["status"], entry.after["status"]) == (HELD, status)
    page = moderator.get(answer.location).text
    assert '<div class="desk-told" role="status">' in page
    assert 'id="undo"' in page


def test_a_comment_that_is_approved_is_read_by_everyone(
    moderator: FlaskClient, held: int, reader: FlaskClient, story: str, press: Press
) -> None:
    assert "<em>again</em>" not in reader.get(story).text
    press(moderator, "approve", held)
    assert "<em>again</em>" in reader.get(story).text


def test_many_are_decided_on_at_once(
    app: Flask, moderator: FlaskClient, story: str, write, look_up: LookUp, press: Press, list_journal
) -> None:
    ids = [write(app, f"Buy {number}", status=HELD) for number in range(5)]
    press(moderator, "spam", *ids[:3])
    assert [look_up(id).status for id in ids] == [SPAM] * 3 + [HELD] * 2
    assert len({entry.batch for entry in list_journal()}) == 1
    press(moderator, "delete", all="yes")
    assert {look_up(id).status for id in ids} == {DELETED}


def test_the_button_of_one_leaves_what_is_ticked(
    app: Flask, moderator: FlaskClient, story: str, write, look_up: LookUp, press: Press
) -> None:
    one, other = (write(app, f"Buy {number}", status=HELD) for number in range(2))
    press(moderator, "", other, one=f"spam {one}")
    press(moderator, "", other, one=f"spam {one}", all="yes")
    assert (look_up(one).status, look_up(other).status) == (SPAM, HELD)


def test_what_its_writer_changed_meanwhile_is_not_decided_on(
    app: Flask, moderator: FlaskClient, held: int, look_up: LookUp, see, press: Press, list_journal
) -> None:
    shown = see(moderator)
    change_text(app, held, "Buy pills")
    answer = press(moderator, "approve", held, shown=shown)
    assert answer.status_code == 409
    assert "Changed meanwhile, so nothing was done with:" in answer.text
    assert "checked" in answer.text
    assert look_up(held).status == HELD
    assert list_journal() == []


def test_the_others_are_decided_on_and_what_changed_is_told(
    app: Flask, moderator: FlaskClient, held: int, write, look_up: LookUp, see, press: Press
) -> None:
    other = write(app, "Another", status=HELD)
    shown = see(moderator)
    change_text(app, held, "Buy pills")
    answer = press(moderator, "approve", held, other, shown=shown)
    assert (look_up(held).status, look_up(other).status) == (HELD, APPROVED)
    page = moderator.get(answer.location).text
    assert "1 comment is shown now." in page
    assert f'<a href="/desk/comments/{held}">comment {held}</a>' in page


def test_another_moderator_who_decided_otherwise_is_not_overruled(
    moderator: FlaskClient, editor: FlaskClient, held: int, look_up: LookUp, see, press: Press
) -> None:
    shown = see(moderator)
    press(editor, "spam", held)
    assert press(moderator, "approve", held, shown=shown).status_code == 409
    assert look_up(held).status == SPAM


def test_two_who_agree_decide_once(
    moderator: FlaskClient, editor: FlaskClient, held: int, see, press: Press, list_journal
) -> None:
    shown = see(moderator)
    press(editor, "approve", held)
    assert press(moderator, "approve", held, shown=shown).location == LIST
    assert [entry.who for entry in list_journal()] == ["edda"]


def test_moderators_at_the_same_time_decide_each_comment_once(
    app: Flask, story: str, write, make_user, sign_in, see, press: Press, list_journal
) -> None:
    ids = [write(app, f"Buy {number}", status=HELD) for number in range(10)]
    clients = []
    for name in ("ann", "bob", "cat", "dan"):
        make_user(name)
        clients.append(sign_in(name))
    shown = see(clients[0])
    acts = ["approve", "spam", "approve", "delete"]
    with ThreadPoolExecutor(4) as pool:
        tried = [pool.submit(press, *pair, *ids, shown=shown) for pair in zip(clients, acts, strict=True)]
        assert {one.result().status_code for one in tried} <= {303, 409}
    assert sorted(int(entry.subject) for entry in list_journal()) == ids


def test_what_was_erased_meanwhile_is_left_alone(
    app: Flask, moderator: FlaskClient, held: int, look_up: LookUp, see, press: Press
) -> None:
    shown = see(moderator)
    with app.app_context(), writing() as session:
        erase_comment(session, session.get_one(Comment, held), ["Its writer had it erased."])
    assert press(moderator, "approve", held, shown=shown).status_code == 409
    assert (look_up(held).status, look_up(held).text) == (DELETED, "")


@pytest.mark.parametrize(
    "form",
    [
        {}, {"decision": "approve"}, {"decision": "promote", "id": "1"}, {"one": "approve"}, {"one": "approve x"},
        {"one": "approve 99999999999"}, {"decision": "approve", "id": "1", "shown": "1"},
        {"decision": "approve", "id": "1", "shown": "\0:x ::: 1: :1"}, {"shown": "x" * 10_000, "decision": "spam"},
        {"decision": ["spam", "approve"], "id": ["7"] * 200, "next": "//evil.example"},
        {"decision": "spam", "next": "/desk/comments?before=x&since=\0"},
    ],
)  # fmt: skip
def test_odd_forms_decide_nothing(
    moderator: FlaskClient, held: int, look_up: LookUp, list_journal, form: dict[str, str]
) -> None:
    assert moderator.post(f"{LIST}/decide", data=form).status_code in {409, 422}
    assert look_up(held).status == HELD
    assert list_journal() == []


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "/coast"])
def test_nobody_is_led_away_from_the_desk(
    moderator: FlaskClient, held: int, press: Press, wanted: str
) -> None:
    assert press(moderator, "approve", held, next=wanted).location.startswith(f"{LIST}?done=")


def test_a_link_decides_nothing(moderator: FlaskClient, held: int, look_up: LookUp, see) -> None:
    for address in ("decide", "undo", f"{held}/answer", f"{held}/edit"):
        query = {"shown": see(moderator), "one": f"approve {held}", "id": held, "decision": "approve"}
        assert moderator.get(f"{LIST}/{address}", query_string=query).status_code in {404, 405}
    assert look_up(held).status == HELD


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_another_website_decides_nothing(
    moderator: FlaskClient, held: int, look_up: LookUp, see, headers: dict[str, str]
) -> None:
    form = {
        "shown": see(moderator),
        "one": f"approve {held}",
        "text": "x",
        "note": "x",
        "line": "x",
        "thread": "ferry",
    }
    for address in (
        "comments/decide",
        "comments/undo",
        f"comments/{held}/answer",
        f"comments/{held}/edit",
        "blocklist",
        "threads",
    ):
        assert (
            moderator.post(f"/desk/{address}", data=form | {"closed": "yes"}, headers=headers).status_code
            == 403
        )
    assert look_up(held).status == HELD


def test_a_browser_that_does_not_say_whence_is_asked_to_confirm(
    moderator: FlaskClient, held: int, look_up: LookUp, see
) -> None:
    shown = see(moderator)
    del moderator.environ_base["HTTP_SEC_FETCH_SITE"]
    page = moderator.post(f"{LIST}/decide", data={"shown": shown, "one": f"spam {held}"})
    assert "Please confirm" in page.text
    assert look_up(held).status == HELD


def test_the_journal_says_nothing_of_who_wrote_what(
    app: Flask, moderator: FlaskClient, held: int, press: Press, list_journal
) -> None:
    with app.app_context(), writing() as session:
        decide(session, [held], HELD, ["It is on the block list: e-mail ada@example.org."])
    press(moderator, "approve", held)
    for entry in list_journal():
        told = f"{entry.before} {entry.after} {entry.note} {entry.subject}"
        assert not any(word in told for word in ("ada", "Ada", "late", "block"))
