import pytest

from broadsheet.articles.pictures.finding import Picture, PictureError
from broadsheet.articles.publishing.front_matter import Broken
from broadsheet.articles.publishing.markdown import render_article


def find(name: str) -> Picture:
    if name != "boat.png":
        raise PictureError(f"the picture {name} is not there")
    return Picture("boat.png", "/media/boat.png", 300, 200)


def render(text: str) -> str:
    return "".join(block.get("html", "") for block in render_article(text, 1, find).blocks)


def test_a_pages_only_h1_is_its_headline() -> None:
    assert render("# Big\n\n## Smaller") == "<h2>Big</h2>\n<h2>Smaller</h2>\n"


def test_raw_html_is_shown_as_text() -> None:
    assert "&lt;script&gt;" in render("<script>alert(1)</script>")


def test_a_link_that_would_run_is_no_link() -> None:
    assert "<a" not in render("[x](javascript:alert(1))")


def test_a_link_on_its_own_line_is_a_block() -> None:
    blocks = render_article("Before.\n\n[The film](/films/x)\n\nAfter [a link](/y).", 1, find).blocks
    assert blocks[1] == {"link": "/films/x", "label": "The film"}
    assert [list(block) for block in blocks] == [["html"], ["link", "label"], ["html"]]


def test_a_picture_gets_its_size_and_a_caption() -> None:
    html = render('![A boat](boat.png "At the quay")')
    assert "<figure>" in html
    assert "<figcaption>At the quay</figcaption>" in html
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
