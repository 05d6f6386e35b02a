from collections.abc import Callable
from pathlib import Path

from flask import Flask, render_template_string
from flask.testing import FlaskClient

from broadsheet.articles.pictures.later import make_what_waits
from broadsheet.articles.publishing import Report
from broadsheet.related import Related

Draw = Callable[..., Path]
Publish = Callable[[], Report]

BOAT = '---\ntitle: Boat\nimage: {file: boat.jpg, alt: A boat}\n---\n\n.\n\n![At sea](boat.jpg "At dawn © Ada Reporter")\n'


def test_a_reader_is_offered_formats_and_widths(
    content: Path, draw: Draw, publish: Publish, client: FlaskClient
) -> None:
    draw("boat.jpg", (1500, 1000))
    (content / "boat.md").write_text(BOAT)
    assert publish().problems == []
    page = client.get("/news/boat").text
    assert page.count("<picture>") == 2
    assert page.index('type="image/avif"') < page.index('type="image/webp"')
    assert page.count(' 1500w" sizes="') == 4
    assert page.count('fetchpriority="high"') == page.count('loading="lazy"') == 1
    assert '<figcaption>At dawn <span class="credit">Ada Reporter</span></figcaption>' in page
    assert '<figure class="hero">' in page
    front = client.get("/").text
    assert front.count("<picture>") == 1


def test_what_takes_long_is_made_after_publishing(
    app: Flask, content: Path, draw: Draw, publish: Publish
) -> None:
    draw("boat.jpg", (1500, 1000))
    (content / "boat.md").write_text(BOAT)
    publish()
    place = content.parent / "pictures" / "boat.jpg"
    assert not list(place.glob("1500-*.avif"))
    with app.app_context():
        assert make_what_waits() == "1 pictures"
        assert make_what_waits() == ""
    assert len(list(place.iterdir())) == 11


def test_publishing_again_changes_nothing_and_another_picture_gives_new_addresses(
    content: Path, draw: Draw, publish: Publish, client: FlaskClient
) -> None:
    draw("boat.jpg")
    (content / "boat.md").write_text(BOAT)
    publish()
    before = client.get("/news/boat").text.count("<source")
    assert not publish().did_something
    page = client.get("/news/boat").text
    draw("boat.jpg", quality=40)
    assert publish().changed == ["boat.md"]
    after = client.get("/news/boat").text
    assert (after.count("<source"), after == page) == (before, False)


def test_a_picture_that_cannot_be_encoded_is_a_remark(
    content: Path, draw: Draw, publish: Publish, client: FlaskClient
) -> None:
    file = draw("boat.jpg")
    file.write_bytes(file.read_bytes()[:1500])
    (content / "boat.md").write_text(BOAT)
    report = publish()
    assert report.published == ["boat.md"]
    assert [(p.line, p.fatal) for p in report.problems] == [(3, False), (8, False)]
    assert (
        "shown as it is, because no smaller versions could be made: it seems to be damaged"
        in report.problems[0].reason
    )
    assert '<img src="/media/boat.jpg"' in client.get("/news/boat").text


def test_pictures_without_alt_text_are_named_with_their_lines(
    content: Path, draw: Draw, publish: Publish
) -> None:
    draw("boat.jpg")
    draw("mast.jpg")
    (content / "boat.md").write_text(
        "---\ntitle: Boat\nimage: boat.jpg\n---\n\n![](mast.jpg)\n\nA mast ![](mast.jpg) here.\n\n![Told](mast.jpg)\n"
    )
    problems = publish().problems
    assert [(p.line, p.fatal) for p in problems] == [(3, False), (6, False), (8, False)]
    assert problems[0].reason == "the picture boat.jpg has no alt text; say in a few words what it shows"


def test_documents_of_another_app_need_no_versions(bare_app: Flask) -> None:
    related = Related(bare_app)
    with bare_app.test_request_context():
        picture = {"address": "/static/one.png", "width": 30, "height": 20}
        related.add("one", "One", "Text.", "/one", picture=picture)
        related.add("two", "Two", "Text.", "/two")
        shown = render_template_string("{{ related.stories('two') }}")
    assert (
        '<img src="/static/one.png" alt="" width="30" height="20" loading="lazy" decoding="async">' in shown
    )
    assert "<source" not in shown
