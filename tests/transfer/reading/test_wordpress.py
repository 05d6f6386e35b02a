"""WordPress' export, as its files are written."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.transfer.items import (
    ForeignAddress,
    ForeignArticle,
    ForeignComment,
    ForeignFile,
    Item,
    LeftOut,
    Origin,
    Unreadable,
)

HEAD = """<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"
  xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><language>en-GB</language>
<wp:base_blog_url>https://www.old.example/blog</wp:base_blog_url>
<wp:author><wp:author_id>3</wp:author_id><wp:author_login>ada</wp:author_login>
<wp:author_display_name>Ada Reporter</wp:author_display_name></wp:author>
<wp:category><wp:term_id>1</wp:term_id><wp:category_nicename>coast</wp:category_nicename><wp:cat_name>Coast</wp:cat_name></wp:category>
<wp:category><wp:term_id>2</wp:term_id><wp:category_nicename>boats</wp:category_nicename>
<wp:category_parent>coast</wp:category_parent><wp:cat_name>Boats &amp;amp; quays</wp:cat_name></wp:category>
<wp:tag><wp:tag_slug>tide-time</wp:tag_slug><wp:tag_name>Tide</wp:tag_name></wp:tag>"""
POST = """<wp:post_id>7</wp:post_id><title>The ferry &amp;amp; the tide</title><dc:creator>ada</dc:creator>
<link>https://old.example/blog/2023/09/ferry/</link><guid>https://old.example/blog/?p=1</guid>
<content:encoded>One.\n\nTwo.</content:encoded><excerpt:encoded>Late again.</excerpt:encoded>
<wp:post_date>2023-09-01 11:30:00</wp:post_date><wp:post_date_gmt>2023-09-01 09:30:00</wp:post_date_gmt>
<wp:post_name>ferry</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain="category" nicename="uncategorized">Uncategorized</category>
<category domain="category" nicename="coast">Coast</category><category domain="category" nicename="boats">Boats</category>
<category domain="post_tag" nicename="tide-time">Tide</category>"""
PICTURE = """<item><title>Boat</title><link>https://old.example/blog/2023/09/ferry/boat/</link><wp:post_id>8</wp:post_id>
<wp:post_parent>7</wp:post_parent><wp:status>inherit</wp:status><wp:post_type>attachment</wp:post_type>
<excerpt:encoded>The &lt;b&gt;boat&lt;/b&gt;</excerpt:encoded>
<wp:attachment_url>https://old.example/blog/wp-content/uploads/2023/09/boat.jpg</wp:attachment_url>
<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>A boat</wp:meta_value></wp:postmeta></item>"""
Read = Callable[..., list[Item]]


@pytest.fixture
def read(tmp_path: Path, read_with: Callable[[str, Path], list[Item]]) -> Read:
    """Read an export whose items have this in them: `read(POST, PAGE)`."""

    def run(*items: str, more: str = "") -> list[Item]:
        file = tmp_path / "export.xml"
        posts = "".join(f"<item>{item}</item>" for item in items)
        file.write_text(f"{HEAD}{posts}{more}</channel></rss>", "utf-8")
        return read_with("wordpress", file)

    return run


def only(kind: type, items: list[Item]) -> list:
    return [item for item in items if isinstance(item, kind)]


def comment(id: int, more: str = "", approved: str = "1", parent: int = 0) -> str:
    return (
        f"<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author>Ben</wp:comment_author>"
        f"<wp:comment_date_gmt>2023-09-02 10:00:00</wp:comment_date_gmt><wp:comment_content>Yes.</wp:comment_content>"
        f"<wp:comment_approved>{approved}</wp:comment_approved><wp:comment_parent>{parent}</wp:comment_parent>{more}</wp:comment>"
    )


def test_a_post_comes_with_all_that_is_said_of_it(read: Read) -> None:
    [article] = only(ForeignArticle, read(POST))
    assert (article.id, article.title, article.standfirst) == ("7", "The ferry & the tide", "Late again.")
    assert (article.address, article.slug, article.authors) == (
        "/blog/2023/09/ferry/",
        "ferry",
        ["Ada Reporter"],
    )
    assert (article.section, article.tags, article.language) == ("Coast", ["Tide", "Boats"], "en-GB")
    assert article.published == datetime(2023, 9, 1, 9, 30, tzinfo=UTC)
    assert article.text.count("<p>") == 2
    assert (article.hidden, article.is_page, article.closed) == ("", False, False)


def test_the_site_is_told_by_its_address_without_the_scheme(read: Read) -> None:
    assert only(Origin, read(POST)) == [
        Origin("wordpress www.old.example/blog", "https://www.old.example/blog")
    ]


def test_old_addresses_lead_to_a_post(read: Read) -> None:
    old_slug = "<wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>boat-late</wp:meta_value></wp:postmeta>"
    [article] = only(ForeignArticle, read(POST + old_slug, more=PICTURE))
    assert set(article.other_addresses) == {
        "/blog/?p=7", "/blog/2023/09/boat-late/", "/blog/2023/09/ferry/boat/", "/blog/?attachment_id=8",
    }  # fmt: skip


def test_the_picture_at_the_head_is_found_wherever_it_stands_in_the_file(read: Read) -> None:
    thumbnail = (
        "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>8</wp:meta_value></wp:postmeta>"
    )
    items = read(POST + thumbnail, more=PICTURE)
    [article] = only(ForeignArticle, items)
    assert article.picture
    assert (article.picture.address, article.picture.alt) == (
        "/blog/wp-content/uploads/2023/09/boat.jpg",
        "A boat",
    )
    assert article.picture.caption == "The boat"
    [file] = only(ForeignFile, items)
    assert file.address == "https://old.example/blog/wp-content/uploads/2023/09/boat.jpg"


def test_the_page_of_a_picture_without_a_post_leads_to_the_picture(read: Read) -> None:
    found = only(ForeignAddress, read(more=PICTURE))
    assert (
        ForeignAddress("/blog/?attachment_id=8", "/media/blog/wp-content/uploads/2023/09/boat.jpg") in found
    )


def test_lists_of_the_old_site_lead_to_ours(read: Read) -> None:
    found = {one.address: one.target for one in only(ForeignAddress, read(POST))}
    assert found == {
        "/blog/category/coast/": "/sections/coast",
        "/blog/category/coast/boats/": "/tags/boats-quays",
        "/blog/?cat=1": "/sections/coast",
        "/blog/?cat=2": "/tags/boats-quays",
        "/blog/tag/tide-time/": "/tags/tide",
        "/blog/author/ada/": "/authors/ada-reporter",
    }


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("<wp:status>publish", "<wp:status>draft"), "it is a draft"),
        (("<wp:status>publish", "<wp:status>pending"), "it waits for review"),
        (("<wp:status>publish", "<wp:status>private"), "it is private"),
        (("<wp:status>publish", "<wp:status>acf-disabled"), "its status is acf-disabled"),
        (("<wp:status>publish</wp:status>", ""), "it has no status"),
        (
            ("<wp:post_type>", "<wp:post_password>secret</wp:post_password><wp:post_type>"),
            "it was protected by a password",
        ),
        (("<wp:status>publish", "<wp:status>future"), ""),
    ],
)
def test_what_was_not_public_is_hidden(read: Read, change: tuple[str, str], why: str) -> None:
    [article] = only(ForeignArticle, read(POST.replace(*change)))
    assert article.hidden == why


def test_what_is_no_post_and_no_page_is_left_out_with_a_reason(read: Read) -> None:
    items = read(
        POST.replace("<wp:post_type>post", "<wp:post_type>nav_menu_item"), POST.replace("publish", "trash")
    )
    assert only(LeftOut, items) == [
        LeftOut("nav_menu_item 7, 'The ferry & the tide'", "Only posts, pages and media are taken over."),
        LeftOut("post 7, 'The ferry & the tide'", "Its status is trash."),
    ]


def test_the_main_category_of_a_plugin_is_the_section(read: Read) -> None:
    key = "<wp:meta_key>_yoast_wpseo_primary_category</wp:meta_key>"
    main = f"<wp:postmeta>{key}<wp:meta_value>2</wp:meta_value></wp:postmeta>"
    [article] = only(ForeignArticle, read(POST.replace(">Boats<", ">Boats &amp;amp; quays<") + main))
    assert (article.section, article.tags) == ("Boats & quays", ["Tide", "Coast"])


def test_guest_authors_stand_in_place_of_who_stored_the_post(read: Read) -> None:
    guests = "".join(f'<category domain="author">{name}</category>' for name in ("Eva Guest", "Finn Guest"))
    [article] = only(ForeignArticle, read(POST + guests))
    assert article.authors == ["Eva Guest", "Finn Guest"]


def test_comments_come_with_status_nesting_and_who_wrote_them(read: Read) -> None:
    found = only(ForeignComment, read(
        POST + comment(1) + comment(2, parent=1, approved="0") + comment(3, approved="spam") + comment(4, approved="trash")
        + comment(5, "<wp:comment_user_id>3</wp:comment_user_id>") + comment(6, "<wp:comment_user_id>9</wp:comment_user_id>")
        + comment(7, "<wp:comment_type>pingback</wp:comment_type>")
    ))  # fmt: skip
    assert [(one.id, one.parent, one.status, one.staff) for one in found] == [
        ("1", None, "approved", False), ("2", "1", "held", False), ("3", None, "spam", False), ("4", None, "deleted", False),
        ("5", None, "approved", True), ("6", None, "approved", False), ("7", None, "approved", False),
    ]  # fmt: skip
    assert {one.written for one in found} == {datetime(2023, 9, 2, 10, tzinfo=UTC)}


def test_notes_of_plugins_among_the_comments_are_left_out(read: Read) -> None:
    items = read(POST + comment(1, "<wp:comment_type>order_note</wp:comment_type>"))
    assert only(ForeignComment, items) == []
    assert LeftOut("comment 1", "It is of the kind order_note, and no reader's.") in items


def test_a_moment_without_its_place_in_the_world_is_that_of_the_clock(read: Read) -> None:
    [article] = only(
        ForeignArticle,
        read(POST.replace("<wp:post_date_gmt>2023-09-01 09", "<wp:post_date_gmt>0000-00-00 00")),
    )
    assert article.published == datetime(2023, 9, 1, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("<html><body>Log in</body></html>", "begins with <html>"),
        (
            "<rss><channel><item><title>Feed</title><link>/a</link></item></channel></rss>",
            "has none of its elements",
        ),
        ("<rss><channel></channel></rss>", "has none of its elements"),
        ("<rss", "line 1: the XML is broken"),
        ("PK\x03\x04", "line 1: the XML is broken"),
    ],
)
def test_what_is_no_export_is_refused_in_a_sentence(
    tmp_path: Path, read_with: Callable[[str, Path], list[Item]], content: str, why: str
) -> None:
    file = tmp_path / "export.xml"
    file.write_text(content)
    with pytest.raises(Unreadable, match=why):
        read_with("wordpress", file)


ODD = {
    "crazy-cdata.xml": "line 18: the XML is broken",
    "malformed-simple.xml": "line 14: the XML is broken",
    "malformed.xml": "line 90: the XML is broken",
}
COUNTS = {
    "large-authors.xml": (0, 0),
    "missing-version-tag.xml": (0, 0),
    "small-export.xml": (11, 1),
    "theme-unit-test-data.xml": (79, 33),
    "valid-wxr-1.0.xml": (6, 1),
    "valid-wxr-1.1.xml": (2, 1),
    "wxr-comprehensive.xml": (2, 1),
    "wxr-utf-8-challenges.xml": (1, 0),
}


def test_every_file_of_the_importer_of_wordpress_comes_in_or_is_refused(
    shared: Path, read_with: Callable[[str, Path], list[Item]]
) -> None:
    files = sorted((shared / "wxr").glob("*.xml"))
    assert {file.name for file in files} == ODD.keys() | COUNTS.keys()
    for file in files:
        if file.name in ODD:
            with pytest.raises(Unreadable, match=ODD[file.name]):
                read_with("wordpress", file)
        else:
            items = read_with("wordpress", file)
            assert (len(only(ForeignArticle, items)), len(only(ForeignComment, items))) == COUNTS[
                file.name
            ], file.name
