import re

import pytest

from broadsheet.articles.pictures.finding import Picture, PictureError
from broadsheet.articles.pictures.using import Used
from broadsheet.articles.publishing.front_matter import Broken
from broadsheet.articles.publishing.markdown import render_article


def find(name: str) -> Used:
    if name != "boat.png":
        raise PictureError(f"the picture {name} is not there")
    return Used(Picture("boat.png", "/media/boat.png", 300, 200))


def render(text: str) -> str:
    return "".join(block.get("html", "") for block in render_article(text, 1, find).blocks)


def test_a_pages_only_h1_is_its_headline() -> None:
    assert re.findall(r"<h\d", render("# Big\n\n## Smaller")) == ["<h2", "<h2"]


def test_each_heading_can_be_linked_to() -> None:
    rendered = render_article("## How *it* works\n\n### Twice\n\n## Twice\n\n#### Deep\n\n## !!\n", 1, find)
    assert [(part["id"], part["title"], part["level"]) for part in rendered.contents] == [
        ("h-how-it-works", "How it works", 2),
        ("h-twice", "Twice", 3),
        ("h-twice-2", "Twice", 2),
        ("h-part", "!!", 2),
    ]
    html = rendered.blocks[0]["html"]
    for id in ("h-how-it-works", "h-twice", "h-twice-2", "h-deep", "h-part"):
        assert f'id="{id}"' in html
        assert f'<a class="anchor" href="#{id}" aria-hidden="true" tabindex="-1"></a>' in html


def test_headings_never_share_an_id() -> None:
    rendered = render_article("## A\n\n## A-2\n\n## A\n\n## A\n", 1, find)
    ids = [part["id"] for part in rendered.contents]
    assert len(set(ids)) == 4, ids


def test_a_note_stands_at_the_end_and_knows_who_refers_to_it() -> None:
    text = (
        "One[^a] and two[^a].\n\nThree^[A note *of its own*.]\n\n[^a]: The first.\n\n    Its second part.\n"
    )
    first, notes = render_article(text, 1, find).blocks
    assert '<sup id="note-1-from" class="note"><a href="#note-1">1</a></sup>' in first["html"]
    assert '<sup id="note-1-from-2" class="note"><a href="#note-1">1</a></sup>' in first["html"]
    assert notes["notes"] == [
        {"html": "<p>The first.</p>\n<p>Its second part.</p>\n", "from": ["note-1-from", "note-1-from-2"]},
        {"html": "<p>A note <em>of its own</em>.</p>\n", "from": ["note-2-from"]},
    ]


def test_a_note_holds_no_more_than_a_text_may() -> None:
    notes = render_article("One[^a].\n\n[^a]: <b>x</b> [y](javascript:alert(1))\n", 1, find).blocks[1][
        "notes"
    ]
    assert "<b>" not in notes[0]["html"]
    assert "<a" not in notes[0]["html"]


def test_a_reference_to_no_note_stays_as_it_is_written() -> None:
    assert "[^gone]" in render("One[^gone].")


def test_a_pull_quote_is_set_apart() -> None:
    html = render("::: pull-quote\nA mill is a noise.\n\nInes Okafor\n:::\n")
    assert (
        html
        == '<blockquote class="pull-quote">\n<p>A mill is a noise.</p>\n<p>Ines Okafor</p>\n</blockquote>\n'
    )


def test_columns_of_a_table_keep_their_alignment() -> None:
    html = render("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |")
    assert '<td>1</td>\n<td class="align-center">2</td>\n<td class="align-right">3</td>' in html
    assert "style" not in html


def test_raw_html_is_shown_as_text() -> None:
    assert "&lt;script&gt;" in render("<script>alert(1)</script>")


def test_a_link_that_would_run_is_no_link() -> None:
    assert "<a" not in render("[x](javascript:alert(1))")


def test_a_link_on_its_own_line_is_a_block() -> None:
    blocks = render_article("Before.\n\n[The film](/films/x)\n\nAfter [a link](/y).", 1, find).blocks
    assert blocks[1] == {"link": "/films/x", "label": "The film"}
    assert [list(block) for block in blocks] == [["html"], ["link", "label"], ["html"]]


@pytest.mark.parametrize(
    ("title", "caption", "credit"),
    [
        ("At the quay", "At the quay", ""),
        ("At the quay © Ada", "At the quay", "Ada"),
        ("© Ada", "", "Ada"),
        ("", "", ""),
    ],
)
def test_a_picture_alone_in_a_paragraph_is_a_block(title: str, caption: str, credit: str) -> None:
    blocks = render_article(f'Before.\n\n![A *boat*](boat.png "{title}")\n\nAfter.', 1, find).blocks
    assert [list(block) for block in blocks] == [["html"], ["picture"], ["html"]]
    picture = blocks[1]["picture"]
    assert (picture["alt"], picture["caption"], picture["credit"]) == ("A boat", caption, credit)
    assert (picture["address"], picture["width"], picture["height"]) == ("/media/boat.png", 300, 200)


def test_a_picture_amid_text_stays_there_with_its_size() -> None:
    html = render("This ![A boat](boat.png) is a boat.")
    for part in ('src="/media/boat.png"', 'width="300"', 'height="200"', 'loading="lazy"', 'alt="A boat"'):
        assert part in html


@pytest.mark.parametrize("source", ["gone.png", "https://evil.example/x.png", "//evil.example/x.png"])
def test_a_picture_that_is_not_ours_is_named_with_its_line(source: str) -> None:
    with pytest.raises(Broken) as caught:
        render_article(f"One.\n\nTwo.\n\n![x]({source})\n", 10, find)
    assert caught.value.line == 14


def test_a_wide_table_scrolls_by_itself() -> None:
    assert '<div class="table" tabindex="0"><table>' in render("| a |\n|---|\n| 1 |")


def test_the_words_come_without_markup() -> None:
    rendered = render_article(
        "# Head\n\nSome *plain*\nwords.\n\n- one [link](/x)\n\n```\ncode\n```\n", 1, find
    )
    assert rendered.text == "Head\nSome plain words.\none link\ncode\n"


@pytest.mark.parametrize("link", ["data:image/png;base64,AA==", "blob:x", "intent:x", "tel:1"])
def test_a_link_alone_in_a_line_has_no_odd_scheme(link: str) -> None:
    blocks = render_article(f"[x]({link})", 1, find).blocks
    assert "link" not in blocks[0]
    assert "href" not in blocks[0]["html"]
