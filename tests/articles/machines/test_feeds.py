"""The feeds, held against their grammars and read as a feed reader reads them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import feedparser
import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.articles.publishing import Report, publish_folder

Read = Callable[[FlaskClient, str, str], Any]
ROOT = "https://news.example.org"
PLACES = ("", "/sections/coast", "/authors/ada-reporter", "/tags/high-tide")
TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("form", ["atom", "rss"])
def test_a_feed_follows_its_grammar_and_is_read(
    town: FlaskClient, read_xml: Read, place: str, form: str
) -> None:
    read_xml(town, f"{place}/feed.{form}", form)
    response = town.get(f"{place}/feed.{form}")
    assert response.mimetype == TYPES[form]
    feed = feedparser.parse(response.data)
    assert not feed.bozo
    ferry = feed.entries[-1]
    assert ferry.link == f"{ROOT}/coast/ferry"
    assert [author.name for author in ferry.authors if "name" in author][:1] in (
        ["Ada Reporter"],
        ["Ada Reporter, Bo Öst"],
    )
    assert {tag.term for tag in ferry.tags} >= (
        {"coast", "high-tide"} if form == "atom" else {"Coast", "high tide"}
    )
    assert ferry.published_parsed[:4] == (2021, 11, 1, 9)
    assert ferry.updated_parsed[:4] == (2021, 11, 3, 11), "a correction is a change"
    (html,) = (part.value for part in ferry.content)
    assert f'<a href="{ROOT}/coast/timetable">' in html


def test_the_text_is_whole_and_every_address_in_it_absolute(town: FlaskClient, read_xml: Read) -> None:
    document = read_xml(town, "/feed.atom", "atom")
    html = document.xpath("//a:entry[2]/a:content", namespaces=ATOM)[0].text
    assert f'<a href="{ROOT}/coast/timetable">the timetable</a>' in html
    assert f'<a href="{ROOT}/coast/ferry#more">below</a>' in html
    assert f'src="{ROOT}/media/boat.png"' in html
    assert '<a href="http://localhost:8000/demo/films/ferry">' in html, "an embed is a plain link"
    assert "<figcaption>At the quay</figcaption>" in html
    assert "<p>Fin.</p>" in html
    assert 'href="/' not in html and 'src="/' not in html


def test_markup_in_a_title_stays_text_in_every_format(town: FlaskClient, read_xml: Read) -> None:
    atom = read_xml(town, "/sections/coast/feed.atom", "atom")
    assert atom.findtext("a:entry/a:title", namespaces=ATOM) == "Ferry & <b>tide</b>"
    rss = read_xml(town, "/sections/coast/feed.rss", "rss")
    assert rss.findtext("channel/item/description") == "It waits &lt; ten minutes &amp; more.", "it is HTML"
    json = town.get("/sections/coast/feed.json").json
    assert json["items"][0]["title"] == "Ferry & <b>tide</b>"


def test_a_picture_and_a_language_go_with_an_entry(town: FlaskClient, read_xml: Read) -> None:
    atom = read_xml(town, "/feed.atom", "atom")
    german, ferry = atom.findall("a:entry", namespaces=ATOM)
    assert german.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"
    assert ferry.find("a:link[@rel='enclosure']", namespaces=ATOM).get("href") == f"{ROOT}/media/boat.png"
    rss = read_xml(town, "/feed.rss", "rss")
    picture = rss.find("channel/item[2]/{http://search.yahoo.com/mrss/}content")
    assert (picture.get("width"), picture.get("type")) == ("300", "image/png")
    items = town.get("/feed.json").json["items"]
    assert (items[0]["language"], items[1]["image"]) == ("de", f"{ROOT}/media/boat.png")


@pytest.mark.parametrize("form", TYPES)
def test_a_page_is_in_no_feed(town: FlaskClient, form: str) -> None:
    assert "imprint" not in town.get(f"/feed.{form}").text.lower()


def test_an_id_stays_when_title_and_address_change(town: FlaskClient, content: Path, read_xml: Read) -> None:
    def ids() -> dict[str, str]:
        feed = feedparser.parse(town.get("/feed.atom").data)
        return {entry.id: entry.link for entry in feed.entries}

    before = ids()
    file = content / "ferry.md"
    file.write_text(
        file.read_text("utf-8").replace("kicker: At sea", "path: /moved").replace("tide</b>", "Tide"), "utf-8"
    )
    with town.application.app_context():
        assert publish_folder().changed == ["ferry.md"]
    after = ids()
    assert list(before) == list(after)
    assert set(after.values()) - set(before.values()) == {f"{ROOT}/moved"}
    rss = feedparser.parse(town.get("/feed.rss").data)
    assert [entry.id for entry in rss.entries] == list(after), "the formats agree"
    other = feedparser.parse(town.get("/feed.atom", base_url="http://elsewhere.example").data)
    assert [entry.id for entry in other.entries] == list(after), "whatever name the request came by"


@pytest.mark.parametrize("form", TYPES)
def test_an_unchanged_feed_is_not_sent_again(town: FlaskClient, content: Path, form: str) -> None:
    first = town.get(f"/feed.{form}")
    assert "public" in first.headers["Cache-Control"]
    assert first.headers["Last-Modified"] == "Thu, 04 Nov 2021 09:00:00 GMT"
    tag, moment = (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    )
    assert town.get(f"/feed.{form}", headers=tag).status_code == 304
    assert town.get(f"/feed.{form}", headers=moment).status_code == 304
    (content / "faehre.md").unlink()
    with town.application.app_context():
        publish_folder()
    assert town.get(f"/feed.{form}", headers=tag).status_code == 200


@pytest.mark.parametrize("form", TYPES)
def test_an_empty_site_has_empty_feeds_and_an_unknown_name_none(client: FlaskClient, form: str) -> None:
    response = client.get(f"/feed.{form}")
    assert (response.status_code, response.mimetype) == (200, TYPES[form])
    for place in ("sections", "authors", "tags"):
        assert client.get(f"/{place}/none/feed.{form}").status_code == 404


def test_what_xml_cannot_hold_is_not_in_a_feed(
    write_story: Callable[..., Path], publish: Callable[[], Report], client: FlaskClient, read_xml: Read
) -> None:
    write_story("odd", "Odd", text="End \ufffe\uffff ]]> </content> &#1; &#x0b;")
    assert publish().problems == []
    for form in ("atom", "rss"):
        document = read_xml(client, f"/feed.{form}", form)
        assert "]]&gt; &lt;/content&gt;" in "".join(document.itertext())


def test_a_feed_of_many_articles_stops_at_fifty(
    make_app: Callable[..., Flask],
    write_story: Callable[..., Path],
    publish: Callable[[], Report],
    client: FlaskClient,
) -> None:
    for number in range(60):
        write_story(f"story-{number:02}", f"Story {number}")
    publish()
    assert len(feedparser.parse(client.get("/feed.atom").data).entries) == 50
    assert len(client.get("/sections/coast/feed.json").json["items"]) == 50
    items = client.get("/feed.json").json["items"]
    assert len(items) == 60, "this one lists them all"
    assert sum("content_html" in item for item in items) == 50
    assert all(item["content_text"] == "The harbour is calm." for item in items)


def test_each_page_names_its_own_feeds(town: FlaskClient) -> None:
    for place in PLACES:
        page = town.get(place or "/").text
        for form, kind in TYPES.items():
            assert page.count(f'type="{kind}"') >= 1
            assert f'href="{place}/feed.{form}"' in page
            assert f'href="/feed.{form}"' in page
