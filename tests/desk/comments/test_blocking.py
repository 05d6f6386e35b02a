"""The block list at the desk: the file stays the truth."""

import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.comments.models import SPAM
from broadsheet.comments.moderation.blocklist import load_blocklist
from broadsheet.settings import settings_of

ADDRESS = "/desk/blocklist"


@pytest.fixture
def file(app: Flask) -> Path:
    return settings_of(app).blocklist_file


@pytest.fixture
def block(moderator: FlaskClient) -> Callable[..., object]:
    def run(kind: str, value: str, **more: str):
        return moderator.post(ADDRESS, data={"kind": kind, "value": value} | more)

    return run


@pytest.mark.parametrize(
    ("kind", "value", "entry"),
    [
        ("word", " Cheap  watches ", "word cheap watches"),
        ("domain", "https://www.Spam.example/buy?x", "domain spam.example"),
        ("domain", "bücher.example", "domain xn--bcher-kva.example"),
        ("e-mail", "Eve@Example.org", "e-mail eve@example.org"),
        ("address", "192.0.2.0/24", "address 192.0.2.0/24"),
    ],
)
def test_something_is_blocked(
    app: Flask, moderator: FlaskClient, file: Path, block, list_journal, kind: str, value: str, entry: str
) -> None:
    file.write_text("# ours\nword casino\n", "utf-8")
    answer = block(kind, value)
    assert "It is on the block list now." in moderator.get(answer.location).text
    batch = list_journal()[-1].batch
    assert re.fullmatch(
        rf"# ours\nword casino\n{re.escape(entry)}  # mo, \d{{4}}-\d\d-\d\d, {batch}\n",
        file.read_text("utf-8"),
    )
    with app.app_context():
        load_blocklist(settings_of(app))


def test_what_is_blocked_is_spam(
    moderator: FlaskClient, reader: FlaskClient, story: str, block, look_up
) -> None:
    block("domain", "spam.example")
    token = re.search(r'name="thread" value="(.*?)"', reader.get(story).text)
    assert token
    reader.post(
        "/comments", data={"thread": token[1], "name": "Eve", "text": "See https://www.spam.example/"}
    )
    assert look_up(1).status == SPAM


def test_undo_removes_the_line_and_no_other(
    moderator: FlaskClient, file: Path, block, undo, list_journal
) -> None:
    block("word", "casino")
    done = block("e-mail", "eve@example.org")
    block("word", "poker")
    undo(moderator, done)
    assert [line.split("  #")[0] for line in file.read_text("utf-8").splitlines()] == [
        "word casino",
        "word poker",
    ]
    assert [entry.act for entry in list_journal()] == ["block", "block", "block", "unblock"]
    undo(moderator, done)
    assert len(list_journal()) == 4


def test_the_journal_names_nobody(block, moderator: FlaskClient, undo, list_journal) -> None:
    undo(moderator, block("e-mail", "eve@example.org"))
    for entry in list_journal():
        assert entry.subject == "e-mail"
        assert (entry.before, entry.after, entry.note) == (None, None, "")


@pytest.mark.parametrize(
    ("line", "subject"),
    [
        ("eve@example.org", "unknown"),
        ("e-mail\teve@example.org", "e-mail"),
        ("email eve@example.org", "unknown"),
    ],
)
def test_nor_does_it_when_a_line_written_by_hand_is_removed(
    moderator: FlaskClient, file: Path, list_journal, line: str, subject: str
) -> None:
    file.write_text(f"{line}\n", "utf-8")
    assert moderator.post(ADDRESS, data={"line": line}).status_code == 303
    assert [entry.subject for entry in list_journal()] == [subject]


def test_a_line_without_an_entry_is_left_alone(moderator: FlaskClient, file: Path, list_journal) -> None:
    file.write_text("# eve told us\nword casino\n", "utf-8")
    assert moderator.post(ADDRESS, data={"line": "# eve told us"}).status_code == 409
    assert file.read_text("utf-8") == "# eve told us\nword casino\n"
    assert list_journal() == []


def test_a_line_is_removed(moderator: FlaskClient, file: Path) -> None:
    file.write_text("# ours\nword casino # the old one\nword casino\n\nword poker\n", "utf-8")
    file.chmod(0o640)
    page = moderator.get(ADDRESS).text
    assert 'value="word casino # the old one"' in page
    assert moderator.post(ADDRESS, data={"line": "word casino # the old one"}).status_code == 303
    assert file.read_text("utf-8") == "# ours\nword casino\n\nword poker\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert moderator.post(ADDRESS, data={"line": "word casino # the old one"}).status_code == 409


def test_a_new_file_is_for_its_owner_alone(file: Path, block) -> None:
    block("e-mail", "eve@example.org")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.glob(".blocklist*")] == []


def test_a_link_to_the_file_stays_one(file: Path, tmp_path: Path, block) -> None:
    elsewhere = tmp_path / "shared.txt"
    elsewhere.write_text("word casino\n", "utf-8")
    file.symlink_to(elsewhere)
    block("word", "poker")
    assert file.is_symlink()
    assert "word poker" in elsewhere.read_text("utf-8")


def test_what_is_there_is_not_added_again(moderator: FlaskClient, file: Path, block) -> None:
    block("word", "casino")
    before = file.read_text("utf-8")
    assert block("word", "CASINO").status_code == 409
    assert file.read_text("utf-8") == before


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("word", ""), ("word", "#"), ("word", "a\0b"), ("word", "x" * 201), ("nothing", "casino"), ("", ""),
        ("address", "somewhere"), ("domain", "example"), ("domain", "two words.example"), ("domain", "http://["),
        ("word", "\u202e"), ("domain", "spam.example/buy"),
    ],
)  # fmt: skip
def test_what_can_be_no_entry_is_not_written(file: Path, block, kind: str, value: str) -> None:
    answer = block(kind, value)
    assert answer.status_code == 422, file.read_text()
    assert 'class="error" role="alert"' in answer.text
    assert not file.exists()


def test_a_line_cannot_be_smuggled_in(moderator: FlaskClient, file: Path, block) -> None:
    block("word", "casino\nword the")
    assert len(file.read_text("utf-8").splitlines()) == 1


def test_wrong_lines_are_told(moderator: FlaskClient, file: Path) -> None:
    file.write_text("casino\naddress x\n", "utf-8")
    page = moderator.get(ADDRESS).text
    assert "it must begin with one of" in page
    assert moderator.post(ADDRESS, data={"line": "casino"}).status_code == 303
    assert file.read_text("utf-8") == "address x\n"


def test_a_file_that_cannot_be_read_is_left_alone(
    moderator: FlaskClient, file: Path, block, list_journal
) -> None:
    file.write_bytes(b"word caf\xe9\n")
    assert moderator.get(ADDRESS).status_code == 200
    answer = block("word", "poker")
    assert answer.status_code == 503
    assert 'value="poker"' in answer.text
    assert file.read_bytes() == b"word caf\xe9\n"
    assert list_journal() == []


def test_those_who_block_at_the_same_time_lose_nothing(
    app: Flask, file: Path, make_user, sign_in, together
) -> None:
    make_user("ann")
    numbers = iter(range(100))

    def act() -> None:
        client = sign_in("ann")
        for _ in range(5):
            client.post(ADDRESS, data={"kind": "word", "value": f"word{next(numbers)}"})

    together(act)
    assert len(file.read_text("utf-8").splitlines()) == 20
