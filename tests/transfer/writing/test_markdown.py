"""The articles as a folder of Markdown files."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from PIL import Image
from sqlalchemy import select

from broadsheet.articles.models import Article
from broadsheet.articles.publishing import Report, publish_folder
from broadsheet.storage import reading
from broadsheet.words import split_words

Command = Callable[..., Result]
HTML = """---
title: From elsewhere
published: 2020-05-01 10:00
path: /2020/05/old
image: {file: /uploads/lead.png, alt: A lead}
tags: [old, tide]
markup: html
aliases: ["/?p=12"]
---

<h2>A <em>heading</em></h2>
<p>Two *stars* and <a href="/coast/ferry">a link</a>,<br>10<sup>6</sup> &lt;b&gt;.</p>
<figure><img src="/uploads/in it.png" alt="In it"><figcaption>Its "caption"</figcaption></figure>
<iframe src="https://www.youtube.com/embed/abc"></iframe>
<p><img src="/uploads/gone.png" alt="Gone"></p>
<table><tr><th>a|b<th>c</tr><tr><td>1<td>2<td>3</table>
<script>alert(1)</script>
"""
MARKDOWN = r"""---
title: From elsewhere
published: 2020-05-01 10:00
path: /2020/05/old
image: {file: /uploads/lead.png, alt: A lead}
tags: [old, tide]
aliases: ["/?p=12"]
---

## A *heading*

Two \*stars\* and [a link](/coast/ferry),\
10⁶ \<b>.

![In it](/uploads/in%20it.png "Its \"caption\"")

https://www.youtube.com/watch?v=abc

[Gone](/uploads/gone.png)

| a\|b | c |  |
| --- | --- | --- |
| 1 | 2 | 3 |
"""


@pytest.fixture
def old(content: Path, paper: None, publish: Callable[[], Report]) -> None:
    """An article that was imported, beside the others."""
    (content / "uploads").mkdir()
    for name in ("lead", "in it"):
        Image.new("RGB", (30, 20)).save(content / "uploads" / f"{name}.png")
    (content / "2020").mkdir()
    (content / "2020" / "old.md").write_text(HTML, "utf-8")
    publish()


def read_articles(app: Flask) -> dict[str, Any]:
    with app.app_context():
        found = reading().scalars(select(Article))
        return {one.path: (one.title, split_words(one.text), one.published) for one in found}


def test_html_becomes_markdown(old: None, give_out: Command, tmp_path: Path) -> None:
    assert give_out(tmp_path / "out", "--format", "markdown").output == ""
    assert (tmp_path / "out" / "2020" / "old.md").read_text("utf-8") == MARKDOWN


def test_all_other_files_are_as_they_were(
    old: None, content: Path, give_out: Command, tmp_path: Path
) -> None:
    (content / ".secret").mkdir()
    (content / ".secret" / "draft.md").write_text("hidden")
    (content / ".notes.txt").write_text("hidden")
    give_out(tmp_path / "out", "--format", "markdown")
    there, here = (
        {file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*") if file.is_file()}
        for root in (content, tmp_path / "out")
    )
    hidden = {".secret/draft.md", ".notes.txt"}
    assert there.keys() - hidden == here.keys()
    assert {name for name in here if here[name] != there[name]} == {"2020/old.md"}
    assert b"draft: true" in here["idea.md"]


def test_another_site_says_the_same_of_it(
    app: Flask, other: Flask, old: None, give_out: Command, tmp_path: Path
) -> None:
    give_out(tmp_path / "out", "--format", "markdown")
    (tmp_path / "other" / "articles").rmdir()
    (tmp_path / "out").rename(tmp_path / "other" / "articles")
    with other.app_context():
        assert not [problem for problem in publish_folder().problems if problem.fatal]
    before, after = read_articles(app), read_articles(other)
    assert before.keys() == after.keys()
    for path, (title, words, published) in before.items():
        assert after[path][0] == title and after[path][2] == published
        # Captions are part of the text of an article in HTML, and of one in Markdown they are not.
        assert set(words) - {"its", "caption"} <= set(after[path][1])


def test_nothing_is_overwritten(old: None, give_out: Command, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    said = give_out(tmp_path / "out", "--format", "markdown", status=1).output
    assert "is no empty folder" in said
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["mine.txt"]
    assert (
        "is no empty folder"
        in give_out(tmp_path / "out" / "mine.txt", "--format", "markdown", status=1).output
    )


def test_articles_do_not_go_into_their_own_folder(old: None, content: Path, give_out: Command) -> None:
    for folder in (content, content / "copy", content / "pictures" / ".." / "copy"):
        said = give_out(folder, "--format", "markdown", status=1).output
        assert "lies in the folder of articles" in said
    assert not (content / "copy").exists()


def test_no_link_leads_out_of_the_folder(old: None, content: Path, give_out: Command, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "secret.md").write_text("secret")
    for name in ("secret.txt", "secret.md"):
        (content / name).symlink_to(tmp_path / name)
    (content / "all").symlink_to(tmp_path)
    (content / "circle.txt").symlink_to("circle.txt")
    os.mkfifo(content / "pipe.txt")
    said = give_out(tmp_path / "out", "--format", "markdown").output
    assert "secret.md, line 1: this is a link out of the folder" in said
    names = {file.name for file in (tmp_path / "out").rglob("*")}
    assert not names & {"secret.txt", "secret.md", "all", "circle.txt", "pipe.txt"}


def test_what_only_the_site_shows_is_named(
    old: None, content: Path, give_out: Command, tmp_path: Path
) -> None:
    (content / "ferry.md").unlink()
    (content / "about.md").write_text("no head")
    (content / "new.md").write_text("no head either")
    said = give_out(tmp_path / "out", "--format", "markdown").output
    assert "ferry.md, line 1: the site shows ferry, whose file is gone" in said
    assert (
        "about.md, line 1: the site shows about as it was before its file was broken: the file must" in said
    )
    assert "new.md" not in said
    assert (tmp_path / "out" / "new.md").read_text() == "no head either"


def test_a_head_in_which_the_key_does_not_stand_alone_stays_with_its_html(
    content: Path, publish: Callable[[], Report], give_out: Command, tmp_path: Path
) -> None:
    text = "---\n{title: In braces, markup: html}\n---\n\n<p>Text</p>\n"
    (content / "braces.md").write_text(text)
    publish()
    give_out(tmp_path / "out", "--format", "markdown")
    assert (tmp_path / "out" / "braces.md").read_text() == text
