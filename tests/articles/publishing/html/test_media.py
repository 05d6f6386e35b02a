from collections.abc import Callable

import pytest

from broadsheet.articles.publishing.rendered import Rendered

Render = Callable[[str], Rendered]
WATCH = "https://www.youtube.com/watch?v=a-b_1"


@pytest.mark.parametrize(
    ("text", "link", "label"),
    [
        ("<iframe src='https://www.youtube.com/embed/a-b_1?rel=0' title='A film'></iframe>", WATCH, "A film"),
        ("<p><iframe src=//www.youtube-nocookie.com/embed/a-b_1></iframe></p>", WATCH, WATCH),
        ("<object><param name=movie value=http://www.youtube.com/v/a-b_1></object>", WATCH, WATCH),
        ("<iframe src=https://player.vimeo.com/video/12?h=x></iframe>", "https://vimeo.com/12", "https://vimeo.com/12"),
        ("<figure><div>\nhttps://vimeo.com/12\n</div></figure>", "https://vimeo.com/12", "https://vimeo.com/12"),
        ("<div><a href='/films/x'>The <code>film</code></a></div>", "/films/x", "The film"),
        ("<p>https://x.example/y</p>", "https://x.example/y", "https://x.example/y"),
        ("<video controls><source src=/up/a%20film.mp4>No film?</video>", "/up/a%20film.mp4", "a film.mp4"),
        ("<audio src=/up/a.mp3></audio>", "/up/a.mp3", "a.mp3"),
        ("<embed src=https://x.example/y>", "https://x.example/y", "https://x.example/y"),
    ],
)  # fmt: skip
def test_what_plays_is_a_link_of_its_own(text: str, link: str, label: str, render: Render) -> None:
    blocks = render(f"<p>Before.</p>{text}<p>After.</p>").blocks
    assert blocks == [{"html": "<p>Before.</p>"}, {"link": link, "label": label}, {"html": "<p>After.</p>"}]


def test_what_plays_amid_text_parts_it(render: Render) -> None:
    blocks = render("<p>a <iframe src=/x></iframe> b</p>").blocks
    assert blocks == [{"html": "<p>a</p>"}, {"link": "/x", "label": "/x"}, {"html": "<p>b</p>"}]


def test_what_plays_in_a_list_is_a_link_there(render: Render) -> None:
    assert render("<ul><li><iframe src=/x title=X></iframe></ul>").blocks == [
        {"html": '<ul><li><a href="/x">X</a></li></ul>'}
    ]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "", "http://["])
@pytest.mark.parametrize(
    "text",
    ["<iframe src='{}'></iframe>", "<object><param name=movie value='{}'></object>", "<audio src='{}'>"],
)
def test_what_leads_nowhere_goes(text: str, address: str, render: Render) -> None:
    assert render(text.format(address)).blocks == []


def test_a_link_with_an_odd_scheme_is_no_block(render: Render) -> None:
    assert render("<p><a href='intent:x'>x</a></p>").blocks == [{"html": "<p>x</p>"}]
