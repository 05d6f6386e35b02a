"""Texts in HTML are rendered beside three pictures."""

from collections.abc import Callable

import pytest

from broadsheet.articles.pictures.finding import Picture, PictureError
from broadsheet.articles.pictures.using import Used
from broadsheet.articles.publishing.html import render_html
from broadsheet.articles.publishing.rendered import Rendered

THERE = {"boat.jpg", "/up/boat.jpg", "/up/a quay.png"}


def find(name: str) -> Used:
    if name not in THERE:
        raise PictureError(f"the picture {name} is not there; put it beside the article")
    return Used(Picture(name.strip("/"), f"/media/{name.strip('/')}", 300, 200))


@pytest.fixture
def render() -> Callable[[str], Rendered]:
    return lambda text: render_html(text, 1, find)


@pytest.fixture
def html_of(render: Callable[[str], Rendered]) -> Callable[[str], str]:
    """The HTML of all blocks."""
    return lambda text: "\n".join(block.get("html", "") for block in render(text).blocks)
