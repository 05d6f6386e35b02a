"""What lies in the folder and is not on the site is noted, and what one file says is published at once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from broadsheet.articles.models import Article, Unpublished
from broadsheet.articles.publishing import Report
from broadsheet.articles.publishing.folder import Draft, Read, make_draft, read_file
from broadsheet.articles.publishing.front_matter import Broken
from broadsheet.articles.publishing.one_file import publish_file
from broadsheet.articles.publishing.publish import publish_drafts
from broadsheet.articles.publishing.storing import lock_articles
from broadsheet.settings import settings_of
from broadsheet.storage import reading, writing

Publish = Callable[[], Report]
Write = Callable[..., Path]


def list_unpublished(app: Flask) -> dict[str, Unpublished]:
    with app.app_context():
        return {row.source: row for row in reading().scalars(select(Unpublished))}


def draft_of(app: Flask, file: Path) -> Draft:
    root = settings_of(app).content_folder
    read = read_file(root, file.relative_to(root).as_posix())
    assert isinstance(read, Read)
    return make_draft(root, read, settings_of(app))


def hide(file: Path) -> None:
    file.write_text(file.read_text("utf-8").replace("title:", "draft: true\ntitle:", 1), "utf-8")


def test_drafts_and_broken_files_are_noted(
    app: Flask, content: Path, write_story: Write, publish: Publish
) -> None:
    hide(write_story("plan", "A plan"))
    (content / "odd.md").write_text("---\ntitle: Odd\nsection: Town\npublished: soon\n---\n", "utf-8")
    (content / "bare.md").write_bytes(b"\xff")
    (content / "open.md").write_text('---\ntitle: "Open"\ntags: [a\n---\n', "utf-8")
    publish()
    found = list_unpublished(app)
    assert {source: (row.title, row.section, row.line) for source, row in found.items()} == {
        "plan.md": ("A plan", "Coast", None),
        "odd.md": ("Odd", "Town", 4),
        "bare.md": ("bare.md", "News", 1),
        "open.md": ("Open", "News", 3),
    }
    assert "published" in str(found["odd.md"].problem)
    assert found["plan.md"].digest


def test_what_is_put_right_or_removed_is_not_noted_any_more(
    app: Flask, content: Path, write_story: Write, publish: Publish
) -> None:
    (content / "odd.md").write_text("---\ntitle: Odd\npublished: soon\n---\n", "utf-8")
    plan = write_story("plan", "A plan")
    hide(plan)
    publish()
    (content / "odd.md").write_text("---\ntitle: Odd\n---\n", "utf-8")
    plan.unlink()
    publish()
    assert list_unpublished(app) == {}


def test_a_file_that_breaks_is_noted_until_it_is_as_it_was(
    app: Flask, story: str, content: Path, publish: Publish, client: FlaskClient
) -> None:
    file = content / "ferry.md"
    good = file.read_bytes()
    file.write_bytes(good.replace(b"tags:", b"tags: ]"))
    publish()
    assert list_unpublished(app)["ferry.md"].line == 6
    assert client.get(story).status_code == 200
    file.write_bytes(good)
    publish()
    assert list_unpublished(app) == {}


def test_a_draft_that_is_known_is_not_read_again(write_story: Write, publish: Publish) -> None:
    plan = write_story("plan", "A plan")
    plan.write_text(plan.read_text("utf-8").replace("title:", "draft: true\nodd: 1\ntitle:"), "utf-8")
    assert [problem.line for problem in publish().problems] == [3]
    assert publish().problems == []
    plan.write_text(plan.read_text("utf-8").replace("draft: true", "draft: false"), "utf-8")
    assert publish().published == ["plan.md"]


def test_a_draft_that_was_changed_meanwhile_is_not_published(
    app: Flask, story: str, content: Path, client: FlaskClient
) -> None:
    file = content / "ferry.md"
    with app.app_context():
        stale = draft_of(app, file)
        hide(file)
        publish_drafts([stale], set(), Report())
        with writing() as session:
            lock_articles(session)
            publish_file(session, draft_of(app, file))
        publish_drafts([stale], set(), Report())
    assert client.get(story).status_code == 404


def test_one_file_is_published_at_once(app: Flask, write_story: Write, client: FlaskClient) -> None:
    file = write_story("ferry", "The ferry is late")
    for title in ("The ferry is late", "The ferry is early"):
        write_story("ferry", title)
        with app.app_context(), writing() as session:
            lock_articles(session)
            report = publish_file(session, draft_of(app, file))
        assert report.did_something
        assert title in client.get("/coast/ferry").text
    hide(file)
    with app.app_context(), writing() as session:
        lock_articles(session)
        assert publish_file(session, draft_of(app, file)).removed == ["ferry.md"]
    assert client.get("/coast/ferry").status_code == 404
    assert list_unpublished(app)["ferry.md"].problem is None


def test_an_address_that_is_taken_is_refused(app: Flask, story: str, content: Path) -> None:
    (content / "other.md").write_text(f"---\ntitle: Other\npath: {story}\n---\n", "utf-8")
    with app.app_context():
        with pytest.raises(Broken, match=r"ferry\.md"), writing() as session:
            publish_file(session, draft_of(app, content / "other.md"))
        assert [article.source for article in reading().scalars(select(Article))] == ["ferry.md"]
