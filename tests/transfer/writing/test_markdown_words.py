"""What a reader sees of an article in HTML is the same when it has become Markdown."""

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup

from broadsheet.articles.pictures.finding import Picture
from broadsheet.articles.pictures.using import Used
from broadsheet.articles.publishing.html import render_html
from broadsheet.articles.publishing.markdown import render_article
from broadsheet.transfer.items import ForeignArticle
from broadsheet.transfer.markup.comments.escaping import drop_unseen
from broadsheet.transfer.reading import wordpress
from broadsheet.transfer.reading.source import Source
from broadsheet.transfer.writing.markdown.blocks import write_blocks
from broadsheet.transfer.writing.markdown.converter import LOWERED, RAISED
from broadsheet.words import split_words

WITHIN_LINE = {
    *("a", "em", "strong", "code", "s", "sup", "sub", "img", "ins", "del", "mark", "abbr", "cite", "q"),
    *("kbd", "samp", "var", "small"),
}
PLAIN = {sign: plain for signs in (RAISED, LOWERED) for plain, sign in signs.items()}
LIKE_MARKDOWN = [
    *("# 1", "#", "## x ##", "- x", "--- x", "---", "===", "::: x", "| a | b |", "a | b", ":--", "~~~"),
    *("~~a~~", "![", "^[a]", "[^1]", "[^1]: x", "[a]: /b", "1. x", "12) x", "> x", "+", "\\", "\\|", "a\\"),
    *("`", "<b>", "&amp;", "!", "^", "***"),
]


def find_any(name: str) -> Used:
    file = name.lstrip("/")
    return Used(Picture(file, f"/media/{quote(file)}", 3, 2))


def to_markdown(html: str) -> str:
    rendered = render_html(html, 1, find_any)
    return write_blocks(rendered.blocks, {heading["id"] for heading in rendered.contents})


def see(blocks: list[dict[str, Any]]) -> str:
    """Return all that is read of an article, with the descriptions and captions of its pictures."""
    parts: list[str] = []
    for block in blocks:
        if "picture" in block:
            parts += (block["picture"][key] for key in ("alt", "caption", "credit"))
        else:
            parts.append(see_html(block["html"]) if "html" in block else block["label"])
    return " ".join(" ".join(parts).split()).translate(PLAIN)


def see_html(html: str) -> str:
    tree = BeautifulSoup(html, "html.parser")
    for image in tree.find_all("img"):
        image.replace_with(str(image.get("alt", "")))
    for tag in tree.find_all(True):
        if tag.name not in WITHIN_LINE:
            tag.insert_before(" ")
            tag.append(" ")
    return tree.get_text()


def see_both(html: str) -> tuple[str, str]:
    """Return what is seen of HTML, and of the Markdown that becomes of it."""
    before, after = render_html(html, 1, find_any), render_article(to_markdown(html), 1, find_any)
    return see(before.blocks), see(after.blocks)


def put_in(text: str) -> Iterator[str]:
    """Yield HTML with a text in all places where text can stand."""
    said = escape(text)
    yield from (
        f"{said}<h2>{said}</h2><h3>x {said}</h3>",
        f"<p>a <b>{said}</b> {said}</p><b>{said}</b>{said}<i>{said}</i><s>{said}</s>{said}",
        f"x<br>{said}<blockquote>{said}<ul><li>{said}<li>{said}<p>{said}</p></ul></blockquote>",
        f'<ol start="3"><li><p>{said}</p><p>{said}</p></li></ol>{said}<a href="/x">{said}</a>',
        f"<code>{said}</code> <code>{said}</code> <kbd>{said}</kbd><pre>{said}</pre>",
        f"<table><caption>{said}</caption><tr><td>{said}<td><b>{said}</b><tr><td>{said}<td>x<td>{said}</table>",
        f'<figure><img src="a.png" alt="{said}"><figcaption>{said}</figcaption></figure>',
        f'<p>{said}<img src="a.png" alt="{said}">{said}</p><hr>{said}',
        f'<blockquote class="pull-quote"><p>{said}</p><pre>{said}</pre></blockquote>{said}',
        f"<dl><dt>{said}<dd>{said}</dl><details><summary>{said}</summary>{said}</details>",
    )


def test_naughty_strings_are_seen_as_they_are(shared: Path) -> None:
    for number, text in enumerate(json.loads((shared / "strings" / "blns.json").read_text("utf-8"))):
        places = list(put_in(drop_unseen(text).replace("©", "")))  # In a caption a credit begins with it.
        html = places[number % len(places)]
        before, after = see_both(html)
        assert before == after, html


@pytest.mark.parametrize("text", LIKE_MARKDOWN)
def test_what_looks_like_markdown_is_seen_as_it_is(text: str) -> None:
    for html in put_in(text):
        before, after = see_both(html)
        assert before == after, to_markdown(html)


def test_no_word_of_a_real_export_is_lost(shared: Path) -> None:
    found = wordpress.read(Source(shared / "wxr" / "theme-unit-test-data.xml"))
    articles = [item for item in found if isinstance(item, ForeignArticle)]
    assert len(articles) > 70
    for article in articles:
        before, after = see_both(article.text)
        assert split_words(before) == split_words(after), article.title


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2>One</h2><p>Two <b>three</b> <i>four</i></p>", "## One\n\nTwo **three** *four*"),
        ("<ul><li>a<ol><li>b<li>c</ol><li>d</ul>", "- a\n  1. b\n  2. c\n- d"),
        ("<p>a<br>b<br></p>", "a\\\nb"),
        ("<ul><li><b>a<br></b><pre>b</pre></ul>", "- **a**\n\n  ```\n  b\n  ```"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ('<blockquote class="wp-block-pullquote"><p>a</p></blockquote>', "::: pull-quote\na\n:::"),
        ("<pre><code>a\n  *b*</code></pre>", "```\na\n  *b*\n```"),
        ("<p>H<sub>2</sub>O, 1<sup>er</sup>, x<sup>2</sup></p>", "H₂O, 1er, x²"),
        ("<p><del>old</del> <ins>new</ins></p>", "~~old~~ new"),
        ("<table><caption>c</caption><tr><td>1<td>2</table>", "c\n\n|  |  |\n| --- | --- |\n| 1 | 2 |"),
        ('<table><tr><th style="text-align:right">1</table>', "| 1 |\n| --: |"),
        ('<p>See <a href="https://a.example/(x)">it</a>!</p>', "See [it](https://a.example/\\(x\\))!"),
        ('<p>x <a href="https://a.example/">https://a.example/</a></p>', "x <https://a.example/>"),
        ("<p>https://a.example/?a=1&amp;b=2</p>", "https://a.example/?a=1&b=2"),
        ('<p>Wow!<a href="/x">it</a></p>', "Wow\\![it](/x)"),
        ('<p><a href="#h-fn">1</a> x</p><p id="h-fn">n</p>', "1 x\n\nn"),
        ('<h2 id="h-a">A</h2><p>to <a href="#h-a">A</a></p>', "## A\n\nto [A](#h-a)"),
        ('<p>a <img src="/b c.png" alt="d"> e</p>', "a ![d](/b%20c.png) e"),
        ("<p><code>a</code><kbd>b`</kbd></p>", "`a` `` b` ``"),
        ("<dl><dt>t<dd>d</dl>", "**t**\n\nd"),
    ],
)
def test_markup_is_said_in_markdown(html: str, markdown: str) -> None:
    assert to_markdown(html) == markdown
