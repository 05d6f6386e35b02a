"""Earlier versions: kept with each save, compared, and gone back to."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Fields = dict[str, str]
Open = Callable[[str], Fields]
Send = Callable[..., TestResponse]
Acts = Callable[[], list[tuple[str, str, str]]]
HISTORY = "/desk/articles/history/ferry.md"


def list_ids(page: str) -> list[str]:
    return re.findall(r"\?version=(\d+)", page)


def find_opened(page: str) -> str:
    found = re.search(r'name="opened" value="(.*?)"', page)
    assert found
    return found[1]


@pytest.mark.usefixtures("story")
def test_each_save_is_kept_and_what_was_there_before(
    editor: FlaskClient, open_article: Open, send: Send
) -> None:
    assert "never changed at the desk" in editor.get(HISTORY).text
    for title in ("One", "Two"):
        send(open_article("ferry.md"), title=title)
    page = editor.get(HISTORY).text
    assert len(list_ids(page)) == 3
    assert page.count("<bdi>edda</bdi>") == 2
    assert page.count("<bdi>changed in the folder</bdi>") == 1


@pytest.mark.usefixtures("story")
def test_what_was_changed_elsewhere_is_kept_too(
    content: Path, editor: FlaskClient, open_article: Open, send: Send
) -> None:
    send(open_article("ferry.md"), title="One")
    file = content / "ferry.md"
    file.write_text(file.read_text("utf-8") + "\nBy git.\n", "utf-8")
    send(open_article("ferry.md"), title="Two")
    page = editor.get(HISTORY).text
    assert len(list_ids(page)) == 4
    assert "By git." in editor.get(f"{HISTORY}?version={list_ids(page)[1]}").text


@pytest.mark.usefixtures("story")
def test_going_back_is_a_save_like_any_other(
    content: Path, editor: FlaskClient, client: FlaskClient, open_article: Open, send: Send, list_acts: Acts
) -> None:
    before = (content / "ferry.md").read_bytes()
    send(open_article("ferry.md"), title="One")
    first = list_ids(editor.get(HISTORY).text)[-1]
    page = editor.get(f"{HISTORY}?version={first}").text
    assert re.search(r"<del>.*?title: One</del>", page) and re.search(
        r"<ins>.*?title: The ferry is late", page
    )
    answer = editor.post(HISTORY, data={"version": first, "opened": find_opened(page)})
    assert answer.status_code == 303
    assert "is as it was then" in editor.get(answer.location).text
    assert (content / "ferry.md").read_bytes() == before
    assert "The ferry is late" in client.get("/coast/ferry").text
    assert [act for _who, act, _what in list_acts()] == ["edit", "restore"]


@pytest.mark.usefixtures("story")
def test_nobody_goes_back_over_what_they_have_not_seen(
    content: Path, editor: FlaskClient, open_article: Open, send: Send
) -> None:
    send(open_article("ferry.md"), title="One")
    first = list_ids(editor.get(HISTORY).text)[-1]
    opened = find_opened(editor.get(f"{HISTORY}?version={first}").text)
    send(open_article("ferry.md"), title="Two")
    assert editor.post(HISTORY, data={"version": first, "opened": opened}).status_code == 409
    assert "Two" in (content / "ferry.md").read_text("utf-8")


def test_a_removed_file_can_be_brought_back(
    story: str, content: Path, editor: FlaskClient, client: FlaskClient, open_article: Open, send: Send
) -> None:
    send(open_article("ferry.md"), title="One")
    (content / "ferry.md").unlink()
    newest = list_ids(editor.get(HISTORY).text)[0]
    page = editor.get(f"{HISTORY}?version={newest}").text
    assert editor.post(HISTORY, data={"version": newest, "opened": find_opened(page)}).status_code == 303
    assert "One" in client.get(story).text


@pytest.mark.usefixtures("story")
def test_a_version_that_is_none_is_not_found(
    editor: FlaskClient, write_story: Callable[..., Path], open_article: Open, send: Send
) -> None:
    write_story("wall", "The wall")
    send(open_article("ferry.md"), title="One")
    id = list_ids(editor.get(HISTORY).text)[0]
    assert editor.post("/desk/articles/history/wall.md", data={"version": id}).status_code == 404
    for odd in ("", "x", "0", "-1", "99999999999999", "2147483648", "١", "2147483647"):
        assert editor.post(HISTORY, data={"version": odd}).status_code == 404
        assert editor.get(f"{HISTORY}?version={odd}&before={odd}").status_code == 200
