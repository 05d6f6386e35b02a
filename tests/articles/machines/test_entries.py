from collections.abc import Callable
from uuid import UUID

from flask import Flask

from broadsheet.articles.machines.entries import Entry, make_id
from broadsheet.articles.models import Article


def test_an_id_is_a_urn_that_no_other_site_has(make_app: Callable[..., Flask]) -> None:
    ids = set()
    for address in ("https://a.example.org", "https://b.example.org"):
        with make_app(ADDRESS=address).test_request_context():
            assert UUID(make_id("article", "ferry")).version == 5
            ids |= {make_id("article", "ferry"), make_id("article", "wall"), make_id("feed", "site", "")}
    assert len(ids) == 6


def test_every_kind_of_block_is_in_the_text(app: Flask) -> None:
    picture = {
        "address": "/media/boat.png",
        "alt": 'A "boat"',
        "caption": "At sea",
        "credit": "Ada",
        "width": 3,
        "height": 2,
    }
    blocks = [
        {"html": "<p>One</p>"},
        {"link": "/two?a=1&b=2", "label": "<Two>"},
        {"picture": picture},
        {"other": 1},
    ]
    with app.test_request_context():
        html = Entry(Article(path="/coast/ferry", blocks=blocks)).html
    assert "<p>One</p>" in html
    assert '<a href="http://localhost/two?a=1&amp;b=2">&lt;Two&gt;</a>' in html
    assert 'src="http://localhost/media/boat.png"' in html
    assert 'alt="A &quot;boat&quot;"' in html
    assert "<figcaption>At sea Ada</figcaption>" in html


def test_what_would_run_does_not_get_into_a_feed(app: Flask) -> None:
    blocks = [
        {"link": "javascript:alert(1)", "label": "x"},
        {"html": "<script>alert(1)</script><img src=x onerror=alert(1)>"},
    ]
    with app.test_request_context():
        html = Entry(Article(path="/coast/ferry", blocks=blocks)).html
    assert "javascript:" not in html
    assert "<script" not in html
    assert '<img src="http' in html and "onerror" not in html.split("&lt;")[0]
