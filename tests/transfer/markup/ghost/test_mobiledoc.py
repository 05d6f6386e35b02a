from typing import Any

import pytest

from broadsheet.transfer.markup.ghost.mobiledoc import mobiledoc_to_html

ODD = [None, 1, -1, 99, True, 1e400, [], {}, "", "script", [[[]]], {"a": 1}]


def convert(*sections: Any, **tables: Any) -> str:
    return mobiledoc_to_html({"version": "0.3.1", "sections": list(sections)} | tables)[0]


def test_markups_open_and_close_where_they_are_told_to() -> None:
    markers = [[0, [], 0, "a "], [0, [0], 0, "b "], [0, [1], 1, "c"], [0, [], 1, " d"], [0, [], 0, " e"]]
    html = convert([1, "p", markers], markups=[["strong"], ["em"]])
    assert html == "<p>a <strong>b <em>c</em> d</strong> e</p>"


def test_a_link_has_its_address_alone() -> None:
    html = convert([1, "p", [[0, [0], 1, "a"]]], markups=[["a", ["rel", "x", "href", "/b", "onclick", "y"]]])
    assert html == '<p><a href="/b">a</a></p>'


@pytest.mark.parametrize(
    ("section", "html"),
    [
        ([1, "H2", [[0, [], 0, "a < b"]]], "<h2>a &lt; b</h2>"),
        ([1, "aside", [[0, [], 0, "a"]]], "<blockquote>a</blockquote>"),
        ([1, "script", [[0, [], 0, "a"]]], "<p>a</p>"),
        ([1, "p", []], ""),
        ([1, "p", [[0, [], 0, "a"], [1, [], 0, 0], [0, [], 0, "b"]]], "<p>a<br/>b</p>"),
        ([1, "p", [[1, [], 0, 1]]], "<p>@ada</p>"),
        ([2, "/a.jpg"], '<figure><img alt="" src="/a.jpg"/></figure>'),
        ([3, "ol", [[[0, [], 0, "a"]], [[0, [], 0, "b"]]]], "<ol><li>a</li><li>b</li></ol>"),
        ([10, 0], "<hr/>"),
        ([10, 1], '<h2>A</h2>\n<iframe src="/b"></iframe>'),
        ([10, 2], '<pre><code class="language-c">a &lt; b</code></pre>'),
    ],
)
def test_a_section_becomes_its_like(section: Any, html: str) -> None:
    cards = [
        ["hr", {}], ["card-markdown", {"markdown": '# A\n\n<iframe src="/b"></iframe>'.replace("# A", "## A")}],
        ["code", {"code": "a < b", "language": "c"}],
    ]  # fmt: skip
    atoms = [["soft-return", "", {}], ["mention", "@ada", {}]]
    assert convert(section, cards=cards, atoms=atoms) == html


@pytest.mark.parametrize("number", [7, -1])
def test_a_missing_card_is_noted(number: int) -> None:
    document = {"sections": [[10, number]], "cards": [["hr", {}]]}
    assert mobiledoc_to_html(document) == ("", ["a card is missing in the file"])


def test_thousands_of_open_markups_stay_flat() -> None:
    html = convert([1, "p", [[0, [0] * 10_000, 0, "a"]]], markups=[["em"]])
    assert html.count("<em>") <= 50 and "a" in html


def test_odd_values_stop_nothing() -> None:
    good = [
        [1, "p", [[0, [0], 1, "a"], [1, [], 0, 0]]],
        [3, "ul", [[[0, [], 0, "b"]]]],
        [10, 0],
        [2, "/c.jpg"],
    ]
    tables = {"markups": [["a", ["href", "/b"]]], "atoms": [["soft-return", "", {}]], "cards": [["hr", {}]]}
    for odd in ODD:
        for number, section in enumerate(good):
            for place in range(len(section)):
                changed = [*section[:place], odd, *section[place + 1 :]]
                assert isinstance(convert(*good[:number], changed, **tables), str)
        for name, table in tables.items():
            for wrong in (odd, [odd], [[odd, odd]], [[*table[0][:1], odd]]):
                assert isinstance(convert(*good, **(tables | {name: wrong})), str)
        for marker in (
            [odd, [0], 0, "a"],
            [0, odd, 0, "a"],
            [0, [odd], 0, "a"],
            [0, [], odd, "a"],
            [0, [], 0, odd],
            odd,
        ):
            assert isinstance(convert([1, "p", [marker]], **tables), str)
