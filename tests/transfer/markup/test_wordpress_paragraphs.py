"""The automatic paragraphs of texts without blocks."""

import pytest


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\nline.\n\nTwo.", "<p>One<br/>line.</p>\n\n<p>Two.</p>\n"),
        ("One.<br /><br>Two.", "<p>One.</p>\n\n<p>Two.</p>\n"),
        ("One.<br />\nTwo.", "<p>One.<br/>Two.</p>\n"),
        ("<p>One.\n\nTwo.</p>", "<p>One.</p>\n\n<p>Two.</p>\n"),
        ("<strong>One.\n\nTwo.</strong>", "<p><strong>One.</strong></p>\n\n<p><strong>Two.</strong></p>\n"),
        ("Before\n<h3>Title</h3>\nafter", "<p>Before</p>\n\n<h3>Title</h3>\n\n<p>after</p>\n"),
        (
            "<blockquote>One.\n\nTwo.</blockquote>\nafter",
            "<blockquote><p>One.</p><p>Two.</p></blockquote>\n\n<p>after</p>\n",
        ),
        ("<ul>\n<li>one\nline</li>\n<li>two</li>\n</ul>", "<ul><li>one<br/>line</li><li>two</li></ul>\n"),
        ("<div>\nText\n</div>", "<p>Text</p>\n"),
        ("<pre>a\n\nb\n  c</pre>", "<pre>a\n\nb\n  c</pre>\n"),
        (
            "<table>\n<tr>\n<td>a</td>\n\n<td>b\n\nc</td>\n</tr>\n</table>",
            "<table><tbody><tr><td>a</td><td><p>b</p><p>c</p></td></tr></tbody></table>\n",
        ),
        ("<h1>Title</h1>", "<h2>Title</h2>\n"),
        ("One<!--more-->\nTwo<!--nextpage-->Three", "<p>One</p>\n\n<p>Two</p>\n\n<p>Three</p>\n"),
        ("5 < 6 & 7", "<p>5 &lt; 6 &amp; 7</p>\n"),
        ("&nbsp;\n\n<p></p>\n\n<span> </span>", ""),
        ("a <!-- never closed", "<p>a &lt;!-- never closed</p>\n"),
        ('<p class="has-x" style="color:red" id="here">a</p>', '<p id="here">a</p>\n'),
    ],
)
def test_a_classic_text_gets_paragraphs(wordpress, text: str, html: str) -> None:
    assert wordpress(text).html == html


def test_an_address_alone_stays_bare_in_its_paragraph(wordpress) -> None:
    assert wordpress("See:\n\nhttps://films.example/1\n\nend").html == (
        "<p>See:</p>\n\n<p>https://films.example/1</p>\n\n<p>end</p>\n"
    )


def test_a_script_goes_and_is_named(wordpress) -> None:
    converted = wordpress("a<script>alert(1)</script>\n\n<style>p {}</style>b")
    assert (converted.html, converted.notes) == (
        "<p>a</p>\n\n<p>b</p>\n",
        ["A script in the text was left out."],
    )
