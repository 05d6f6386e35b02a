import re
from collections.abc import Callable

import pytest

from broadsheet.articles.publishing.rendered import Rendered

HtmlOf = Callable[[str], str]
Render = Callable[[str], Rendered]


def test_a_pages_only_h1_is_its_headline(html_of: HtmlOf) -> None:
    assert re.findall(r"<h\d", html_of("<h1>Big</h1><h2>Smaller</h2>")) == ["<h2", "<h2"]


def test_headings_are_named_as_those_in_markdown(render: Render) -> None:
    rendered = render("<h2 id=own>How <i>it</i> works</h2><h3>Twice</h3><h2>Twice<h4>Deep</h4><h2>!!</h2>")
    assert [(part["id"], part["title"], part["level"]) for part in rendered.contents] == [
        ("h-how-it-works", "How it works", 2),
        ("h-twice", "Twice", 3),
        ("h-twice-2", "Twice", 2),
        ("h-part", "!!", 2),
    ]
    html = rendered.blocks[0]["html"]
    assert 'id="h-deep"' in html
    assert html.count('class="anchor"') == 5
    assert '<a class="anchor" href="#h-twice-2" aria-hidden="true" tabindex="-1"></a></h2>' in html


@pytest.mark.parametrize(
    "place",
    [
        "<h2 id=x>T</h2>", "<p id=x>T</p>", "<div id=x>T</div>", "<div id=x><div><p>T</p></div></div>", "<a name=x></a>T",
        "<a id=x>T</a>", "T<span id=x></span>", "<div id=x></div>T", "<ul><li id=x>T</ul>", "<table><tr><td id=x>T</table>",
        "<blockquote id=x>T</blockquote>", "T<sup id=x>1</sup>", "<a name=x href='/y'>T</a> y",
    ],
)  # fmt: skip
def test_a_place_that_a_link_leads_to_can_be_found(place: str, html_of: HtmlOf) -> None:
    html = html_of(f"<p>See <a href='#x'>there</a>.</p>{place}")
    assert '<a href="#h-x">there</a>' in html
    assert html.count('id="h-x"') == 1


def test_other_ids_go_and_links_to_nowhere_too(html_of: HtmlOf) -> None:
    html = html_of(
        "<p id=comments>a <a href='#related'>b</a> c</p><p id=x>d <a href='#x'>e</a></p><p id=x>f</p>"
    )
    assert html == '<p>a b c</p>\n<p id="h-x">d <a href="#h-x">e</a></p>\n<p>f</p>'


def test_no_heading_takes_the_id_of_a_place(render: Render) -> None:
    rendered = render("<h2>x</h2><p id=x><a href='#x'>a</a> b</p>")
    assert rendered.contents[0]["id"] == "h-x-2"


def test_a_heading_keeps_an_id_that_links_from_elsewhere_may_know(render: Render) -> None:
    assert render("<h2 id=h-old>New</h2>").contents == [{"id": "h-old", "title": "New", "level": 2}]


def test_odd_names_of_places_work(html_of: HtmlOf) -> None:
    html = html_of("<p><a href='#%C3%BC%20\"x'>a</a> b</p><p id='ü \"x'>c</p>")
    assert html == '<p><a href="#h-%C3%BC-%22x">a</a> b</p>\n<p id="h-ü-&quot;x">c</p>'
