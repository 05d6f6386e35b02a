from typing import Any

import pytest

from broadsheet.transfer.markup.elements import make_root, write_html
from broadsheet.transfer.markup.ghost.cards import CARDS, FOR_MEMBERS, make_card

ODD = [
    None,
    1,
    -1,
    True,
    1e400,
    [],
    {},
    "",
    "<![odd[a]]>",
    "<?xml version='1.0'?><a/>",
    "https://a.example/",
    [[]],
    {"a": "b"},
]


def convert(name: str, payload: dict[str, Any]) -> str:
    root = make_root()
    root.extend(make_card(name, payload)[0])
    return write_html(root)


@pytest.mark.parametrize(
    ("name", "payload", "html"),
    [
        (
            "image",
            {"src": "/a.jpg", "alt": "A & b"},
            '<figure><img alt="A &amp; b" src="/a.jpg"/></figure>',
        ),
        (
            "image",
            {"src": "/a.jpg", "caption": "<p>A <b>c</b></p>", "href": "/d"},
            '<figure><a href="/d"><img alt="" src="/a.jpg"/></a><figcaption>A <b>c</b></figcaption></figure>',
        ),
        (
            "gallery",
            {"images": [{"src": "/a.jpg"}, None, {"src": "/b.jpg", "alt": "B"}], "caption": "Two"},
            '<figure><img alt="" src="/a.jpg"/></figure><figure><img alt="B" src="/b.jpg"/></figure><p>Two</p>',
        ),
        ("codeblock", {"code": "  a < b\n"}, "<pre><code>  a &lt; b\n</code></pre>"),
        (
            "codeblock",
            {"code": "a", "caption": "C"},
            "<figure><pre><code>a</code></pre><figcaption>C</figcaption></figure>",
        ),
        ("markdown", {"markdown": "*a* <u>b</u>"}, "<p><em>a</em> <u>b</u></p>\n"),
        ("html", {"html": "<p class='x'>a<p>b"}, '<p class="x">a<p>b</p></p>'),
        ("embed", {"url": "https://a.example/?b&c", "html": "<i>"}, "<p>https://a.example/?b&amp;c</p>"),
        ("embed", {"html": "<iframe src='/a'></iframe>"}, '<iframe src="/a"></iframe>'),
        ("bookmark", {"url": "/a", "metadata": {"title": "A & B"}}, '<p><a href="/a">A &amp; B</a></p>'),
        ("bookmark", {"url": "/a"}, '<p><a href="/a">/a</a></p>'),
        ("video", {"src": "/a/b.mp4"}, '<p><a href="/a/b.mp4">b.mp4</a></p>'),
        ("audio", {"src": "/a/b.mp3", "title": "B"}, '<p><a href="/a/b.mp3">B</a></p>'),
        (
            "file",
            {"src": "/a/b.pdf", "fileTitle": "B", "fileCaption": "C"},
            '<p><a href="/a/b.pdf">B</a></p><p>C</p>',
        ),
        (
            "callout",
            {"calloutEmoji": "!", "calloutText": "<p>A <b>c</b></p>"},
            "<blockquote><p>! A <b>c</b></p></blockquote>",
        ),
        (
            "toggle",
            {"heading": "<p>A</p>", "content": "<p>B</p>"},
            "<details><summary>A</summary><p>B</p></details>",
        ),
        ("button", {"buttonUrl": "/a", "buttonText": "A"}, '<p><a href="/a">A</a></p>'),
        ("button", {"buttonUrl": "", "buttonText": "A"}, ""),
        (
            "header",
            {"header": "A", "subheader": "B", "buttonUrl": "/a", "buttonText": "C"},
            "<h2>A</h2><p>B</p>",
        ),
        (
            "product",
            {"productTitle": "A", "productRatingEnabled": True, "productStarRating": 2},
            "<h3>A</h3><p>★★☆☆☆</p>",
        ),
        ("paywall", {}, ""),
        ("signup", {"header": "Join"}, ""),
        ("email", {"html": "<p>Hey</p>"}, ""),
        ("poll", {"title": "Who?", "answers": ["a"]}, "<p>Who?</p>"),
    ],
)
def test_a_card_becomes_plain_html(name: str, payload: dict[str, Any], html: str) -> None:
    assert convert(name, payload) == html


def test_a_card_that_is_not_known_is_noted() -> None:
    assert make_card("poll", {})[1] == "the card 'poll' is not known here; only its text was kept"


@pytest.mark.parametrize(
    ("visibility", "note"),
    [
        ({"web": {"nonMember": False, "memberSegment": "status:free"}}, FOR_MEMBERS),
        ({"showOnWeb": False, "showOnEmail": True}, FOR_MEMBERS),
        ({"web": {"nonMember": True}}, ""),
        ({"showOnWeb": True}, ""),
        (None, ""),
    ],
)
def test_a_card_that_visitors_did_not_see_is_left_out(visibility: Any, note: str) -> None:
    parts, said = make_card("html", {"html": "<p>a</p>", "visibility": visibility})
    assert (bool(parts), said) == (not note, note)


@pytest.mark.parametrize("name", [*CARDS, "poll"])
def test_odd_values_stop_nothing(name: str) -> None:
    keys = [
        "src",
        "alt",
        "caption",
        "href",
        "images",
        "code",
        "language",
        "markdown",
        "html",
        "url",
        "metadata",
        "title",
        "fileTitle",
        "fileCaption",
        "calloutEmoji",
        "calloutText",
        "heading",
        "content",
        "buttonUrl",
        "buttonText",
        "buttonEnabled",
        "header",
        "subheader",
        "backgroundImageSrc",
        "productTitle",
        "productRatingEnabled",
        "productStarRating",
        "productButtonEnabled",
        "hasSponsorLabel",
        "sponsorLabel",
        "textValue",
        "visibility",
    ]
    good = dict.fromkeys(keys, "a") | {"productRatingEnabled": True}
    for key in keys:
        for odd in ODD:
            assert isinstance(convert(name, good | {key: odd}), str)
