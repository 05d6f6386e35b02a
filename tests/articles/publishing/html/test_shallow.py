"""Whatever is read, the parsers behind get little depth, closed tags and known names."""

import re
from html.parser import HTMLParser

import nh3
import pytest

from broadsheet.articles.publishing.html.elements import TAGS, VOID
from broadsheet.articles.publishing.html.shallow import make_shallow


class Nesting(HTMLParser):
    """Measures how deep a text is nested, and fails if a tag is not closed in its order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.deepest = 0
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
            self.deepest = max(self.deepest, len(self.open))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("tag", sorted(TAGS))
def test_ten_thousand_open_tags_are_few_and_closed(tag: str) -> None:
    assert Nesting(make_shallow(f"<{tag}>x" * 10_000)).deepest <= 100


def test_forgotten_tags_are_not_opened_again_and_again() -> None:
    forgotten = "<p>" + "".join(f"<b title={number}>" for number in range(2_000)) + "<p>x" * 2_000
    tidy = nh3.clean(make_shallow(forgotten), tags={"p", "strong"})
    assert tidy.count("<strong>") <= 100


def test_end_tags_that_are_not_real_close_nothing() -> None:
    hidden = '<b id=1><!--</b>--><i title="</b>"></b x="</i>"></i>'
    assert make_shallow(hidden) == '<strong id="1"><em title="&lt;/b&gt;"></em></strong>'


@pytest.mark.parametrize(
    ("html", "shallow"),
    [
        ("<p>One<p>Two", "<p>One</p><p>Two</p>"),
        ("<ul><li><p>a<li>b</ul>c", "<ul><li><p>a</p></li><li>b</li></ul>c"),
        ("<dl><dt>a<dd>b<dt>c", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>"),
        ("<table><tr><td>1<td>2<tr><td>3</table>x",
         "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>x"),
        ("<ul><li>a<ul><li>b</ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("</p></b>x</div>", "x"),
        ("a < b <3 </ x", "a &lt; b &lt;3 &lt;/ x"),
        ("<SECTION><H1 ID=x>a</H1></Section>", '<div><h2 id="x">a</h2></div>'),
        ("<a href=/x?a=1&b=2 title='a \"b\"' onclick=x()>x", '<a href="/x?a=1&b=2" title="a &quot;b&quot;">x</a>'),
        ("<p id=a id=b>", '<p id="a"></p>'),
        ("a<script>if (a<b) '<p>'</script>b<style>x", "ab"),
        ("a<svg><p>x</p></svg>b<o:p>c</o:p><custom-tag>d", "abcd"),
        ("<iframe src=x />a<iframe src=y>fallback</iframe>b", '<iframe src="x"></iframe>a<iframe src="y"></iframe>b'),
        ("<iframe src=x>the rest", '<iframe src="x"></iframe>the rest'),
        ("a<!-- b --><!--> c <!doctype html><?php d ?>e", "a c e"),
        ("a<!-- never closed <p>b", "a"),
        ("a<p title='never closed>b", 'a<p title="never closed&gt;b"></p>'),
        ("a\n<img src=x>\n\n<img src=y data-line=7>", 'a\n<img src="x" data-line="1">\n\n<img src="y" data-line="3">'),
    ],
)  # fmt: skip
def test_what_is_written_anyhow_is_written_properly(html: str, shallow: str) -> None:
    assert make_shallow(html) == shallow


@pytest.mark.parametrize(
    "piece", ["<", "<a ", '<a b="', "<!--", "<![CDATA[", "</script", "<script></script ", "<a =", "<iframe>"]
)
def test_what_is_never_closed_is_read_once(piece: str) -> None:
    """Each would take hours if every piece were searched through to the end."""
    assert len(re.findall("<[a-z]", make_shallow(piece * 100_000))) <= 100_000
