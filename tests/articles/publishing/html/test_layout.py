from collections.abc import Callable

import pytest

from broadsheet.articles.publishing.rendered import Rendered

HtmlOf = Callable[[str], str]
Render = Callable[[str], Rendered]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<div>One</div><div>Two</div>", "<p>One</p>\n<p>Two</p>"),
        ("Loose <b>text</b><p>and more", "<p>Loose <strong>text</strong></p>\n<p>and more</p>"),
        ("One<br>line<br> <br>two", "<p>One<br>line</p>\n<p>two</p>"),
        ("<div><section><span>In</span> boxes</section></div>", "<p>In boxes</p>"),
        ("<p>&nbsp;</p><p><br></p><h2> </h2><p>x</p><blockquote></blockquote>", "<p>x</p>"),
        ("<a href='/x'><div>One <i>a</i> b</div></a> y", '<p><a href="/x">One <em>a</em> b</a></p>\n<p>y</p>'),
        ("<ul><li>a<ul><li>b</ul><li><p>c</p></ul>", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("<ul><li><div>a</div><div>b</div></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
        ("<ol start=3 type=a reversed>x<li>y</ol>", '<ol start="3" type="a" reversed=""><li>x</li><li>y</li></ol>'),
        ("<dl><div><dt>t<dd>d</div></dl>", "<dl><dt>t</dt><dd>d</dd></dl>"),
        ("<details><summary>s</summary>t</details>", "<details><summary>s</summary><p>t</p></details>"),
        ("<blockquote>a<p>b</p></blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("<pre>a\n  b\n\n<b>c</b></pre>", "<pre>a\n  b\n\n<strong>c</strong></pre>"),
        ("<div dir=rtl lang=ar class=x><p>a</p>b</div>", '<p dir="rtl" lang="ar">a</p>\n<p dir="rtl" lang="ar">b</p>'),
        ("H<sub>2</sub>O <del>x</del> <abbr title=y>z</abbr>",
         '<p>H<sub>2</sub>O <del>x</del> <abbr title="y">z</abbr></p>'),
        ("<p>a <a href='/x'></a><em> </em>b</p>", "<p>a  b</p>"),
        ("<hr>", "<hr>"),
    ],
)  # fmt: skip
def test_what_is_loose_finds_its_place(text: str, html: str, html_of: HtmlOf) -> None:
    assert html_of(text + "<p>The end.</p>") == html + "\n<p>The end.</p>"


def test_a_table_scrolls_and_keeps_what_its_cells_mean(html_of: HtmlOf) -> None:
    html = html_of(
        "<table class=x width=100><caption>Boats</caption><tr><th scope=col colspan=2>a</tr>"
        "<tr><td align=right>1<td style='text-align: center'>2<td class=has-text-align-right>3</table>"
    )
    assert html == (
        '<div class="table" tabindex="0"><table><caption>Boats</caption><tbody><tr><th scope="col" colspan="2">a</th></tr>'
        '<tr><td class="align-right">1</td><td class="align-center">2</td><td class="align-right">3</td></tr>'
        "</tbody></table></div>"
    )


@pytest.mark.parametrize(
    "text",
    [
        "<figure class='wp-block-pullquote'><blockquote><p>Q</p></blockquote></figure>",
        "<blockquote class=pull-quote>Q</blockquote>",
    ],
)
def test_a_pull_quote_is_one_here_too(text: str, html_of: HtmlOf) -> None:
    assert html_of(text) == '<blockquote class="pull-quote"><p>Q</p></blockquote>'


def test_no_class_or_style_comes_in(html_of: HtmlOf) -> None:
    html = html_of(
        "<p class='note' style='color:red'>a <a class=anchor href='/x' target=_blank rel=opener>b</a></p>"
    )
    assert html == '<p>a <a href="/x">b</a></p>'


def test_the_words_come_without_markup_one_block_on_a_line(render: Render) -> None:
    rendered = render(
        "<h1>Head</h1>Some <i>plain</i>\nwords.<ul><li>one<li>two</ul><table><tr><td>a<td>b</table>&lt;&amp;"
    )
    assert rendered.text == "Head\nSome plain words.\none\ntwo\na\nb\n<&"
    assert rendered.words == 8


def test_a_paragraph_without_end_is_cut(html_of: HtmlOf) -> None:
    html = html_of("word " * 10_000)
    assert html.count("<p>") == 3
    assert html.count("word") == 10_000
