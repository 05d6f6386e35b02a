from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from broadsheet.articles.models import Article
from broadsheet.articles.publishing import Report
from broadsheet.storage import reading

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
    "path", ["/", "/privacy", "/sections/coast", "/feed.json", "/media/x.png", "/assets/x", "/healthz"]
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
