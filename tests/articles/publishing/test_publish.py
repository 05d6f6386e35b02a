import os
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from broadsheet.articles.models import Article
from broadsheet.articles.publishing import Report
from broadsheet.storage import check_writable, reading

Publish = Callable[[], Report]
Write = Callable[..., Path]


def test_a_folder_becomes_a_site(write_story: Write, publish: Publish, client: FlaskClient) -> None:
    write_story("ferry", "The ferry is late")
    write_story("deep/er/library", "The library is open", section="Town")
    assert publish().published == ["deep/er/library.md", "ferry.md"]
    assert "The ferry is late" in client.get("/coast/ferry").text
    assert "The library is open" in client.get("/town/library").text


def test_doing_it_twice_changes_nothing(write_story: Write, publish: Publish) -> None:
    write_story("ferry", "The ferry is late")
    publish()
    assert not publish().did_something


def test_a_changed_file_changes_its_page(write_story: Write, publish: Publish, client: FlaskClient) -> None:
    write_story("ferry", "The ferry is late")
    publish()
    write_story("ferry", "The ferry is early")
    assert publish().changed == ["ferry.md"]
    assert "The ferry is early" in client.get("/coast/ferry").text


def test_a_removed_file_takes_its_page_along(
    story: str, content: Path, publish: Publish, client: FlaskClient
) -> None:
    (content / "ferry.md").unlink()
    assert publish().removed == ["ferry.md"]
    assert client.get(story).status_code == 404
    assert "The ferry" not in client.get("/").text


def test_a_renamed_file_keeps_its_address(content: Path, publish: Publish, client: FlaskClient) -> None:
    (content / "a.md").write_text("---\ntitle: Kept\npath: /kept\n---\nText.")
    publish()
    (content / "a.md").rename(content / "b.md")
    report = publish()
    assert (report.published, report.removed, report.problems) == (["b.md"], ["a.md"], [])
    assert client.get("/kept").status_code == 200


def test_a_broken_file_is_named_while_all_others_are_served(
    write_story: Write, content: Path, publish: Publish, client: FlaskClient
) -> None:
    write_story("ferry", "The ferry is late")
    (content / "broken.md").write_text("---\ntitle: One\npublished: soon\n---\n")
    (content / "latin.md").write_bytes("---\ntitle: Tide\n---\n\nCaf\u00e9".encode("latin-1"))
    report = publish()
    assert report.published == ["ferry.md"]
    assert [(p.source, p.line) for p in report.problems] == [("broken.md", 3), ("latin.md", 5)]
    assert str(report.problems[0]).startswith("broken.md, line 3: published is 'soon'")
    assert client.get("/coast/ferry").status_code == 200


def test_a_file_that_breaks_keeps_its_last_good_page(
    story: str, content: Path, publish: Publish, client: FlaskClient
) -> None:
    (content / "ferry.md").write_text("---\ntitle: [\n---\n")
    assert [problem.source for problem in publish().problems] == ["ferry.md"]
    assert "The ferry is late" in client.get(story).text


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/privacy",
        "/sections/coast",
        "/feed.json",
        "/media/x.png",
        "/assets/x",
        "/healthz",
        "/comments",
        "/privacy/receipt",
        "/desk",
    ],
)
def test_an_article_cannot_take_an_address_of_the_site(content: Path, publish: Publish, path: str) -> None:
    (content / "taken.md").write_text(f"---\ntitle: Taken\npath: {path}\n---\n")
    (problem,) = publish().problems
    assert (problem.line, "belongs to the site" in problem.reason) == (3, True)


def test_two_articles_cannot_share_an_address(write_story: Write, content: Path, publish: Publish) -> None:
    write_story("ferry", "The ferry is late")
    (content / "second.md").write_text("---\ntitle: Second\npath: /coast/ferry\n---\n")
    report = publish()
    assert report.published == ["ferry.md"]
    assert "belongs to ferry.md already" in report.problems[0].reason


def test_a_draft_is_not_public(content: Path, publish: Publish, client: FlaskClient) -> None:
    file = content / "later.md"
    file.write_text("---\ntitle: Later\ndraft: true\n---\n")
    publish()
    assert client.get("/news/later").status_code == 404
    file.write_text("---\ntitle: Later\n---\n")
    publish()
    assert client.get("/news/later").status_code == 200
    file.write_text("---\ntitle: Later\ndraft: true\n---\n")
    assert publish().removed == ["later.md"]
    assert client.get("/news/later").status_code == 404


def test_what_is_dated_ahead_waits(content: Path, publish: Publish, client: FlaskClient, story: str) -> None:
    (content / "ahead.md").write_text(
        "---\ntitle: Ahead of its time\npublished: 2999-01-01\n---\nThe harbour is calm."
    )
    publish()
    assert client.get("/news/ahead").status_code == 404
    for address in ("/", "/feed.json", story):
        assert "Ahead of its time" not in client.get(address).text


def test_a_story_without_a_date_keeps_the_one_it_was_first_published_on(
    app: Flask, content: Path, publish: Publish
) -> None:
    file = content / "undated.md"
    file.write_text("---\ntitle: Undated\n---\nOne.")
    publish()
    with app.app_context():
        first = reading().scalars(select(Article.published)).one()
    file.write_text("---\ntitle: Undated\n---\nTwo.")
    publish()
    with app.app_context():
        assert reading().scalars(select(Article.published)).one() == first


def test_a_link_out_of_the_folder_is_reported(content: Path, publish: Publish, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("---\ntitle: Secret\n---\n")
    (content / "link.md").symlink_to(secret)
    report = publish()
    assert report.published == []
    assert "link out of the folder" in report.problems[0].reason


def test_a_folder_that_is_gone_does_not_empty_the_site(
    story: str, content: Path, publish: Publish, client: FlaskClient
) -> None:
    content.rename(content.with_name("elsewhere"))
    report = publish()
    assert (report.removed, len(report.problems)) == ([], 1)
    assert client.get(story).status_code == 200


def test_files_may_trade_their_addresses(content: Path, publish: Publish, client: FlaskClient) -> None:
    def write(name: str, path: str) -> None:
        (content / f"{name}.md").write_text(f"---\ntitle: The story {name}\npath: {path}\n---\n")

    write("a", "/one")
    write("b", "/two")
    publish()
    write("a", "/two")
    write("b", "/one")
    assert publish().problems == []
    assert "The story b" in client.get("/one").text
    assert "The story a" in client.get("/two").text
    write("b", "/free")
    write("a", "/one")
    assert publish().problems == []


def test_a_change_that_is_refused_leaves_the_article_where_it_was(
    content: Path, publish: Publish, client: FlaskClient, story: str
) -> None:
    (content / "second.md").write_text("---\ntitle: Second\npath: /second\n---\n")
    publish()
    (content / "second.md").write_text(f"---\ntitle: Second, changed\npath: {story}\n---\n")
    assert [problem.source for problem in publish().problems] == ["second.md"]
    assert "Second" in client.get("/second").text
    assert "The ferry is late" in client.get(story).text


def test_a_path_with_odd_letters_can_be_followed(
    content: Path, publish: Publish, client: FlaskClient
) -> None:
    (content / "odd.md").write_text("---\ntitle: Odd\npath: /caf%C3%A9 au/lait\n---\n")
    assert publish().problems == []
    assert client.get("/caf%C3%A9%20au/lait").status_code == 200
    assert 'href="/caf%C3%A9%20au/lait"' in client.get("/").text


def test_a_slash_too_many_or_too_few_leads_on(
    content: Path, publish: Publish, client: FlaskClient, story: str
) -> None:
    (content / "old.md").write_text("---\ntitle: Old\npath: /2023/09/old/\n---\n")
    publish()
    assert client.get(f"{story}/").headers["Location"] == story
    assert client.get("/2023/09/old").headers["Location"] == "/2023/09/old/"


def test_a_replaced_picture_is_measured_again(
    content: Path, picture: Path, publish: Publish, client: FlaskClient
) -> None:
    (content / "boat.md").write_text("---\ntitle: Boat\nimage: boat.png\n---\n\n![A boat](boat.png)\n")
    publish()
    Image.new("RGB", (50, 40)).save(picture)
    assert publish().changed == ["boat.md"]
    assert client.get("/news/boat").text.count('width="50" height="40"') == 2
    picture.unlink()
    assert "is not there" in publish().problems[0].reason


ODD_FILES = {
    "a loop of links": lambda folder: (folder / "loop.md").symlink_to("loop.md"),
    "a picture in a loop": lambda folder: (
        (folder / "x.png").symlink_to("x.png"),
        (folder / "odd.md").write_text("---\ntitle: x\n---\n\n![x](x.png)\n"),
    ),
    "a name that is not text": lambda folder: (folder / os.fsdecode(b"caf\xe9.md")).write_text(
        "---\ntitle: x\n---\n"
    ),
    "a picture named with a NUL": lambda folder: (folder / "odd.md").write_text(
        "---\ntitle: x\n---\n\n![x](a%00.png)\n"
    ),
    "a very long path": lambda folder: (folder / "odd.md").write_text(
        f"---\ntitle: x\npath: /{'x' * 6000}\n---\n"
    ),
    "a file that cannot be read": lambda folder: (folder / "odd.md").symlink_to("/proc/self/mem"),
    "bytes": lambda folder: (folder / "odd.md").write_bytes(bytes(range(256))),
    "nothing": lambda folder: (folder / "odd.md").write_bytes(b""),
}


@pytest.mark.parametrize("odd", ODD_FILES)
def test_no_file_keeps_the_others_off_the_site(
    odd: str, write_story: Write, content: Path, publish: Publish
) -> None:
    ODD_FILES[odd](content)
    write_story("ferry", "The ferry is late")
    report = publish()
    assert report.published == ["ferry.md"]
    assert len(report.problems) == 1


def test_folders_and_hidden_files_are_no_articles(content: Path, publish: Publish) -> None:
    (content / "folder.md").mkdir()
    (content / ".hidden.md").write_text("---\ntitle: x\n---\n")
    (content / ".git").mkdir()
    (content / ".git" / "x.md").write_text("---\ntitle: x\n---\n")
    assert publish() == Report()


def test_nobody_waits_while_stories_are_compared(
    app: Flask, write_story: Write, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Comparing takes long on a large site; readers' comments and choices must be written meanwhile."""
    from broadsheet.related import RelatedIndex

    add_many, listed = RelatedIndex.add_many, RelatedIndex.listed

    def add_while_somebody_writes(self: RelatedIndex, *arguments: Any) -> None:
        write_elsewhere()
        add_many(self, *arguments)
        write_elsewhere()

    def list_while_somebody_writes(self: RelatedIndex, id: str) -> Any:
        write_elsewhere()
        return listed(self, id)

    in_time: list[bool] = []

    def write_elsewhere() -> None:
        thread = threading.Thread(target=write)
        thread.start()
        thread.join(2)
        in_time.append(not thread.is_alive())

    def write() -> None:
        with app.app_context():
            check_writable()

    monkeypatch.setattr(RelatedIndex, "add_many", add_while_somebody_writes)
    monkeypatch.setattr(RelatedIndex, "listed", list_while_somebody_writes)
    write_story("ferry", "The ferry is late")
    publish()
    assert len(in_time) >= 3
    assert all(in_time)


def test_the_head_says_what_is_shown_beside(
    content: Path, write_story: Write, publish: Publish, client: FlaskClient
) -> None:
    """And a change of nothing else takes effect."""

    def beside() -> list[str]:
        return re.findall(
            r'<h3><a href="(.*?)">', client.get("/coast/ferry").text.partition('id="related"')[2]
        )

    file = write_story("ferry", "The ferry is late", text="The tide at the harbour was high.")
    write_story(
        "deep/tide", "The ferry and the tide", text="The tide was high at the harbour, so the ferry waits."
    )
    write_story("bread", "Rye bread", text="A loaf of rye.")
    publish()
    assert "/coast/tide" in beside()
    head = file.read_text("utf-8")
    file.write_text(
        head.replace("tags:", "related: bread.md\nunrelated: [deep/tide, missing]\nseries: x\ntags:"), "utf-8"
    )
    assert publish().changed == ["ferry.md"]
    assert beside() == ["/coast/bread"]
    file.write_text(head, "utf-8")
    publish()
    assert "/coast/tide" in beside()
