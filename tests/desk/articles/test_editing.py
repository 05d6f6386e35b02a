"""Writing in the browser: what is typed stands in the file, and on the site, at once; and nothing is ever lost."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from broadsheet.articles.publishing import Report
from broadsheet.desk.articles import saving

Fields = dict[str, str]
Open = Callable[[str], Fields]
Read = Callable[[str], Fields]
Send = Callable[..., TestResponse]
Acts = Callable[[], list[tuple[str, str, str]]]
Write = Callable[..., Path]
Publish = Callable[[], Report]


def test_a_new_article_is_a_file_and_on_the_site_at_once(
    read_fields: Read, editor: FlaskClient, client: FlaskClient, content: Path, send: Send, list_acts: Acts
) -> None:
    fields = read_fields(editor.get("/desk/articles/new").text)
    assert (fields["author"], fields["draft"]) == ("Edda Writes", "true")
    del fields["draft"]
    answer = send(
        fields,
        title="The ferry: late",
        section="Coast",
        tags="tide\r\nferry",
        published="2021-11-05T09:00",
        text="It *is*.\r\n\r\nStill.",
    )
    assert answer.status_code == 303
    assert (content / "the-ferry-late.md").read_text("utf-8") == (
        "---\ntitle: 'The ferry: late'\nsection: Coast\npublished: 2021-11-05 09:00\nauthor: Edda Writes\n"
        "tags: [tide, ferry]\n---\n\nIt *is*.\n\nStill.\n"
    )
    assert "<em>is</em>" in client.get("/coast/the-ferry-late").text
    assert "the-ferry-late.md is saved." in editor.get(answer.location).text
    assert list_acts() == [("edda", "write", "the-ferry-late.md")]


def test_two_new_articles_of_one_title_are_two_files(content: Path, send: Send) -> None:
    for text in ("One.", "Another."):
        assert send({}, title="Storm", path="", draft="true", text=text).status_code == 303
    assert sorted(file.name for file in content.glob("*.md")) == ["storm-2.md", "storm.md"]


def test_a_form_that_is_sent_twice_is_one_article(
    content: Path, editor: FlaskClient, send: Send, list_acts: Acts
) -> None:
    first, again = (send({}, title="Storm", draft="true", text="Wind.") for _ in range(2))
    assert (again.status_code, again.location) == (303, first.location)
    assert "storm.md is saved." in editor.get(again.location).text
    assert [file.name for file in content.glob("*.md")] == ["storm.md"]
    assert list_acts() == [("edda", "write", "storm.md")]
    (content / "storm.md").unlink()
    assert send({}, title="Storm", draft="true", text="Wind.").status_code == 303
    assert (content / "storm.md").exists()


def test_only_what_was_changed_changes_in_the_file(
    story: str, client: FlaskClient, content: Path, open_article: Open, send: Send, list_acts: Acts
) -> None:
    file = content / "ferry.md"
    before = file.read_text("utf-8").replace(
        "tags: [harbour]", "tags:\n  # Few.\n  - harbour\nx-old: 1 # kept"
    )
    file.write_text(before, "utf-8")
    assert send(open_article("ferry.md"), title="The ferry is early").status_code == 303
    assert file.read_text("utf-8") == before.replace("is late", "is early")
    assert "The ferry is early" in client.get(story).text
    assert list_acts() == [("edda", "edit", "ferry.md")]


@pytest.mark.usefixtures("story")
def test_what_is_not_changed_is_not_written(
    content: Path, open_article: Open, send: Send, list_acts: Acts
) -> None:
    file = content / "ferry.md"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n") + b"\r\n\r\n")
    before = file.read_bytes(), file.stat().st_mtime_ns
    assert send(open_article("ferry.md")).status_code == 303
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before
    assert list_acts() == []


@pytest.mark.usefixtures("story")
def test_a_file_keeps_its_mark_and_the_ends_of_its_lines(
    content: Path, open_article: Open, send: Send
) -> None:
    file = content / "ferry.md"
    before = b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n")
    file.write_bytes(before)
    assert send(open_article("ferry.md"), text="The sea is rough.\r\nVery.").status_code == 303
    assert file.read_bytes() == before.replace(b"The harbour is calm.", b"The sea is rough.\r\nVery.")


@pytest.mark.usefixtures("story")
def test_who_comes_second_is_shown_both_and_loses_nothing(
    read_fields: Read, content: Path, editor: FlaskClient, open_article: Open, send: Send
) -> None:
    file = content / "ferry.md"
    mine, theirs = open_article("ferry.md"), open_article("ferry.md")
    assert send(theirs, title="Theirs").status_code == 303
    answer = send(mine, text="My words.")
    assert answer.status_code == 409
    assert "Theirs" in file.read_text("utf-8")
    assert "My words." in answer.text
    assert re.findall(r"<del>.*?</span>(.*?)</del>", answer.text) == ["The harbour is calm."]
    assert send(read_fields(answer.text)).status_code == 303
    assert "title: Theirs" in file.read_text("utf-8") and "My words." in file.read_text("utf-8")
    assert editor.get("/desk/articles/history/ferry.md").text.count("<li><a href") >= 3


@pytest.mark.usefixtures("story")
def test_a_field_that_both_changed_is_for_the_second_to_decide(
    read_fields: Read, content: Path, open_article: Open, send: Send
) -> None:
    mine, theirs = open_article("ferry.md"), open_article("ferry.md")
    assert send(theirs, title="Theirs", tags="").status_code == 303
    answer = send(mine, title="Mine", related="ferry.md")
    assert answer.status_code == 409
    again = read_fields(answer.text)
    assert (again["title"], again["tags"]) == ("Mine", "")
    assert send(again).status_code == 303
    saved = (content / "ferry.md").read_text("utf-8")
    assert "title: Mine" in saved and "tags" not in saved


@pytest.mark.usefixtures("story")
def test_a_file_that_was_changed_or_removed_in_the_folder_is_not_written_over(
    read_fields: Read, content: Path, open_article: Open, send: Send
) -> None:
    file = content / "ferry.md"
    fields = open_article("ferry.md")
    file.write_text(file.read_text("utf-8") + "By git.\n", "utf-8")
    assert send(fields, title="Mine").status_code == 409
    assert "By git." in file.read_text("utf-8")
    file.unlink()
    answer = send(fields, title="Mine")
    assert answer.status_code == 409
    assert not file.exists()
    assert send(read_fields(answer.text)).status_code == 303
    assert "title: Mine" in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"published": "soon"}, "Published is"),
        ({"title": ""}, "Title is missing"),
        ({"path": "/desk/mine"}, "belongs to the site itself"),
        ({"text": "One\r\n\r\n![](none.png)"}, "Line 3 of the text: the picture none.png is not there"),
        ({"text": "a\0b"}, "NUL"),
        ({"image_file": "../../secret.png"}, "outside the folder"),
        ({"language": "zz-zz-zz"}, "Language is"),
        ({"related": "nobody\r\n/nowhere"}, "nobody, /nowhere"),
        ({"unrelated": "a\0b\r\n/%00\r\nhttp://[x/"}, "no story"),
        ({"standfirst": "x" * 1001}, "the most is 1000"),
    ],
)
@pytest.mark.usefixtures("story")
def test_a_mistake_is_told_and_nothing_is_written(
    read_fields: Read,
    change: Fields,
    told: str,
    content: Path,
    open_article: Open,
    send: Send,
    list_acts: Acts,
) -> None:
    before = (content / "ferry.md").read_bytes()
    answer = send(open_article("ferry.md"), **change)
    assert answer.status_code == 422
    assert told in answer.text
    typed = read_fields(answer.text)
    assert all(typed[name] == value.replace("\0", "\ufffd") for name, value in change.items())
    assert (content / "ferry.md").read_bytes() == before
    assert list_acts() == []


@pytest.mark.usefixtures("story")
def test_a_text_that_no_form_could_show_again_is_refused(editor: FlaskClient, open_article: Open) -> None:
    data = open_article("ferry.md") | {"text": "x" * 2_000_001}
    answer = editor.post("/desk/articles/edit/ferry.md", data=data)
    assert (answer.status_code, "too long" in answer.text) == (422, True)


def test_related_stories_may_be_named_by_their_addresses(
    story: str, content: Path, write_story: Write, publish: Publish, open_article: Open, send: Send
) -> None:
    write_story("deep/wall", "The wall")
    publish()
    named = f"http://localhost{story}\r\ndeep/wall.md"
    assert send(open_article("deep/wall.md"), unrelated="gone", related="").status_code == 422
    assert send(open_article("ferry.md"), related=named).status_code == 303
    assert "related: [ferry, deep/wall]" in (content / "ferry.md").read_text("utf-8")
    write_story("mill", "The mill")
    publish()
    assert send(open_article("ferry.md"), related="/coast/mill\r\nferry").status_code == 303
    assert "related: [mill, ferry]" in (content / "ferry.md").read_text("utf-8")


@pytest.mark.usefixtures("story")
def test_a_draft_leaves_the_site_and_keeps_its_date(
    client: FlaskClient, content: Path, open_article: Open, send: Send
) -> None:
    fields = open_article("ferry.md")
    assert send(fields, draft="true", published="").status_code == 303
    assert client.get("/coast/ferry").status_code == 404
    assert "published: 2021-11-01 09:00\n" in (content / "ferry.md").read_text("utf-8")


def test_a_folder_that_is_not_there_is_told(send: Send) -> None:
    answer = send({}, title="Later", text="My words.")
    assert (answer.status_code, "My words." in answer.text) == (503, True)


@pytest.mark.usefixtures("content")
def test_a_date_to_come_is_scheduled(editor: FlaskClient, client: FlaskClient, send: Send) -> None:
    assert send({}, title="Later", published="2999-01-01T08:00").status_code == 303
    assert client.get("/news/later").status_code == 404
    assert "Scheduled" in editor.get("/desk/articles?state=scheduled").text


def test_a_broken_file_is_opened_whole_and_can_be_mended(
    content: Path, client: FlaskClient, open_article: Open, send: Send, publish: Publish
) -> None:
    file = content / "odd.md"
    file.write_text("---\r\ntitle: [Odd\r\n---\r\nText.\r\n", "utf-8", newline="")
    publish()
    fields = open_article("odd.md")
    assert send(fields, whole=fields["whole"].replace("Odd", "[Odd")).status_code == 422
    assert send(fields, whole=fields["whole"].replace("[Odd", "Odd")).status_code == 303
    assert file.read_bytes() == b"---\r\ntitle: Odd\r\n---\r\nText.\r\n"
    assert client.get("/news/odd").status_code == 200


@pytest.mark.parametrize("content_of_file", [b"\xff\xfe", b"---\ntitle: A\n---\n\0", b"x" * 2_000_001])
def test_what_no_form_can_show_is_told(editor: FlaskClient, content: Path, content_of_file: bytes) -> None:
    (content / "odd.md").write_bytes(content_of_file)
    answer = editor.get("/desk/articles/edit/odd.md")
    assert (answer.status_code, "cannot be changed here" in answer.text) == (422, True)
    assert editor.get("/desk/articles/history/odd.md").status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "../secret.md", "..%2Fsecret.md", "%2Fetc%2Fpasswd", "/etc/passwd", ".hidden.md", "a/.git/x.md", "a//b.md", "./a.md",
        "picture.png", "out.md", "way/secret.md", "circle.md", "sub", "nowhere/x.md", "x" * 2_000 + ".md", "a%00.md",
        ".md", "ferry.md/", "folder.md", "a%5Cb.md",
    ],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(
    name: str, editor: FlaskClient, content: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "data" / "secret.md"
    secret.write_text("---\ntitle: Secret\n---\n", "utf-8")
    (content / ".hidden.md").write_text("---\ntitle: Secret\n---\n", "utf-8")
    (content / "out.md").symlink_to(secret)
    (content / "way").symlink_to(tmp_path / "data")
    (content / "circle.md").symlink_to(content / "circle.md")
    (content / "folder.md").mkdir()
    (content / "picture.png").write_text("Secret", "utf-8")
    for address in ("edit", "history"):
        answer = editor.get(f"/desk/articles/{address}/{name}")
        assert answer.status_code in {301, 308, 404}, answer.text
        assert "Secret" not in answer.text
    answer = editor.post(f"/desk/articles/edit/{name}", data={"whole": "---\ntitle: Mine\n---\n"})
    assert answer.status_code in {301, 308, 404}
    assert "Secret" in secret.read_text("utf-8")
    assert not list(content.rglob("nowhere"))
    for act in ("pin", "hide"):
        assert editor.post(f"/desk/articles/{act}", data={"source": name}).status_code == 404


def test_a_link_within_the_folder_stays_one(
    story: str, content: Path, open_article: Open, send: Send
) -> None:
    (content / "ferry.md").rename(content / "boat.txt")
    (content / "ferry.md").symlink_to(content / "boat.txt")
    assert send(open_article("ferry.md"), title="Linked").status_code == 303
    assert (content / "ferry.md").is_symlink()
    assert "Linked" in (content / "boat.txt").read_text("utf-8")


@pytest.mark.usefixtures("story")
def test_a_folder_that_takes_nothing_is_told_and_nothing_is_lost(
    content: Path, open_article: Open, send: Send, list_acts: Acts, full_disk: Callable[[], None]
) -> None:
    before = (content / "ferry.md").read_bytes()
    fields = open_article("ferry.md")
    full_disk()
    for one in (fields, {"title": "New"}):
        answer = send(one, text="My words.")
        assert answer.status_code == 503
        assert "No space left on device" in answer.text and "My words." in answer.text
    assert [file.name for file in content.iterdir()] == ["ferry.md"]
    assert (content / "ferry.md").read_bytes() == before
    assert list_acts() == []


@pytest.mark.usefixtures("story")
def test_a_database_that_takes_nothing_is_told_and_nothing_is_lost(
    content: Path, open_article: Open, send: Send, list_acts: Acts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))

    before = (content / "ferry.md").read_bytes()
    fields = open_article("ferry.md")
    monkeypatch.setattr(saving, "lock_articles", fail)
    for one in (fields, {"title": "New"}):
        answer = send(one, text="My words.")
        assert answer.status_code == 503
        assert "Nothing is lost" in answer.text and "My words." in answer.text
    assert [file.name for file in content.iterdir()] == ["ferry.md"]
    assert (content / "ferry.md").read_bytes() == before
    assert list_acts() == []


def test_an_address_that_is_taken_undoes_all(story: str, content: Path, send: Send, list_acts: Acts) -> None:
    answer = send({}, title="Other", path=story)
    assert answer.status_code == 422
    assert "belongs to ferry.md already" in answer.text
    assert [file.name for file in content.iterdir()] == ["ferry.md"]
    assert list_acts() == []


@pytest.mark.usefixtures("story")
def test_what_a_form_lacks_or_has_too_much_of_breaks_nothing(editor: FlaskClient, content: Path) -> None:
    for data in ({}, {"title": ["a", "b"]}, {"opened": "x" * 10_000}, {"whole": ""}):
        assert editor.post("/desk/articles/edit/ferry.md", data=data).status_code in {409, 422}
        assert editor.post("/desk/articles/new", data=data).status_code in {303, 422}
        assert editor.post("/desk/articles/preview", data=data).status_code == 200
    assert "The ferry is late" in (content / "ferry.md").read_text("utf-8")


@pytest.mark.usefixtures("story")
def test_a_field_that_was_not_sent_at_all_stays_as_it_is(
    content: Path, open_article: Open, send: Send
) -> None:
    before = (content / "ferry.md").read_text("utf-8")
    fields = {name: value for name, value in open_article("ferry.md").items() if name not in {"text", "tags"}}
    assert send(fields, title="The ferry is early").status_code == 303
    assert (content / "ferry.md").read_text("utf-8") == before.replace("is late", "is early")


@pytest.mark.usefixtures("story")
def test_of_many_who_save_at_once_one_is_first_and_the_others_are_told(
    app: Flask, content: Path, sign_in: Callable[..., FlaskClient], open_article: Open
) -> None:
    fields = open_article("ferry.md")
    browsers = [sign_in("edda") for _ in range(4)]

    def run(number: int) -> int:
        data = fields | {"title": f"Version {number}"}
        return browsers[number].post("/desk/articles/edit/ferry.md", data=data).status_code

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(run, range(4)))
    assert sorted(found) == [303, 409, 409, 409]
    assert f"title: Version {found.index(303)}\n" in (content / "ferry.md").read_text("utf-8")


def test_of_many_new_articles_of_one_title_none_is_lost(
    content: Path,
    sign_in: Callable[..., FlaskClient],
    editor: FlaskClient,
    publish: Publish,
    read_fields: Read,
) -> None:
    browsers = [sign_in("edda") for _ in range(4)]

    def run(number: int) -> TestResponse:
        data = {"title": "Storm", "text": f"Text {number}."}
        while (answer := browsers[number].post("/desk/articles/new", data=data)).status_code != 303:
            assert answer.status_code in {409, 422}
            data = read_fields(answer.text)
        publish()
        return answer

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))
    written = "".join(file.read_text("utf-8") for file in content.glob("storm*.md"))
    assert all(f"Text {number}." in written for number in range(4))
    assert len(list(content.glob("storm*.md"))) == 4
