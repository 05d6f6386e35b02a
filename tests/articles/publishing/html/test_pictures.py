from collections.abc import Callable
from typing import Any

import pytest

from broadsheet.articles.publishing.rendered import Rendered

HtmlOf = Callable[[str], str]
Render = Callable[[str], Rendered]


def captions(rendered: Rendered) -> list[tuple[Any, ...]]:
    pictures = [block["picture"] for block in rendered.blocks if "picture" in block]
    return [(picture["address"], picture["alt"], picture["caption"]) for picture in pictures]


@pytest.mark.parametrize(
    "text",
    [
        "<figure><img src=boat.jpg alt='A boat'><figcaption>At <em>the</em>\nquay</figcaption></figure>",
        "<div class=wrap><figure id=x><div><img src='boat.jpg?w=300#y' alt='A boat'></div>"
        "<figcaption><p>At the <a href=/q>quay</a>",
        "<figure><a href=boat.jpg><img src=boat-150x100.jpg alt='A boat'></a><figcaption>At the quay</figcaption></figure>",
        "<figure><picture><source srcset=x.webp><img data-src=boat.jpg src='data:image/gif;base64,R0' alt='A boat'>"
        "</picture><figcaption>At the quay",
    ],
)  # fmt: skip
def test_a_figure_is_a_picture_with_its_caption(text: str, render: Render) -> None:
    rendered = render(f"<p>Before.</p>{text}")
    assert captions(rendered) == [("/media/boat.jpg", "A boat", "At the quay")]
    assert len(rendered.blocks) == 2


def test_a_picture_alone_in_a_paragraph_is_a_block(render: Render) -> None:
    rendered = render(
        "<p>\n<img src='/up/a%20quay.png' alt='A quay'><br></p><a href=x.jpg><img src=boat.jpg alt=b></a>"
    )
    assert captions(rendered) == [("/media/up/a quay.png", "A quay", ""), ("/media/boat.jpg", "b", "")]


@pytest.mark.parametrize("pattern", ["<ul>{}</ul>", "<div>{}</div>", "{}"])
def test_a_gallery_is_pictures_in_a_row(pattern: str, render: Render) -> None:
    figure = "<li><figure><img src=boat.jpg alt={0}><figcaption>Caption {0}</figcaption></figure></li>"
    rendered = render(
        f"<figure>{pattern.format(figure.format(1) + figure.format(2))}<figcaption>All of them</figure>"
    )
    assert captions(rendered) == [
        ("/media/boat.jpg", "1", "Caption 1"),
        ("/media/boat.jpg", "2", "Caption 2"),
    ]
    assert rendered.blocks[2:] == [{"html": "<p>All of them</p>"}]


def test_a_picture_amid_text_stays_there_with_its_size(html_of: HtmlOf) -> None:
    html = html_of(
        "<p>This <img class=x src=boat.jpg alt='A boat' width=9 srcset='x 2x' onerror=y> is a boat.</p>"
    )
    assert html == (
        '<p>This <img src="/media/boat.jpg" alt="A boat" width="300" height="200" loading="lazy" decoding="async">'
        " is a boat.</p>"
    )


def test_a_picture_that_leads_elsewhere_goes_on_leading_there(html_of: HtmlOf) -> None:
    html = html_of(
        "<figure><a href='https://example.org/'><img src=boat.jpg alt=b></a><figcaption>c</figcaption></figure>"
    )
    assert html.startswith('<figure><a href="https://example.org/"><img src="/media/boat.jpg"')
    assert html.endswith("</a><figcaption>c</figcaption></figure>")


@pytest.mark.parametrize(
    ("source", "label"),
    [
        ("gone.jpg", "gone.jpg"),
        ("/up/gone%20boat.jpg?w=1", "gone boat.jpg"),
        ("https://elsewhere.example/a/b.jpg", "b.jpg"),
        ("//elsewhere.example/b.jpg", "b.jpg"),
    ],
)
def test_a_picture_that_is_not_there_is_a_link_with_a_remark(source: str, label: str, render: Render) -> None:
    rendered = render(f"<p>One.</p>\n<!-- two\n -->\n<p>Amid <img src='{source}'> text</p>")
    assert f'<a href="{source}">{label}</a>' in rendered.blocks[0]["html"]
    (remark,) = rendered.remarks
    assert remark.line == 4
    assert "link stands in its place" in remark.reason
    assert ("another site" in remark.reason) == ("//" in source)


def test_its_words_are_the_links_where_it_has_some(html_of: HtmlOf) -> None:
    assert html_of("a <a href=/x><img src=gone.jpg alt='A boat'></a>") == '<p>a <a href="/x">A boat</a></p>'


@pytest.mark.parametrize(
    "image", ["<img>", "<img src='data:image/png;base64,AA=='>", "<img src=javascript:alert(1)>"]
)
def test_a_picture_without_an_address_goes(image: str, render: Render) -> None:
    rendered = render(f"<p>a {image} b</p>")
    assert rendered.blocks == [{"html": "<p>a  b</p>"}]
    assert len(rendered.remarks) == 1


def test_a_picture_that_counts_readers_goes_without_a_word(render: Render) -> None:
    rendered = render("<p>a</p><img src=https://count.example/x.gif width=1 height=1>")
    assert (rendered.blocks, rendered.remarks) == ([{"html": "<p>a</p>"}], [])


def test_a_missing_alt_text_is_remarked_on(render: Render) -> None:
    (remark,) = render("\n\n<figure><img src=boat.jpg></figure>").remarks
    assert (remark.line, "alt text" in remark.reason) == (3, True)
