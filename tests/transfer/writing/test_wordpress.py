"""The site as WordPress' export."""

import re
from collections.abc import Callable
from datetime import datetime
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import defusedxml.ElementTree
import pytest
from flask import Flask

from broadsheet.articles.models import Article
from broadsheet.comments.commands import close_thread
from broadsheet.comments.models import Comment
from broadsheet.storage import writing

Export = Callable[[], Any]
FILES = "https://gazette.example/media"


def test_the_channel_says_whose_it_is(paper: None, export: Export) -> None:
    channel = export().channel
    assert channel["title"] == "The Gazette &amp; Co"
    assert (channel["link"], channel["wp:base_blog_url"]) == ("https://gazette.example",) * 2
    assert (channel["wp:wxr_version"], channel["language"]) == ("1.2", "en")


def test_authors_sections_and_tags_are_told(paper: None, talk: dict[str, int], export: Export) -> None:
    channel = export().channel
    authors = {one["wp:author_display_name"]: one["wp:author_login"] for one in channel.all("wp:author")}
    assert authors.keys() == {"Ada Reporter", "שרה כהן", "The Desk", "Ida"}
    assert authors["Ada Reporter"] == "ada-reporter"
    assert authors["שרה כהן"].isascii(), "WordPress would make one author of all whose logins are not"
    sections = {one["wp:category_nicename"]: one["wp:cat_name"] for one in channel.all("wp:category")}
    assert sections == {"coast-sea": "Coast &amp; Sea", "news": "News"}
    tags = {one["wp:tag_slug"]: one["wp:tag_name"] for one in channel.all("wp:tag")}
    assert tags == {"harbour": "harbour", "גאות": "גאות", "ideas": "ideas"}
    terms = [one["wp:term_id"] for kind in ("wp:category", "wp:tag") for one in channel.all(kind)]
    assert len(set(terms)) == 5


def test_an_article_is_a_post(paper: None, export: Export) -> None:
    post = export().of("post")["ferry"]
    assert post["title"] == "Ferry &amp; &lt;tide&gt;: ]]&gt; 🚢 שלום"
    assert post["link"] == post["guid"] == "https://gazette.example/2021/11/ferry/"
    assert post["excerpt:encoded"] == "Two boats &lt; three"
    assert (post["wp:status"], post["wp:comment_status"]) == ("publish", "open")
    assert (post["wp:post_date"], post["wp:post_date_gmt"]) == ("2021-11-01 09:00:00", "2021-11-01 08:00:00")
    assert post["wp:post_modified_gmt"] == "2021-11-01 23:00:00"
    assert post["pubDate"] == "Mon, 01 Nov 2021 08:00:00 GMT"
    assert post["dc:creator"] == "ada-reporter"
    assert post.meta["kicker"] == "Analysis"
    domains = [(domain, name) for domain, _slug, name in post.terms]
    assert domains == [
        ("category", "Coast &amp; Sea"),
        ("post_tag", "harbour"),
        ("post_tag", "גאות"),
        ("author", "Ada Reporter"),
        ("author", "שרה כהן"),
    ]


def test_a_text_means_in_wordpress_what_it_means_here(paper: None, export: Export) -> None:
    text = export().of("post")["ferry"]["content:encoded"]
    lines = text.splitlines()
    assert lines[0] == (
        '<p>The first line goes on, with a <a href="https://gazette.example/about">link</a> and '
        f'<img src="{FILES}/pictures/small.png" alt="a small boat" width="30" height="20"> in it. '
        '&#91;gallery] shows nothing.<sup id="note-1-from" class="note"><a href="#note-1">1</a></sup></p>'
    )
    assert lines[1] == '<h2 id="h-what-follows">What ]]&gt; follows</h2>'
    assert (
        f'<figure><img src="{FILES}/pictures/other.png" alt="Another" width="30" height="20">'
        "<figcaption>In the harbour. Ada</figcaption></figure>"
    ) in lines
    assert "<p>https://films.example/watch?a=1&amp;b=2</p>" in lines
    assert '<p><a href="https://films.example/2">The film</a></p>' in lines
    assert "<pre><code>one\n  two\n</code></pre>" in text
    assert f'<a href="{FILES}/time%20table.pdf">The timetable</a>' in text
    assert '<a href="https://gazette.example/gone.pdf">the old one</a>' in text
    assert '<li id="note-1"><p>A note.</p>\n</li>' in text
    assert lines[-1] == "<p>3 November 2021: The time was wrong.</p>"


def test_every_picture_file_is_one_attachment(paper: None, export: Export) -> None:
    found = export()
    boat, small, other = (found.of("attachment")[name] for name in ("boat", "small", "other"))
    ferry, later = found.of("post")["ferry"], found.of("post")["tomorrow"]
    assert len(found.of("attachment")) == 4
    assert len({item["wp:post_id"] for item in found.items}) == len(found.items)
    assert ferry.meta["_thumbnail_id"] == later.meta["_thumbnail_id"] == boat["wp:post_id"]
    assert boat["wp:attachment_url"] == f"{FILES}/boat.png"
    assert boat["wp:post_parent"] == ferry["wp:post_id"]
    assert boat["excerpt:encoded"] == "At the quay. Ben"
    assert boat.meta == {"_wp_attached_file": "2021/11/boat.png", "_wp_attachment_image_alt": "A boat"}
    assert small.meta["_wp_attachment_image_alt"] == "a small boat"
    assert (other["wp:status"], other["excerpt:encoded"]) == ("inherit", "In the harbour. Ada")


def test_a_file_that_a_text_links_to_is_an_attachment(paper: None, export: Export) -> None:
    file = export().of("attachment")["time table"]
    assert file["wp:attachment_url"] == f"{FILES}/time%20table.pdf"
    assert file.meta == {"_wp_attached_file": "2021/11/time table.pdf"}


def test_what_is_not_public_does_not_become_so(paper: None, export: Export) -> None:
    found = export()
    assert found.of("page")["about"]["wp:status"] == "publish"
    assert found.of("page")["about"].terms == []
    assert found.of("post")["tomorrow"]["wp:status"] == "future"
    draft = found.of("post")["idea"]
    assert (draft["title"], draft["wp:status"]) == ("An idea", "draft")
    assert draft["wp:post_date"] == draft["wp:post_date_gmt"] == "0000-00-00 00:00:00"
    assert draft["content:encoded"] == "<p>Only a thought.</p>"
    assert (draft["dc:creator"], draft.terms[1]) == ("ida", ("post_tag", "ideas", "ideas"))


def test_what_cannot_be_exported_is_named(
    paper: None, content: Path, app: Flask, write: Any, export: Export
) -> None:
    (content / "fresh.md").write_text("---\ntitle: Fresh\n---\n\nNew.\n")
    (content / "broken.md").write_text("no head")
    (content / "lost.md").write_text("---\ntitle: Lost\ndraft: true\nimage: gone.png\n---\n")
    (content / "ferry.md").unlink()
    with app.app_context(), writing() as session:
        session.add(Comment(thread="elsewhere", path="", status="approved", reasons=[], shown=True, name="A",
                            email="", website="", text="a", html="a", written=datetime.now().astimezone()))  # fmt: skip
    left_out = export().left_out
    assert len(left_out) == 4
    assert left_out[0].startswith("broken.md, line 1: the file must begin")
    assert left_out[1] == "fresh.md, line 1: this is not published yet, so it was left out"
    assert left_out[2].startswith("lost.md, line 4: the picture gone.png is not there")
    assert left_out[3] == "1 comment stands below pages that are no articles, so they were left out"


def test_every_comment_keeps_its_place_and_status(talk: dict[str, int], export: Export) -> None:
    comments = {one["wp:comment_id"]: one for one in export().of("post")["ferry"].all("wp:comment")}
    found = {key: comments[str(id)] for key, id in talk.items()}
    status = {key: one["wp:comment_approved"] for key, one in found.items()}
    assert len(comments) == len(talk)
    assert status == {
        **dict.fromkeys(("first", "reply", "deeper", "staff"), "1"),
        **{"held": "0", "spam": "spam", "gone": "trash"},
    }
    parents = {key: one["wp:comment_parent"] for key, one in found.items() if one["wp:comment_parent"] != "0"}
    first, reply = str(talk["first"]), str(talk["reply"])
    assert parents == {"reply": first, "staff": first, "deeper": reply}


def test_a_comment_keeps_who_wrote_what(talk: dict[str, int], export: Export) -> None:
    found = export()
    first, reply, *_, staff = found.of("post")["ferry"].all("wp:comment")
    assert first["wp:comment_content"].strip() == "<p>Well <em>said</em> ]]&gt; &amp; 🚢</p>"
    assert (first["wp:comment_author_email"], first["wp:comment_author_url"]) == (
        "ada@example.org",
        "https://ada.example",
    )
    assert reply["wp:comment_author"] == "שרה &lt;b&gt;\ufffd"
    assert reply["wp:comment_content"].strip() == "<p>No.<br>\nNot at all.</p>"
    desk = next(one for one in found.channel.all("wp:author") if one["wp:author_display_name"] == "The Desk")
    assert (first["wp:comment_user_id"], staff["wp:comment_user_id"]) == ("0", desk["wp:author_id"])
    assert first["wp:comment_date"] > first["wp:comment_date_gmt"], "the site is east of Greenwich"


def test_a_closed_thread_stays_closed(app: Flask, talk: dict[str, int], export: Export) -> None:
    with app.app_context(), writing() as session:
        close_thread(session, "ferry", True)
    assert export().of("post")["ferry"]["wp:comment_status"] == "closed"


def test_what_xml_cannot_hold_makes_no_export_unreadable(app: Flask, paper: None, export: Export) -> None:
    with app.app_context(), writing() as session:
        session.get_one(Article, "about").title = "About\x0b\ufffe us\x1f]]>"
    assert export().of("page")["about"]["title"] == "About\ufffd\ufffd us\ufffd]]&gt;"


def test_a_site_without_an_address_is_named_by_its_port(
    make_app: Callable[..., Flask], app: Flask, content: Path, export: Export
) -> None:
    app.extensions["broadsheet.settings"] = make_app(PORT=8123).extensions["broadsheet.settings"]
    assert export().channel["link"] == "http://localhost:8123"


@pytest.mark.parametrize("kind", ["item", "wp:author", "wp:category", "wp:tag"])
def test_elements_stand_in_the_order_that_wordpress_gives_them(
    talk: dict[str, int], export: Export, shared: Path, kind: str
) -> None:
    known, others = (
        list_orders(shared / "wxr" / file, kind) for file in ("small-export.xml", "theme-unit-test-data.xml")
    )
    names = {name for pair in known | others for name in pair}
    for ours in export().channel.all(kind):
        shown = [name.partition(":")[2] or name for name in ours.names]
        new = set(shown) - names
        assert new <= {"post_modified", "post_modified_gmt"}, "WordPress has these since 5.7"
        for first, second in pairwise(shown):
            assert first == second or (second, first) not in known


def list_orders(file: Path, kind: str) -> set[tuple[str, str]]:
    """Return each pair of names of which the first stands before the second in an element of a kind."""
    found = set()
    for element in defusedxml.ElementTree.parse(file).getroot()[0]:
        if re.sub(".*}", "", element.tag) == kind.removeprefix("wp:"):
            names = [re.sub(".*}", "", child.tag) for child in element]
            found |= set(combinations(dict.fromkeys(names), 2))
    return found
