import json
from collections.abc import Iterator
from typing import Any

import pytest

from broadsheet.transfer.markup.ghost.lexical import lexical_to_html

Node = dict[str, Any]
ODD = [None, 1, -1, True, 1e400, [], {}, "", "javascript:x", "<![", [[{}]], {"type": {"type": "text"}}]


def node(kind: str, *children: Node, **fields: Any) -> Node:
    return {"type": kind, "children": list(children), "version": 1} | fields


def text(said: str, format: int = 0) -> Node:
    return {"type": "extended-text", "text": said, "format": format}


def convert(*nodes: Node) -> str:
    return lexical_to_html({"root": node("root", *nodes)})[0]


@pytest.mark.parametrize(
    ("format", "html"),
    [
        (0, "x &lt; y"),
        (1, "<strong>x &lt; y</strong>"),
        (2, "<em>x &lt; y</em>"),
        (3, "<strong><em>x &lt; y</em></strong>"),
        (4, "<s>x &lt; y</s>"),
        (8, "<u>x &lt; y</u>"),
        (16, "<code>x &lt; y</code>"),
        (32, "<sub>x &lt; y</sub>"),
        (64, "<sup>x &lt; y</sup>"),
        (1 << 20, "x &lt; y"),
    ],
)
def test_a_text_has_its_formats(format: int, html: str) -> None:
    assert convert(node("paragraph", text("x < y", format))) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    ("made", "html"),
    [
        (node("extended-heading", text("A"), tag="h3"), "<h3>A</h3>"),
        (node("heading", text("A"), tag="script"), "<h2>A</h2>"),
        (
            node("extended-quote", text("A"), {"type": "linebreak"}, text("B")),
            "<blockquote>A<br/>B</blockquote>",
        ),
        (node("aside", text("A")), "<blockquote>A</blockquote>"),
        (node("paragraph", node("link", text("A"), url="/a?b&c")), '<p><a href="/a?b&amp;c">A</a></p>'),
        (node("paragraph", node("autolink", text("A"), url="https://a")), '<p><a href="https://a">A</a></p>'),
        (node("paragraph", text("A"), {"type": "tab"}, text("B")), "<p>A\tB</p>"),
        (node("paragraph"), ""),
        ({"type": "horizontalrule"}, "<hr/>"),
        (node("columns", node("paragraph", text("A"))), "<p>A</p>"),
    ],
)
def test_an_element_becomes_its_like(made: Node, html: str) -> None:
    assert convert(made) == html


def test_a_list_below_an_entry_lies_in_it() -> None:
    inner = node("list", node("listitem", text("B")), listType="number", start=3)
    made = node(
        "list",
        node("listitem", text("A")),
        node("listitem", inner),
        node("listitem", text("C")),
        listType="bullet",
    )
    assert convert(made) == '<ul><li>A<ol start="3"><li>B</li></ol></li><li>C</li></ul>'


def test_a_list_that_begins_with_a_list_keeps_it() -> None:
    inner = node("list", node("listitem", text("B")), listType="bullet")
    assert (
        convert(node("list", node("listitem", inner), listType="bullet"))
        == "<ul><li><ul><li>B</li></ul></li></ul>"
    )


def test_what_lies_ten_thousand_levels_deep_is_kept() -> None:
    made = text("Deep")
    for _level in range(10_000):
        made = node("listitem", node("list", made))
    html = convert(made)
    assert "Deep" in html and len(html) < 2_000


def test_each_note_is_given_once() -> None:
    video = {"type": "video", "src": "/a.mp4"}
    assert lexical_to_html({"root": node("root", video, video)})[1] == ["a video became a link to its file"]


def test_odd_values_stop_nothing() -> None:
    document = {
        "root": node(
            "root",
            node("heading", text("A", 3), tag="h2"),
            node(
                "list",
                node("listitem", node("link", text("B"), url="/b"), value=1),
                listType="number",
                start=2,
            ),
            {"type": "image", "src": "/a.jpg", "alt": "A", "caption": "C", "href": "/d"},
            {"type": "html", "html": "<p>E</p>", "visibility": {"web": {"nonMember": True}}},
        )
    }
    for path in walk(document):
        for odd in ODD:
            html, _notes = lexical_to_html(replace(document, path, odd))
            assert isinstance(html, str)


def walk(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of each value below a value."""
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in entries:
        yield (*path, key)
        yield from walk(inner, (*path, key))


def replace(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    changed = json.loads(json.dumps(value))
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = new
    return changed
