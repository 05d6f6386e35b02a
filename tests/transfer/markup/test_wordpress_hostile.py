"""Texts written to hurt: they take time in proportion, and nothing in them is an error."""

import random
import re

import pytest
from bs4 import BeautifulSoup

SIZE = 20_000  # characters
REPEATED = [
    "[", "[a", "[a b", "[[a]]", "[/a]", "[x]a[/x]", "[quote]", "[caption]x", "[code]", "[row]", "[gallery]", "<", "<a ",
    "<!--", "<!-- wp:", "<!-- wp:x -->", "<!-- /wp:x -->", '<!-- wp:x {"a":', "<!-- wp:freeform -->a\n\nb", "a\n", "a\n\n",
    "\n   ", "<br>", "<b>", "<div><p>", "<ul><li>x", "<table><tr><td>x", "<blockquote>x", "<figure><img src=x>", "</p>",
    "<svg><p>", "&amp", '<!-- wp:block {"ref":1} /-->',
]  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED)
def test_what_is_repeated_without_end_is_read(wordpress, old_site, piece: str) -> None:
    old_site.blocks["1"] = '<!-- wp:block {"ref":2} /-->' * 10
    old_site.blocks["2"] = "x" * 800
    wordpress(piece * (SIZE // len(piece)))


NESTED = ["[quote]", "[caption]", "[footnote]", "[x]", "<!-- wp:group -->", "<div>", "<b>", "<ul><li>"]


@pytest.mark.parametrize("piece", NESTED)
def test_what_lies_in_each_other_without_end_is_read(wordpress, piece: str) -> None:
    closer = piece.replace("[", "[/").replace("wp:", "/wp:").replace("<ul><li>", "<ul>")
    closer = closer if "wp:" in piece else closer.replace("<", "</")
    wordpress(piece * 1000 + "deep" + closer * 1000)


WORDS = """[ ] < > / " = a [caption] [/caption] [quote] [/quote] [gallery] [code] [/code] [row] [x] [/x] [[ ]] [ref] [/ref]
    <p> </p> <b> </b> <ul> <li> </ul> <table> <tr> <td> </table> <figure> </figure> <figcaption> </figcaption> <pre> </pre>
    <blockquote> </blockquote> <div> </div> <h1> </h1> <br> <details> <summary> <dl> <dt> <dd> <iframe> <video> <cite>
    <select> <svg> <style> </wp-mark> [embed]http://y/z[/embed] &lt; &nbsp; --> <!--more--> </a>"""
PIECES = [
    *WORDS.split(), "\n", "\n\n", " ", '[gallery ids="7"]', '<a href="http://old.example/a.jpg">', "<wp-mark n=1>",
    "<img src=/a-1x1.jpg class=wp-image-7>", "<!-- wp:paragraph -->", "<!-- /wp:paragraph -->", "<!-- wp:freeform -->",
    "<!-- /wp:freeform -->", "<!-- wp:query -->", "<!-- /wp:query -->", '<!-- wp:gallery {"ids":[7]} /-->',
    '<!-- wp:block {"ref":1} /-->',
]  # fmt: skip


def test_any_mixture_becomes_paragraphs_that_hold_no_blocks(wordpress, old_site) -> None:
    old_site.blocks["1"] = '<!-- wp:block {"ref":1} /--><!-- wp:quote --><blockquote>[quote]'
    dice = random.Random(5)  # noqa: S311
    for _ in range(300):
        text = "".join(dice.choice(PIECES) for _ in range(dice.randint(1, 60)))
        html = wordpress(text).html
        assert not re.search(r"<wp-|<script", html), text
        for paragraph in BeautifulSoup(html, "html.parser").find_all("p"):
            assert not paragraph.find(["p", "figure", "ul", "table", "blockquote", "div", "pre", "h2"]), text
