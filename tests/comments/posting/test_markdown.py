import pytest

from broadsheet.comments.posting.markdown import render_comment


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hello *you* and **all**", "<p>Hello <em>you</em> and <strong>all</strong></p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("`x < y`", "<p><code>x &lt; y</code></p>"),
        ("[x](https://e.org)", '<p><a href="https://e.org" rel="nofollow ugc noopener">x</a></p>'),
        ("# not a heading", "<p># not a heading</p>"),
        ("<b>not bold</b>", "<p>&lt;b&gt;not bold&lt;/b&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("<svg:svg>", "<p>&lt;svg:svg&gt;</p>"),
        ("[x](ftp://e.org)", "<p>[x](ftp://e.org)</p>"),
        ("-", "<p>-</p>"),
        ("&nbsp;", "<p>&amp;nbsp;</p>"),
        (">" * 25 + " deep", f"<p>{'&gt;' * 25} deep</p>"),
        ("fish & chips &amp; peas", "<p>fish &amp; chips &amp; peas</p>"),
    ],
)
def test_the_subset_is_rendered_and_the_rest_is_text(text: str, html: str) -> None:
    assert render_comment(text).strip() == html
