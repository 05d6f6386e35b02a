"""What went out as WordPress' export comes back the same."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from broadsheet.articles.models import Article
from broadsheet.comments.models import Comment
from broadsheet.storage import reading
from broadsheet.words import split_words

Command = Callable[..., Result]


def move(
    app: Flask, other: Flask, content: Path, tmp_path: Path, give_out: Command, bring_in: Command
) -> str:
    """Move a site by an export of WordPress, and return what the import says."""
    give_out(tmp_path / "site.xml", "--format", "wordpress")
    return bring_in("wordpress", tmp_path / "site.xml", "--media", content, on=other).output


def read_articles(app: Flask) -> dict[str, Any]:
    with app.app_context():
        return {article.path: article for article in reading().scalars(select(Article))}


def words(article: Article) -> list[str]:
    """Return the words of a text and of its captions."""
    html = " ".join(
        " ".join([block.get("html", ""), *(note["html"] for note in block.get("notes", []))])
        for block in article.blocks
    )
    return split_words(BeautifulSoup(html, "html.parser").get_text())


def test_articles_are_the_same(
    app: Flask, other: Flask, paper: None, content: Path, tmp_path: Path, give_out: Command, bring_in: Command
) -> None:
    said = move(app, other, content, tmp_path, give_out, bring_in)
    before, after = read_articles(app), read_articles(other)
    assert before.keys() == after.keys(), said
    for path, old in before.items():
        new = after[path]
        for name in ("title", "standfirst", "is_page", "section", "published"):
            assert getattr(new, name) == getattr(old, name), name
        assert (new.updated or new.published) == (old.updated or old.published)
        assert [byline.name for byline in new.bylines] == [byline.name for byline in old.bylines]
        assert [tag.name for tag in new.tags] == [tag.name for tag in old.tags]
        missing = set(words(old)) - set(words(new))
        assert not missing, path


def test_a_draft_is_one_again(
    app: Flask, other: Flask, paper: None, content: Path, tmp_path: Path, give_out: Command, bring_in: Command
) -> None:
    move(app, other, content, tmp_path, give_out, bring_in)
    draft = (tmp_path / "other" / "articles" / "news" / "idea.md").read_text("utf-8")
    assert "title: An idea\n" in draft and "draft: 'true'\n" in draft and "author:\n- Ida\n" in draft
    assert "published:" not in draft


def test_pictures_are_the_same(
    app: Flask, other: Flask, paper: None, content: Path, tmp_path: Path, give_out: Command, bring_in: Command
) -> None:
    move(app, other, content, tmp_path, give_out, bring_in)
    old, new = (read_articles(site)["/2021/11/ferry/"] for site in (app, other))
    assert old.picture["alt"] == new.picture["alt"]
    assert new.picture["caption"] == "At the quay. Ben"
    shown = [[block["picture"]["alt"] for block in one.blocks if "picture" in block] for one in (old, new)]
    assert shown[0] == shown[1] == ["Another"]
    assert len(old.pictures) == len(new.pictures) == 3
    page = other.test_client().get("/2021/11/ferry/").text
    with other.test_client().get(new.picture["address"]) as answer:
        assert answer.status_code == 200
    assert "a small boat" in page


def test_comments_are_the_same(
    app: Flask, other: Flask, talk: Any, content: Path, tmp_path: Path, give_out: Command, bring_in: Command
) -> None:
    move(app, other, content, tmp_path, give_out, bring_in)
    before, after = describe_comments(app), describe_comments(other)
    assert len(before) == 7
    assert before == after


def describe_comments(app: Flask) -> list[tuple[object, ...]]:
    with app.app_context():
        found = list(reading().scalars(select(Comment).order_by(Comment.id)))
    html = {comment.id: comment.html for comment in found}
    return sorted(
        (
            comment.html,
            comment.name.replace("\x0b", "\ufffd"),
            comment.email,
            comment.website,
            comment.status,
            comment.staff,
            comment.written.replace(microsecond=0),
            html.get(comment.parent_id or 0),
        )
        for comment in found
    )
