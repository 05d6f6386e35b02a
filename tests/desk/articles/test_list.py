"""The list of articles: all that lies in the folder, with its state, and what is done to one in it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.articles.publishing import Report

Acts = Callable[[], list[tuple[str, str, str]]]
Write = Callable[..., Path]
Publish = Callable[[], Report]
TITLE = re.compile(r'<h2 id="article-\d+"><a href="[^"]*" dir="auto">(.*?)</a>')


def titles(page: str) -> list[str]:
    return TITLE.findall(page)


@pytest.fixture
def folder(content: Path, write_story: Write, publish: Publish) -> Path:
    """Two stories on the site, one to come, a draft, a broken file, and one that broke after it was published."""
    for day, name in enumerate(("ferry", "wall"), start=1):
        write_story(name, f"The {name}", day=day)
    (content / "later.md").write_text("---\ntitle: Later\npublished: 2999-01-01\n---\n", "utf-8")
    (content / "plan.md").write_text("---\ntitle: A plan\ndraft: true\nsection: Town\n---\n", "utf-8")
    (content / "odd.md").write_text("---\ntitle: Odd\npublished: soon\n---\n", "utf-8")
    publish()
    wall = content / "wall.md"
    wall.write_text(wall.read_text("utf-8").replace("tags:", "tags: }"), "utf-8")
    publish()
    return content


@pytest.mark.usefixtures("folder")
def test_all_that_lies_in_the_folder_is_listed(editor: FlaskClient) -> None:
    page = editor.get("/desk/articles").text
    assert titles(page)[0] == "Later"
    assert set(titles(page)) == {"Later", "A plan", "Odd", "The wall", "The ferry"}
    assert "Line 3 of the file: published is &#39;soon&#39;" in page
    assert "Its last good version is on the site." in page
    assert page.count('<span class="writing-state writing-published">') == 2


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=published", {"The wall", "The ferry"}),
        ("state=scheduled", {"Later"}),
        ("state=draft", {"A plan"}),
        ("state=broken", {"Odd", "The wall"}),
        ("text=THE+f", {"The ferry"}),
        ("text=%25", set()),
        ("section=coast", {"The wall", "The ferry"}),
        (
            "state=nonsense&section=nowhere&before=x&text=%00",
            {"Later", "A plan", "Odd", "The wall", "The ferry"},
        ),
        ("before=0001-01-01T00:00:00Z+x", set()),
        ("before=9999-12-31T23:59:59-23:59+x", {"Later", "A plan", "Odd", "The wall", "The ferry"}),
    ],
)
def test_a_part_of_them_is_asked_for(editor: FlaskClient, query: str, found: set[str]) -> None:
    answer = editor.get(f"/desk/articles?{query}")
    assert (answer.status_code, set(titles(answer.text))) == (200, found)


def test_pages_of_the_list_leave_nothing_out(
    editor: FlaskClient, content: Path, write_story: Write, publish: Publish
) -> None:
    for number in range(70):
        write_story(f"story-{number:02}", f"Story {number:02}", day=1 + number % 3)
        draft = f"---\ntitle: Draft {number:02}\ndraft: true\n---\n"
        (content / f"draft-{number:02}.md").write_text(draft, "utf-8")
    publish()
    found: list[str] = []
    address = "/desk/articles"
    while address:
        page = editor.get(address).text
        found += titles(page)
        older = re.search(r'rel="next" href="([^"]*)"', page)
        address = older[1].replace("&amp;", "&") if older else ""
    assert len(found) == len(set(found)) == 140


@pytest.mark.usefixtures("folder")
def test_a_story_is_pinned_and_let_go(
    app: Flask, editor: FlaskClient, client: FlaskClient, folder: Path, write_story: Write, list_acts: Acts
) -> None:
    before = (folder / "ferry.md").read_bytes()
    here = "/desk/articles?state=published"
    answer = editor.post("/desk/articles/pin", data={"source": "ferry.md", "pinned": "true", "next": here})
    assert answer.status_code == 303
    assert answer.location.startswith(f"{here}&done=")
    assert "ferry.md stands first on the front page." in editor.get(answer.location).text
    front = client.get("/").text
    assert front.index("The ferry") < front.index("The wall")
    editor.post("/desk/articles/pin", data={"source": "ferry.md", "pinned": "false"})
    assert (folder / "ferry.md").read_bytes() == before
    assert list_acts() == [("edda", "pin", "ferry.md"), ("edda", "unpin", "ferry.md")]


@pytest.mark.usefixtures("folder")
def test_a_story_is_hidden_and_shown_again(
    editor: FlaskClient, client: FlaskClient, folder: Path, list_acts: Acts
) -> None:
    before = (folder / "ferry.md").read_bytes()
    for hidden, status in (("true", 404), ("false", 200)):
        answer = editor.post("/desk/articles/hide", data={"source": "ferry.md", "hidden": hidden})
        assert answer.status_code == 303
        assert client.get("/coast/ferry").status_code == status
    assert (folder / "ferry.md").read_bytes() == before
    assert [act for _who, act, _what in list_acts()] == ["hide", "show"]


@pytest.mark.usefixtures("folder")
def test_a_draft_without_a_date_says_since_when_it_is_published(editor: FlaskClient, folder: Path) -> None:
    assert (
        editor.post("/desk/articles/hide", data={"source": "plan.md", "hidden": "false"}).status_code == 303
    )
    assert re.search(r"^published: \d{4}-\d\d-\d\d \d\d:\d\d$", (folder / "plan.md").read_text("utf-8"), re.M)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("source", ["odd.md", "wall.md"])
def test_what_is_broken_is_told_and_left(editor: FlaskClient, folder: Path, source: str) -> None:
    before = (folder / source).read_bytes()
    answer = editor.post("/desk/articles/pin", data={"source": source, "pinned": "true"})
    assert answer.status_code == 422
    assert "line" in answer.text.lower()
    assert (folder / source).read_bytes() == before


def test_the_way_back_leads_nowhere_else(editor: FlaskClient, story: str) -> None:
    for way in ("https://evil.example/", "//evil.example", "/desk/sign-out", ""):
        data = {"source": "ferry.md", "pinned": "true", "next": way}
        assert editor.post("/desk/articles/pin", data=data).location.startswith("/desk/articles")


def test_comments_of_a_story_are_counted_in_the_list(
    app: Flask, editor: FlaskClient, story: str, write: Callable[..., int]
) -> None:
    write(app, "Hello")
    assert "1 comment<" in editor.get("/desk/articles").text


def test_only_those_who_write_may(moderator: FlaskClient, client: FlaskClient, story: str) -> None:
    for address in ("", "/new", "/edit/ferry.md", "/history/ferry.md"):
        assert moderator.get(f"/desk/articles{address}").status_code == 403
        assert client.get(f"/desk/articles{address}").status_code == 303
    for address in ("new", "pin", "hide", "preview", "pictures", "edit/ferry.md", "history/ferry.md"):
        assert moderator.post(f"/desk/articles/{address}").status_code == 403
    assert "Articles" not in moderator.get("/desk/").text


@pytest.mark.usefixtures("folder")
def test_the_buttons_of_a_story_do_what_they_say(editor: FlaskClient) -> None:
    """Each form is sent as it stands on the page, and there is the button that takes it back."""
    for button in ("Pin", "Unpin", "Close the comments", "Open the comments", "Hide", "Publish", "Pin"):
        page = editor.get("/desk/articles?text=ferry").text
        forms = re.findall(r'<form method="post" action="(.*?)">(.*?)</form>', page, re.S)
        (form,) = [form for form in forms if f">{button}</button>" in form[1]]
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[1]))
        assert editor.post(form[0], data=fields).status_code == 303, button
