"""A comment's HTML becomes the Markdown that a reader would have written."""

import pytest

from broadsheet.comments.posting.markdown import render_comment
from broadsheet.sanitise import strip_markup
from broadsheet.transfer.markup.comments.to_markdown import to_markdown


def shown(html: str) -> str:
    return render_comment(to_markdown(html))


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One</p><p>Two<br>lines</p>", "One\n\nTwo\nlines"),
        ("One<br />\ntwo", "One\ntwo"),
        ("a\n  <b>b</b>\nc", "a **b** c"),
        ("<i>a</i><em>b</em>", "*ab*"),
        ("un<em>believ</em>able", "un*believ*able"),
        ("<b> a </b>b", "**a** b"),
        ('<b>"No."</b>he said', '**"No."**&#104;e said'),
        ("<b>one<br><br>two</b>", "**one**\n\n**two**"),
        ('<a href="https://a.org/b_(c)">see</a>', r"[see](https://a.org/b_\(c\))"),
        ('<a href="https://a.org/?b=1&amp;c=2">https://a.org/?b=1&amp;c=2</a>', "<https://a.org/?b=1&c=2>"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ('<a href="java\nscript:alert(1)">x</a>', "x"),
        ("<blockquote><p>a</p><blockquote>b</blockquote></blockquote>c", "> a\n>\n> > b\n\nc"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c"),
        ("<ol start=9><li>a</li><li></li><li>b</li></ol>", "9. a\n10. b"),
        ("<ul><li>a<ol start=2><li>b</ol></ul>", "- a\n\n  2. b"),
        ("<ol start=²><li>a</ol>", "1. a"),
        ("say <code>a`b</code>", "say ``a`b``"),
        ("<pre><code>if a:\n    b</code></pre>", "```\nif a:\n    b\n```"),
        ("<pre>```\n&lt;b&gt;</pre>", "````\n```\n<b>\n````"),
        ('a <img src="/a.gif" alt=":)"> b', "a :) b"),
        ('<img src="https://a.org/b.png">', "[https://a.org/b.png](https://a.org/b.png)"),
        ('<a href="/x"><img src="https://a.org/b.png"></a>', "[https://a.org/b.png](/x)"),
        ("a<script>alert('</p>')</script>b<style>p {}</style>c", "abc"),
        ("a<!-- b -->c<!-- d", "ac"),
        ("<h2>Title</h2>text", "Title\n\ntext"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a b\n\nc"),
        ("a &lt;b&gt; &amp;amp; 3 &lt; 4", r"a \<b> \&amp; 3 < 4"),
        ("snake_case, _so_, 2*3", r"snake_case, \_so\_, 2\*3"),
        (
            "1. a<br>- b<br>&gt; c<br>10) d<br>2.5 e <b>-</b> f",
            "1\\. a\n\\- b\n\\> c\n10\\) d\n2.5 e **-** f",
        ),
        ("1<span>. a</span>", r"1\. a"),
        ("", ""),
        ("<p> </p>", ""),
    ],
)
def test_html_becomes_the_markdown_that_one_would_write(html: str, markdown: str) -> None:
    assert to_markdown(html) == markdown


def test_a_comment_keeps_its_looks() -> None:
    html = (
        "<p>You <em>say</em>:</p><blockquote><p>No <strong>more</strong> ferries</p></blockquote>"
        '<p>See <a href="https://example.org/tides" rel="nofollow noopener" title="x">the tides</a>:</p>'
        "<ul><li>high</li><li>low</li></ul><p>Ada<br>Harbour</p>"
    )
    assert shown(html) == (
        "<p>You <em>say</em>:</p>\n<blockquote>\n<p>No <strong>more</strong> ferries</p>\n</blockquote>\n"
        '<p>See <a href="https://example.org/tides" rel="nofollow ugc noopener">the tides</a>:</p>\n'
        "<ul>\n<li>high</li>\n<li>low</li>\n</ul>\n<p>Ada<br>\nHarbour</p>\n"
    )


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "<blockquote>",
            "<blockquote>x",
            "<ul><li>",
            "<ol><li>x",
            "<b>",
            "<b>x",
            "<p><i>",
            '<a href="x">',
            "<div>",
            "<li>x",
            "<pre>",
        ),
        *(
            "<a ",
            '<a "',
            "<a '\"",
            "<!--",
            "<!",
            "<?",
            "</",
            "<script>",
            "<script ",
            "</b>",
            "<b></i>",
            "<br>",
            "&",
            "&#",
            "&lt",
            "<",
            "*",
            "`",
        ),
        *(
            "[",
            "\\",
            "_",
            "a_",
            "- ",
            "1. ",
            "> ",
            "~",
            "<b>*</b>",
            "<i>x</i><b>y</b>",
            " ",
            "\n",
            "x\n\n",
            '<a href="',
            "<code>`",
            "\u00a0<b> ",
        ),
    ],
)
def test_a_long_text_of_nothing_but_beginnings_comes_to_an_end(piece: str) -> None:
    """Each takes well under a second; what is not linear would take minutes."""
    to_markdown((piece * 64_000)[:64_000])


def test_ten_thousand_quotations_within_each_other_are_flattened() -> None:
    html = "<blockquote>" * 10_000 + "deep" + "</blockquote>" * 10_000 + "end"
    assert strip_markup(shown(html)).split() == ["deep", "end"]
    assert shown(html).count("<blockquote>") == 16
