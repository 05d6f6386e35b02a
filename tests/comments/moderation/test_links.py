import pytest

from broadsheet.comments.moderation.links import count_links, find_hosts
from broadsheet.comments.posting.markdown import render_comment


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("none", 0),
        ("https://one.example www.two.example", 2),
        ("[a](https://a.example) [b](https&colon;//b.example)", 2),
        ("[a](//a.example)", 0),
        ("<https://a.example> [m](mailto:ada@example.org)", 2),
    ],
)
def test_links_are_counted_as_they_are_shown(text: str, links: int) -> None:
    assert count_links(text, render_comment(text)) == links


@pytest.mark.parametrize("address", ["//evil.example", "http:evil.example", "https:///evil.example"])
def test_what_does_not_say_where_it_leads_is_no_link(address: str) -> None:
    html = render_comment(f"[x]({address})")
    assert "<a " not in html
    assert "[x]" in html


def test_many_labels_take_no_time() -> None:
    assert find_hosts("a." * 32_000, "", "") is not None
