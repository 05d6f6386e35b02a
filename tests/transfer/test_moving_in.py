"""An import from end to end: a file comes in, and readers find what was in it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from broadsheet.articles.models import Article
from broadsheet.comments.models import Comment, News, Thread
from broadsheet.storage import reading

Command = Callable[..., Result]

WXR = """<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<wp:base_blog_url>https://old.example</wp:base_blog_url>{items}</channel></rss>"""
POST = """<item><title>{title}</title><link>https://old.example{path}</link><dc:creator>Ada</dc:creator>
<content:encoded><![CDATA[{text}]]></content:encoded><wp:post_id>{id}</wp:post_id>
<wp:post_date_gmt>2023-09-01 09:30:00</wp:post_date_gmt><wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>
<wp:comment_status>{comments}</wp:comment_status>
<category domain="category" nicename="coast">Coast</category>{more}</item>"""
COMMENT = """<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author>{name}</wp:comment_author>
<wp:comment_author_email>{name}@example.org</wp:comment_author_email>
<wp:comment_date_gmt>2023-09-02 10:00:00</wp:comment_date_gmt><wp:comment_content>{text}</wp:comment_content>
<wp:comment_approved>{approved}</wp:comment_approved><wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"""

COMMENT_ON_PAGE = re.compile(r'<article [^>]*id="comment-[0-9]+"')


def post(id: int, path: str = "", title: str = "", text: str = "<p>Late.</p>", status: str = "publish", kind: str = "post",
         comments: str = "open", more: str = "") -> str:  # fmt: skip
    path, title = path or f"/2023/09/story-{id}/", title or f"Story {id}"
    return POST.format(
        id=id, path=path, title=title, text=text, status=status, kind=kind, comments=comments, more=more
    )


def comment(id: int, parent: int = 0, approved: str = "1", name: str = "Ben", text: str = "Yes.") -> str:
    return COMMENT.format(id=id, parent=parent, approved=approved, name=name, text=text)


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    """Write WordPress' export with these items: `export(post(7), post(8, more=comment(1)))`."""

    def write(*items: str) -> Path:
        file = tmp_path / "export.xml"
        file.write_text(WXR.format(items="".join(items)), "utf-8")
        return file

    return write


def ask(app: Flask, query: object) -> list:
    with app.app_context():
        return list(reading().scalars(query).all())


def all_files(folder: Path) -> dict[str, str]:
    return {file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in folder.rglob("*.md")}


def test_a_post_is_read_at_its_old_address(
    bring_in: Command, export: Callable[..., Path], client: FlaskClient
) -> None:
    result = bring_in(
        "wordpress", export(post(7, "/2023/09/ferry/", "The ferry is late", "<p>Again &amp; again.</p>"))
    )
    assert "1 article came in." in result.output
    page = client.get("/2023/09/ferry/")
    assert page.status_code == 200
    assert "<h1" in page.text
    assert "The ferry is late" in page.text
    assert "<p>Again &amp; again.</p>" in page.text
    assert client.get("/?p=7").location == "/2023/09/ferry/"
    assert (
        client.get("/category/coast/", follow_redirects=False).status_code == 404
    )  # The export names no categories.


def test_comments_stand_below_it_with_nesting_and_dates_and_nobody_is_told(
    app: Flask, bring_in: Command, export: Callable[..., Path], client: FlaskClient
) -> None:
    threads = (
        comment(1)
        + comment(2, 1, name="Cleo")
        + comment(3, 2)
        + comment(4, approved="0", name="Held")
        + comment(5, approved="spam")
    )
    bring_in("wordpress", export(post(7, more=threads)))
    page = client.get("/2023/09/story-7/").text
    assert len(COMMENT_ON_PAGE.findall(page)) == 3
    assert "3 comments" in page
    assert "2 September 2023" in page
    assert "Held" not in page
    found = ask(app, select(Comment).order_by(Comment.id))
    assert [(one.parent_id, one.status) for one in found] == [
        (None, "approved"), (None, "held"), (None, "spam"), (found[0].id, "approved"), (found[3].id, "approved"),
    ]  # fmt: skip
    assert ask(app, select(News)) == []


PLACES = [
    *(
        "/2023/09/story-7/",
        "/?p=7",
        "/",
        "/feed.json",
        "/feed.rss",
        "/sitemap.xml",
        "/search?q=secret",
        "/archive",
    ),
    *("/comments/feed.atom", "/comments/1", "/news/story-7", "/coast/secret-matter", "/sections/coast"),
]


@pytest.mark.parametrize("status", ["draft", "private", "pending", "trash"])
def test_what_was_not_public_is_nowhere(
    app: Flask, bring_in: Command, export: Callable[..., Path], client: FlaskClient, status: str
) -> None:
    bring_in(
        "wordpress",
        export(post(7, title="Secret matter", status=status, more=comment(1, text="Secret answer"))),
    )
    for address in PLACES:
        page = client.get(address, follow_redirects=True).text
        assert "Secret matter" not in page, address
        assert "Secret answer" not in page, address


def test_a_second_import_changes_nothing(
    app: Flask, bring_in: Command, export: Callable[..., Path], content: Path
) -> None:
    file = export(
        post(7, more=comment(1) + comment(2, 1)), post(8, status="draft"), post(9, "/about/", kind="page")
    )
    bring_in("wordpress", file)
    before = (all_files(content), ask(app, select(Comment.id)), ask(app, select(Article.digest)))
    result = bring_in("wordpress", file)
    assert (all_files(content), ask(app, select(Comment.id)), ask(app, select(Article.digest))) == before
    assert "0 articles came in, and 2 that were here already." in result.output
    assert "0 comments came in, and 2 that were here already." in result.output


def test_what_was_changed_or_removed_here_stays_so(
    app: Flask, bring_in: Command, export: Callable[..., Path], content: Path, publish: Callable
) -> None:
    file = export(post(7, more=comment(1)), post(8))
    bring_in("wordpress", file)
    edited = content / "2023/09/story-7.md"
    edited.write_text(edited.read_text("utf-8").replace("Late.", "On time."), "utf-8")
    (content / "2023/09/story-8.md").unlink()
    [id] = ask(app, select(Comment.id))
    app.test_cli_runner().invoke(args=["comments", "delete", str(id)])
    publish()
    bring_in("wordpress", file)
    assert "On time." in edited.read_text("utf-8")
    assert list(all_files(content)) == ["2023/09/story-7.md"]
    assert ask(app, select(Comment.status)) == ["deleted"]


def test_what_is_new_in_a_later_export_comes_in(
    app: Flask, bring_in: Command, export: Callable[..., Path], client: FlaskClient
) -> None:
    bring_in("wordpress", export(post(7, more=comment(1))))
    bring_in("wordpress", export(post(7, more=comment(1) + comment(2, 1) + comment(3)), post(8)))
    page = client.get("/2023/09/story-7/").text
    assert len(COMMENT_ON_PAGE.findall(page)) == 3
    first, answer, other = ask(app, select(Comment).order_by(Comment.id))
    assert (answer.parent_id, other.parent_id) == (first.id, None) or (other.parent_id, answer.parent_id) == (
        first.id,
        None,
    )
    assert client.get("/2023/09/story-8/").status_code == 200


@pytest.mark.parametrize("cut", [0.3, 0.9, 0.999])
def test_a_file_that_is_cut_off_changes_nothing(
    app: Flask, bring_in: Command, export: Callable[..., Path], content: Path, cut: float
) -> None:
    file = export(*(post(number, more=comment(number)) for number in range(1, 50)))
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * cut)])
    result = bring_in("wordpress", file, status=1)
    assert result.output.count("\n") == 1
    assert "the XML is broken here" in result.output
    assert "Nothing was changed." in result.output
    assert (all_files(content), ask(app, select(Comment.id)), ask(app, select(Article.id))) == ({}, [], [])
    assert not [file for file in content.parent.glob("imp*/*") if file.name != "import-lock"]


def test_a_dry_run_says_what_would_come_in_and_stores_nothing(
    app: Flask, bring_in: Command, export: Callable[..., Path], content: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.txt"
    file = export(post(7, more=comment(1) + comment(2, 1)), post(8, status="draft"))
    result = bring_in("wordpress", file, "--dry-run", "--report", report)
    assert "nothing was changed" in result.output
    assert "2 articles came in." in result.output
    assert "2 comments came in." in result.output
    lines = report.read_text("utf-8").splitlines()
    assert "came in | article | /2023/09/story-7/ | as 2023/09/story-7.md" in lines
    assert "came in | comment | 2 | approved, below 2023/09/story-7" in lines
    assert (all_files(content), ask(app, select(Comment.id)), ask(app, select(Article.id))) == ({}, [], [])


def test_answers_to_nothing_and_circles_of_parents_come_in(
    app: Flask, bring_in: Command, export: Callable[..., Path], client: FlaskClient, tmp_path: Path
) -> None:
    report = tmp_path / "report.txt"
    bring_in(
        "wordpress", export(post(7, more=comment(1, 99) + comment(2, 3) + comment(3, 2))), "--report", report
    )
    assert len(COMMENT_ON_PAGE.findall(client.get("/2023/09/story-7/").text)) == 3
    assert report.read_text("utf-8").count("so it begins a thread of its own") == 2


def test_two_posts_at_one_address_are_both_there(
    bring_in: Command, export: Callable[..., Path], client: FlaskClient
) -> None:
    bring_in("wordpress", export(post(7, "/ferry/", "First"), post(8, "/ferry/", "Second")))
    assert "First" in client.get("/ferry/").text
    assert "Second" in client.get("/?p=8", follow_redirects=True).text


UNUSABLE = [
    *(
        "/privacy/",
        "/search",
        "/archive/",
        "/",
        "/comments/feed.atom",
        "/media/x.jpg",
        "/../../etc/passwd",
        "/a//b/",
    ),
    *("/%00/", "/%2e%2e/x/", "/?p=7", "/" + "x" * 3000),
]


@pytest.mark.parametrize("path", UNUSABLE)
def test_an_address_that_cannot_be_kept_gives_way_to_another(
    bring_in: Command, export: Callable[..., Path], client: FlaskClient, content: Path, path: str
) -> None:
    bring_in("wordpress", export(post(7, path, "The ferry is late")))
    assert "The ferry is late" in client.get("/?p=7", follow_redirects=True).text
    [file] = all_files(content)
    assert (content / file).resolve().is_relative_to(content.resolve())


def test_threads_that_were_closed_stay_closed(
    bring_in: Command, export: Callable[..., Path], client: FlaskClient
) -> None:
    closed, silent = post(7, comments="closed", more=comment(1)), post(9, comments="closed")
    bring_in("wordpress", export(closed, post(8, more=comment(2)), silent))
    for number, is_closed in ((7, True), (8, False), (9, True)):
        page = client.get(f"/2023/09/story-{number}/").text
        assert ("takes no more comments" in page) == is_closed


def test_pictures_come_from_a_folder_and_later_ones_are_shown_too(
    bring_in: Command, export: Callable[..., Path], client: FlaskClient, content: Path, tmp_path: Path
) -> None:
    text = '<p><img src="https://old.example/wp-content/uploads/2023/09/boat.jpg" alt="A boat"></p>'
    file = export(post(7, text=text))
    bring_in("wordpress", file)
    assert '<a href="/wp-content/uploads/2023/09/boat.jpg">A boat</a>' in client.get("/2023/09/story-7/").text
    picture = tmp_path / "backup/uploads/2023/09/boat.jpg"
    picture.parent.mkdir(parents=True)
    Image.new("RGB", (300, 200), "navy").save(picture)
    result = bring_in("wordpress", file, "--media", tmp_path / "backup")
    assert "1 picture or other file came in." in result.output
    page = client.get("/2023/09/story-7/").text
    assert "/media/wp-content/uploads/2023/09/boat.jpg" in page
    assert 'alt="A boat"' in page
    assert (
        client.get("/wp-content/uploads/2023/09/boat.jpg").location
        == "/media/wp-content/uploads/2023/09/boat.jpg"
    )


def test_scripts_of_an_import_do_not_come_in(
    bring_in: Command, export: Callable[..., Path], client: FlaskClient
) -> None:
    evil = '<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>'
    file = export(post(7, title="&lt;script&gt;alert(1)&lt;/script&gt; Title", text=evil,
                       more=comment(1, name="&lt;b onclick=alert(1)&gt;", text=evil.replace("<", "&lt;"))))  # fmt: skip
    bring_in("wordpress", file)
    for address in ("/2023/09/story-7/", "/", "/feed.json", "/feed.rss", "/comments/feed.atom"):
        page = client.get(address).text
        assert "alert(1)</script" not in page, address
        assert "onerror" not in page, address
        assert "onclick=alert" not in page.replace("&lt;b onclick", ""), address
        assert 'href="javascript' not in page, address


FERRY = {"id": "N1", "title": "The ferry is late", "text": "Again. See *this*.", "published": "2023-09-01"}
TIDE = {
    "id": "N/2",
    "title": "Tide",
    "text": "<b>Raw</b> ![gone](gone.jpg)",
    "section": "Coast",
    "tags": ["sea"],
}
ANSWER = {"type": "comment", "id": 5, "thread": "N1", "text": "**Yes**", "name": "Ben", "status": "approved"}
LINES = [
    FERRY | {"path": "/2023/ferry"},
    TIDE | {"author": "Ada"},
    {"id": 3, "title": "Number", "text": ""},
    ANSWER | {"written": "2023-09-02T10:00:00Z"},
]


def test_plain_articles_come_from_json_lines(
    app: Flask, bring_in: Command, client: FlaskClient, tmp_path: Path
) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text("\n".join(map(json.dumps, [*LINES, ["no", "object"], {"id": "x"}])), "utf-8")
    result = bring_in("jsonl", file)
    assert "3 articles came in." in result.output
    assert "2 things were left out." in result.output
    page = client.get("/2023/ferry").text
    assert "<em>this</em>" in page
    assert "<strong>Yes</strong>" in page
    assert ask(app, select(Article.id).order_by(Article.id)) == ["3", "N/2", "N1"]
    assert "&lt;b&gt;Raw&lt;/b&gt;" in client.get("/coast/tide").text
    assert {article["url"].rpartition("/")[2] for article in client.get("/feed.json").json["items"]} == {
        "ferry",
        "tide",
        "number",
    }


def test_a_file_without_json_lines_is_refused(bring_in: Command, tmp_path: Path) -> None:
    for content in ("", "<rss/>", "[1, 2]", '{"type": "planet"}', '{"title": "no id"}', "\0\0\0"):
        file = tmp_path / "odd.jsonl"
        file.write_text(content)
        assert "Nothing was changed." in bring_in("jsonl", file, status=1).output


def test_comments_find_the_article_at_their_address_and_others_wait(
    app: Flask, story: str, bring_in: Command, client: FlaskClient, tmp_path: Path
) -> None:
    file = tmp_path / "isso.json"
    told = {"author": "Ben", "created": 1693562400.0, "text": "Yes, *late*."}
    threads = [{"id": story, "title": "x", "comments": [told | {"id": 1}, told | {"id": 2, "parent": 1}]},
               {"id": "/elsewhere/", "title": "Elsewhere", "comments": [told | {"id": 3}]}]  # fmt: skip
    file.write_text(json.dumps(threads), "utf-8")
    bring_in("isso", file)
    assert len(COMMENT_ON_PAGE.findall(client.get(story).text)) == 2
    assert ask(app, select(Thread.key).order_by(Thread.key)) == ["/elsewhere/", "ferry"]


def test_all_that_is_odd_in_a_comment_is_put_right(
    app: Flask, bring_in: Command, export: Callable[..., Path], tmp_path: Path
) -> None:
    odd = comment(1, name="&#x202E;" + "N" * 500, text=" ").replace("@example.org", " no address ")
    report = tmp_path / "report.txt"
    bring_in("wordpress", export(post(7, more=odd)), "--report", report)
    [found] = ask(app, select(Comment))
    assert (found.name[:3], len(found.name), found.email, found.text) == ("NNN", 80, "", "…")
    said = report.read_text("utf-8")
    assert "changed | comment | 1 | It had no text." in said
    assert "changed | comment | 1 | Its e-mail address is none, and was left out." in said


@pytest.mark.parametrize("moment", [0.3, 0.8, 1.5])
def test_an_import_that_was_killed_goes_on_where_it_was(
    app: Flask, bring_in: Command, export: Callable[..., Path], content: Path, database: str, moment: float
) -> None:
    file = export(
        *(
            post(n, more="".join(comment(10 * n + at, 10 * n + at - 1 if at else 0) for at in range(5)))
            for n in range(1, 151)
        )
    )
    environment = os.environ | {"BROADSHEET_DATA": str(content.parent), "BROADSHEET_DATABASE": database}
    command = [sys.executable, "-m", "broadsheet", "import", "wordpress", str(file)]
    running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
    waited = time.monotonic() + 60
    while not any(content.rglob("*.md")) and time.monotonic() < waited and running.poll() is None:
        time.sleep(0.01)
    time.sleep(moment)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    bring_in("wordpress", file)
    assert ask(app, select(func.count()).select_from(Article)) == [150]
    assert ask(app, select(func.count()).select_from(Comment)) == [750]
    assert ask(app, select(Thread.shown).distinct()) == [5]
    assert len(all_files(content)) == 150
    roots = ask(app, select(Comment.answers).where(Comment.parent_id.is_(None)))
    assert set(roots) == {4}


def test_comments_of_long_ago_are_not_the_newest(
    app: Flask,
    story: str,
    write: Callable[..., int],
    bring_in: Command,
    export: Callable[..., Path],
    client: FlaskClient,
) -> None:
    write(app, "Written today.")
    bring_in("wordpress", export(post(7, more=comment(1, text="Written in 2023."))))
    feed = client.get("/comments/feed.atom").text
    assert 0 < feed.index("Written today.") < feed.index("Written in 2023.")


def test_another_folder_of_articles_can_be_named(export: Callable[..., Path], tmp_path: Path) -> None:
    data, folder, site = tmp_path / "other", tmp_path / "stories", tmp_path / "site.jsonl"
    environment = {**os.environ, "BROADSHEET_DATA": str(data), "BROADSHEET_DATABASE": ""}
    for arguments in (["import", "wordpress", str(export(post(7)))], ["export", str(site)]):
        command = [sys.executable, "-m", "broadsheet", *arguments, "--content", str(folder)]
        subprocess.run(command, env=environment, check=True, capture_output=True)
    assert list(all_files(folder)) == ["2023/09/story-7.md"]
    assert not (data / "articles").exists()
    assert '"file": "2023/09/story-7.md"' in site.read_text("utf-8")


def test_only_what_was_changed_later_is_called_updated(
    bring_in: Command, export: Callable[..., Path], content: Path
) -> None:
    modified = "<wp:post_modified_gmt>2023-09-{}</wp:post_modified_gmt>"
    bring_in(
        "wordpress",
        export(post(7, more=modified.format("01 09:30:00")), post(8, more=modified.format("03 10:00:00"))),
    )
    assert "updated:" not in (content / "2023/09/story-7.md").read_text("utf-8")
    assert "updated: '2023-09-03T10:00:00Z'" in (content / "2023/09/story-8.md").read_text("utf-8")


def test_stories_of_one_second_keep_their_order(app: Flask, bring_in: Command, tmp_path: Path) -> None:
    moments = {"late": "2023-09-01T09:30:00.7Z", "early": "2023-09-01T09:30:00.2Z"}
    lines = [json.dumps({"id": id, "title": id, "text": "x", "published": at}) for id, at in moments.items()]
    file = tmp_path / "site.jsonl"
    file.write_text("\n".join(lines), "utf-8")
    bring_in("jsonl", file)
    assert ask(app, select(Article.id).order_by(Article.published)) == ["early", "late"]
