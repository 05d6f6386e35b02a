import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from broadsheet.sanitise import ARTICLE, COMMENT, IMPORTED, Markup, clean, clean_for_elsewhere, strip_markup

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mi//xlink:href='javascript:alert(1)'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<p style='background:url(javascript:alert(1))' onclick=alert(1)>x</p>",
    "<blockquote cite='x\ny' onmouseover='alert(1)'>q</blockquote>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
]


class Seen(HTMLParser):
    """Notes every tag and attribute that a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.links: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]


def assert_harmless(attack: str, markup: Markup) -> None:
    seen = Seen(clean(attack, markup))
    allowed = {(tag, name) for tag, names in markup.attributes.items() for name in names} | {("a", "rel")}
    everywhere = {(tag, name) for tag in markup.tags for name in markup.attributes.get("*", ())}
    assert seen.tags <= markup.tags
    assert seen.attributes <= allowed | everywhere
    for link in seen.links:
        scheme = re.match(r"[\s\x00-\x20]*([a-z][a-z0-9+.-]*):", link, re.I)
        assert scheme is None or scheme[1].lower() in {"http", "https", "mailto"}


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("markup", [COMMENT, ARTICLE, IMPORTED], ids=["comment", "article", "imported"])
def test_nothing_that_runs_comes_through(attack: str, markup: Markup) -> None:
    assert_harmless(attack, markup)


def test_a_readers_link_carries_no_weight() -> None:
    assert clean('<a href="https://example.org">x</a>', COMMENT) == (
        '<a href="https://example.org" rel="nofollow ugc noopener">x</a>'
    )


def test_an_articles_link_is_an_ordinary_one() -> None:
    assert clean('<a href="https://example.org">x</a>', ARTICLE) == '<a href="https://example.org">x</a>'


@pytest.mark.parametrize(
    "tag", ["script", "style", "iframe", "object", "embed", "form", "input", "svg", "video", "link", "base"]
)
def test_no_list_allows_what_runs_or_fetches(tag: str) -> None:
    assert tag not in COMMENT.tags | ARTICLE.tags | IMPORTED.tags


def test_what_markdown_has_no_sign_for_stays_in_an_imported_article() -> None:
    html = (
        '<dl><dt id="h-x" lang="de">a</dt><dd dir="rtl">b</dd></dl>'
        '<ol start="2" type="a" reversed=""><li><sub>c</sub></li></ol>'
        '<table><tbody><tr><td colspan="2" rowspan="3"><abbr title="d">e</abbr></td></tr></tbody></table>'
        "<details><summary>f</summary><p><del>g</del></p></details>"
    )
    assert clean(html, IMPORTED) == html


def test_what_is_not_allowed_is_shown_as_text() -> None:
    assert clean("<b>bold</b>", COMMENT) == "&lt;b&gt;bold&lt;/b&gt;"


def test_every_published_vector_loses_its_teeth(shared: Path) -> None:
    vectors = (shared / "xss" / "h5sc-vectors.txt").read_text("utf-8", "replace").splitlines()
    assert len(vectors) > 100
    for vector in vectors:
        assert_harmless(vector, COMMENT)
        assert_harmless(vector, IMPORTED)


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_read_elsewhere_is_as_clean(attack: str) -> None:
    html = clean_for_elsewhere(attack, ARTICLE, "https://news.example.org/coast/ferry")
    seen = Seen(html)
    assert seen.tags <= ARTICLE.tags
    assert not any(name.startswith("on") or name == "style" for _, name in seen.attributes)
    assert all(link.startswith(("https://news.example.org/", "mailto:")) for link in seen.links)


def test_addresses_become_absolute_for_elsewhere() -> None:
    links = ("/a", "#b", "c?d=1&amp;e", "https://x.org/y", "//z.org")
    html = "".join(f'<a href="{link}">x</a>' for link in links)
    assert Seen(clean_for_elsewhere(html, ARTICLE, "https://news.example.org/coast/ferry")).links == [
        "https://news.example.org/a",
        "https://news.example.org/coast/ferry#b",
        "https://news.example.org/coast/c?d=1&e",
        "https://x.org/y",
        "https://z.org/",
    ]


def test_a_text_without_markup_is_text() -> None:
    assert strip_markup("<p>1 &lt; 2 &amp; <em>so</em></p>") == "1 < 2 & so"
