"""WordPress' comments are HTML in which lines count."""

import pytest

from broadsheet.transfer.markup.comments.lines import from_lines
from broadsheet.transfer.markup.comments.to_markdown import to_markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("one\ntwo", "one\ntwo"),
        ("one\r\n\r\ntwo\rthree", "one\n\ntwo\nthree"),
        ("one\n \n\t\n\ntwo  \nthree", "one\n\ntwo\nthree"),
        ("one<br />\ntwo\n<br>three", "one\ntwo\nthree"),
        ("<p>one</p>\n\n<p>two\nthree</p>\n", "one\n\ntwo\nthree"),
        ("one\n<blockquote>two\n\nthree</blockquote>\nfour", "one\n\n> two\n>\n> three\n\nfour"),
        ("<ul>\n<li>one</li>\n<li>two</li>\n</ul>", "- one\n- two"),
        ("<pre>\na\n\n  b\n</pre>\nc\nd", "```\na\n\n  b\n```\n\nc\nd"),
        ('<a\nhref="https://a.org/">b</a>\nc', "[b](https://a.org/)\nc"),
        ("<em>one\n\ntwo</em>", "*one*\n\n*two*"),
        ("try <code>a = 1\nb = 2</code>", "try\n\n```\na = 1\nb = 2\n```"),
        ("1. a\n- b\n> c", "1\\. a\n\\- b\n\\> c"),
        ("a < b\nc > d", "a < b\nc > d"),
        ("", ""),
    ],
)
def test_lines_stay_lines_and_blank_ones_part_paragraphs(text: str, markdown: str) -> None:
    assert to_markdown(from_lines(text)) == markdown


@pytest.mark.parametrize("piece", ["\n", " \n", "<pre", "<pre>", "<", " ", "\t \n<", "<br> ", "<p\n"])
def test_a_long_text_comes_to_an_end(piece: str) -> None:
    from_lines("a" + (piece * 64_000)[:64_000] + "a")
