from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from broadsheet.transfer.items import ForeignArticle, ForeignPicture, Item, LeftOut, Origin, Unreadable
from broadsheet.transfer.reading.feed import read
from broadsheet.transfer.reading.source import Source

Export = Callable[[str], Source]
Written = Callable[[str | bytes], Source]
RSS = """<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>{}</channel></rss>"""


def articles(source: Source) -> list[ForeignArticle]:
    return [item for item in read(source) if isinstance(item, ForeignArticle)]


def test_an_entry_of_atom_comes_in_whole(export: Export) -> None:
    ferry = articles(export("feed.atom"))[0]
    assert (ferry.id, ferry.title) == ("tag:quay.example,2023:1", "The ferry & the quay")
    assert (ferry.address, ferry.standfirst) == ("/2023/01/f%C3%A4hre/?a=b", "Nobody says why.")
    assert ferry.published is not None and ferry.published.isoformat() == "2023-01-05T09:00:00+00:00"
    assert ferry.updated is not None and ferry.updated.isoformat() == "2023-01-06T10:30:00+00:00"
    assert (ferry.authors, ferry.tags) == (["Ada Reporter", "Bo Writer"], ["Ferries", "harbour"])
    assert ferry.picture == ForeignPicture("/quay.jpg")


def test_elements_within_atom_become_html_in_their_order(export: Export) -> None:
    ferry = articles(export("feed.atom"))[0]
    assert ferry.markup == "html"
    assert ferry.text == (
        '<p>It is <em>late</em> again, <a href="https://quay.example/timetable" name="x">see</a> &lt;there&gt;.</p>'
        "<p>So<br/>it is.</p>"
    )


def test_plain_text_within_atom_stays_plain(export: Export) -> None:
    words = articles(export("feed.atom"))[1]
    assert (words.text, words.markup) == ("One < two.", "plain")
    assert words.authors == ["The desk"]  # Of the whole feed.
    assert words.published == words.updated


def test_an_entry_without_a_title_is_given_its_first_words(export: Export) -> None:
    note = articles(export("feed.atom"))[2]
    assert note.title == "A short note on the tide, which is high this morning and will be higher still…"
    assert note.notes == ["it had no title, so it was given one"]


def test_doubles_and_comments_are_left_out_and_drafts_are_hidden(export: Export) -> None:
    items = list(read(export("feed.atom")))
    assert [item for item in items if isinstance(item, LeftOut)] == [
        LeftOut("article tag:quay.example,2023:2, 'Again'", "another one in the file has this id"),
        LeftOut("entry 'Re: The ferry'", "it is no article, but a comment or a setting"),
    ]
    assert [item.hidden for item in items if isinstance(item, ForeignArticle)] == [
        "",
        "",
        "",
        "it is a draft",
    ]


def test_an_item_of_rss_comes_in_whole(export: Export) -> None:
    ferry, tide, note = articles(export("feed-2.0.rss"))
    assert (ferry.id, ferry.title, ferry.address) == ("quay-12", "The ferry’s late", "/?p=12")
    assert (ferry.text, ferry.standfirst) == ("<p>It is <b>late</b> again.</p>", "Nobody says why.")
    assert (ferry.authors, ferry.tags) == (["Ada Reporter"], ["Ferries", "Harbour"])
    assert ferry.picture == ForeignPicture("/quay.jpg", "The quay", credit="Bo")
    assert (tide.id, tide.address) == ("https://quay.example/tide", "/tide")
    assert (tide.authors, tide.published) == (["Bo Writer"], None)
    assert note.id and note.title == "A note without a name."


def test_a_picture_that_is_in_the_text_is_not_shown_twice(export: Export) -> None:
    assert articles(export("feed-2.0.rss"))[1].picture is None


def test_an_entry_without_an_id_has_the_same_one_each_time(export: Export) -> None:
    assert articles(export("feed-2.0.rss"))[2].id == articles(export("feed-2.0.rss"))[2].id


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("<author>bo@quay.example (Bo Writer)</author>", ["Bo Writer"]),
        ("<author>Bo Writer &lt;bo@quay.example&gt;</author>", ["Bo Writer"]),
        ("<author>Bo Writer</author>", ["Bo Writer"]),
        ("<author>bo@quay.example</author>", []),
        ("<dc:creator>Bo</dc:creator><dc:creator>Ada</dc:creator>", ["Bo", "Ada"]),
    ],
)
def test_an_author_is_a_name_and_never_a_mail_address(written: Written, said: str, names: list[str]) -> None:
    item = f"<item><guid>1</guid><title>T</title>{said}</item>"
    assert articles(written(RSS.format(item)))[0].authors == names


def test_a_summary_that_only_begins_the_text_is_no_standfirst(written: Written) -> None:
    text = "<description>It is late again, and nobody says why…</description><content>"
    item = f"<item><guid>1</guid>{text}It is late again, and nobody says why. Not even the harbour.</content></item>"
    assert articles(written(RSS.format(item)))[0].standfirst == ""


def test_the_oldest_rss_comes_in_with_its_document_type(export: Export) -> None:
    (cafe,) = articles(export("feed-0.91.rss"))
    assert (cafe.title, cafe.address) == ("The café is open", "/cafe.html")
    assert cafe.text == "It was closed for years é."


def test_rss_1_comes_in(export: Export) -> None:
    (bridge,) = articles(export("feed-1.0.rdf"))
    assert (bridge.id, bridge.title) == ("https://quay.example/bridge", "The bridge")
    assert (bridge.authors, bridge.tags) == (["Ada Reporter"], ["Bridges"])
    assert bridge.published is not None and bridge.published.isoformat() == "2004-05-06T05:08:09+00:00"


def test_a_json_feed_comes_in(export: Export) -> None:
    ferry, words = articles(export("feed.json"))
    assert (ferry.title, ferry.text, ferry.standfirst) == (
        "The ferry",
        "<p>It is late.</p>",
        "Nobody says why.",
    )
    assert (ferry.authors, ferry.tags, ferry.address) == (["Ada Reporter"], ["Ferries"], "/1")
    assert ferry.picture == ForeignPicture("/quay.jpg")
    assert (words.id, words.markup, words.authors) == ("2", "plain", ["Bo Writer"])


@pytest.mark.parametrize(
    ("name", "origin"),
    [
        ("feed.atom", Origin("feed quay.example", "https://quay.example/")),
        ("feed-2.0.rss", Origin("feed quay.example", "https://quay.example/")),
        ("feed-1.0.rdf", Origin("feed quay.example", "https://quay.example/")),
        ("feed-0.91.rss", Origin("feed quay.example", "http://quay.example/")),
        ("feed.json", Origin("feed quay.example", "https://quay.example/")),
    ],
)
def test_a_feed_says_where_it_is_from(export: Export, name: str, origin: Origin) -> None:
    assert [item for item in read(export(name)) if isinstance(item, Origin)] == [origin]


@pytest.mark.parametrize("declared", ["", 'SYSTEM "file:///etc/passwd"', '[<!ENTITY a "b">]'])
def test_a_document_type_of_another_kind_is_refused(written: Written, declared: str) -> None:
    with pytest.raises(Unreadable):
        list(read(written(f"<!DOCTYPE feed {declared}><feed><entry/></feed>")))


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "bomb">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;',
    ],
)
def test_entities_are_refused_in_the_oldest_rss_too(written: Written, declared: str) -> None:
    content = f"<!DOCTYPE rss [{declared}]><rss><channel><item><title>&a;</title></item></channel></rss>"
    with pytest.raises(Unreadable):
        list(read(written(content)))


@pytest.mark.parametrize(
    "content",
    [
        "",
        " ",
        "<",
        "<feed>",
        "<html></html>",
        "{",
        "{}",
        '{"items":[{"id":1}]}',
        '{"db":[]}',
        "\x00",
        "plain",
        "[]",
    ],
)
def test_a_file_of_another_kind_is_refused_in_a_sentence(written: Written, content: str) -> None:
    with pytest.raises(Unreadable) as refused:
        list(read(written(content)))
    assert str(refused.value).endswith(".") and "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["feed.atom", "feed-2.0.rss", "feed-1.0.rdf", "feed-0.91.rss", "feed.json"])
def test_a_truncated_file_is_refused(written: Written, export: Export, name: str) -> None:
    whole = export(name).file.read_bytes()
    with pytest.raises(Unreadable):
        list(read(written(whole[: len(whole) - 12])))


@pytest.mark.parametrize("name", ["feed.atom", "feed-2.0.rss"])
@pytest.mark.parametrize("said", ["", "9" * 400, "&lt;![", "<x>y<z/></x>", "//["])
def test_odd_values_stop_nothing(written: Written, export: Export, name: str, said: str) -> None:
    """Each text of a file in turn is replaced by another."""
    parts = export(name).file.read_text("utf-8").split(">")
    for number in range(3, len(parts) - 1):
        changed = [*parts]
        changed[number] = said + "<" + parts[number].partition("<")[2]
        items: list[Item] = []
        with suppress(Unreadable):  # Some make it no XML any more.
            items += read(written(">".join(changed)))
        assert all(isinstance(item, ForeignArticle | LeftOut | Origin) for item in items)


def test_entries_are_read_one_by_one(tmp_path: Path) -> None:
    file = tmp_path / "feed.rss"
    entries = "".join(f"<item><guid>{number}</guid><title>T</title></item>" for number in range(4_000))
    file.write_text(RSS.format(entries))
    told: list[int] = []
    reading = read(Source(file, told.append))
    next(reading)
    assert sum(told) < file.stat().st_size / 2
    assert sum(isinstance(item, ForeignArticle) for item in reading) == 3_999
