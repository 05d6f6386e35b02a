"""What the pages say in the words of schema.org, and that nothing which readers write gets out of it."""

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.articles.machines.pictures import list_ratios, list_shapes
from broadsheet.articles.publishing import Report
from broadsheet.comments.models import HELD

ROOT = "https://news.example.org"
ReadData = Callable[[str], list[dict[str, Any]]]
Publish, Write = Callable[[], Report], Callable[..., int]

# What ends a block of data, or changes how a browser reads it (HTML standard, 4.12.1.3).
VECTORS = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "</SCRIPT/ x>",
    "]]>",
    "\u2028\u2029'\"\\&amp;",
    "{{ 7*7 }}",
]


def test_an_article_has_what_search_engines_ask_for(town: FlaskClient, read_data: ReadData) -> None:
    article, trail = read_data(town.get("/coast/ferry").text)
    expected = {
        "@type": "NewsArticle",
        "headline": "Ferry & <b>tide</b>",
        "description": "It waits < ten minutes & more.",
        "datePublished": "2021-11-01T09:00:00Z",
        "dateModified": "2021-11-03T11:00:00Z",
        "author": [
            {"@type": "Person", "name": "Ada Reporter", "url": f"{ROOT}/authors/ada-reporter"},
            {"@type": "Person", "name": "Bo Öst", "url": f"{ROOT}/authors/bo-ost"},
        ],
        "mainEntityOfPage": {"@type": "WebPage", "@id": f"{ROOT}/coast/ferry"},
        "articleSection": "Coast",
        "keywords": ["ferry", "high tide"],
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "commentCount": 0,
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": "It has two funnels.",
                "datePublished": "2021-11-03T11:00:00Z",
            }
        ],
    }
    ratios = [re.sub("-[0-9a-f]{8}", "", address) for address in article["image"]]
    assert ratios == [f"{ROOT}/media/boat.png/{ratio}.jpg" for ratio in ("16x9", "4x3", "1x1")]
    assert {name: article.get(name) for name in expected} == expected
    assert article["wordCount"] > 5
    assert article["publisher"]["name"] == "Harbour & Gazette"
    with town.get(article["publisher"]["logo"]["url"].removeprefix(ROOT)) as logo:
        assert logo.status_code == 200
    assert trail["@type"] == "BreadcrumbList"
    assert [(step["position"], step["name"], step["item"]) for step in trail["itemListElement"]] == [
        (1, "Harbour & Gazette", f"{ROOT}/"),
        (2, "Coast", f"{ROOT}/sections/coast"),
        (3, "Ferry & <b>tide</b>", f"{ROOT}/coast/ferry"),
    ]


def test_an_article_says_its_own_language_and_a_page_is_no_article(
    town: FlaskClient, read_data: ReadData
) -> None:
    german = read_data(town.get("/kuste/faehre").text)[0]
    assert german["inLanguage"] == "de"
    assert german["author"][0]["@type"] == "NewsMediaOrganization", "where nobody is named it is the site"
    assert "image" not in german
    assert read_data(town.get("/imprint").text)[0]["@type"] == "WebPage"


def test_comments_stand_inside_what_they_answer(
    app: Flask, story: str, write: Write, client: FlaskClient, read_data: ReadData
) -> None:
    write(app, "First *words* & more.")
    write(app, "An answer.", parent=1, name="Bo")
    write(app, "Waits.", status=HELD)
    write(app, "Second.")
    article = read_data(client.get(story).text)[0]
    assert article["commentCount"] == 3
    first, second = article["comment"]
    assert (first["text"], first["author"]) == ("First words & more.", {"@type": "Person", "name": "Ada"})
    assert first["url"] == f"http://localhost{story}#comment-1"
    assert first["comment"][0]["text"] == "An answer."
    assert second["text"] == "Second."
    assert "comment" not in second


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_gets_out_of_the_block(
    app: Flask,
    content: Path,
    publish: Publish,
    write: Write,
    client: FlaskClient,
    read_data: ReadData,
    vector: str,
) -> None:
    head = json.dumps(vector)
    (content / "ferry.md").write_text(
        f"---\ntitle: {head}\nstandfirst: {head}\nauthor: {head}\nsection: {head}\ntags: [{head}]\npath: /odd\n"
        f"corrections:\n  - date: 2021-11-03\n    text: {head}\n---\nText.\n"
    )
    assert publish().problems == []
    write(app, f"`{vector}`", name=vector)
    page = client.get("/odd").text
    article = read_data(page)[0]
    block = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert not set("<>&'") & set(block)
    assert article["headline"] == " ".join(vector.split())
    assert article["comment"][0]["author"]["name"] == vector
    assert article["comment"][0]["text"] == " ".join(vector.split())


def test_the_front_page_is_the_sites(town: FlaskClient, read_data: ReadData) -> None:
    site, publisher = read_data(town.get("/").text)
    assert (site["@type"], site["url"]) == ("WebSite", f"{ROOT}/")
    assert site["potentialAction"]["target"]["urlTemplate"] == f"{ROOT}/search?q={{search_term_string}}"
    assert publisher["@type"] == "NewsMediaOrganization"
    assert site["publisher"]["@id"] == publisher["@id"]


def test_a_list_names_its_stories_and_an_author_is_a_person(town: FlaskClient, read_data: ReadData) -> None:
    section, trail = read_data(town.get("/sections/coast").text)
    assert section["@type"] == "CollectionPage"
    assert section["mainEntity"]["itemListElement"][0]["url"] == f"{ROOT}/coast/ferry"
    assert trail["itemListElement"][1]["name"] == "Coast"
    author, _ = read_data(town.get("/authors/bo-ost").text)
    assert author["@type"] == "ProfilePage"
    assert [story["headline"] for story in author["hasPart"]] == ["Ferry & <b>tide</b>"]
    assert author["mainEntity"] == {"@type": "Person", "name": "Bo Öst", "url": f"{ROOT}/authors/bo-ost"}


def test_a_page_with_many_comments_stays_small(
    app: Flask, story: str, write: Write, client: FlaskClient
) -> None:
    for number in range(50):
        write(
            app,
            f"{number}: the quay lay empty at {number * 37} past, and nobody had said why. " * 4,
            name=f"Reader {number}",
        )
    page = client.get(story).data
    assert page.count(b'"@type": "Comment"') == 10
    assert len(gzip.compress(page)) < 20_000


def test_a_picture_is_told_in_three_ratios_where_it_was_cropped(app: Flask) -> None:
    crop = {"address": "/media/boat-wide.png", "width": 160, "height": 90}
    square = {"address": "/media/boat-square.png", "width": 90, "height": 90}
    whole = {"address": "/media/boat.png", "width": 300, "height": 200, "alt": "A boat"}
    with app.test_request_context():
        cropped = whole | {"crops": {"1:1": square, "16:9": crop}}
        assert [shape.address[-8:] for shape in list_ratios(cropped)] == ["wide.png", "uare.png"]
        assert len(list_shapes(cropped)) == 3
        assert [shape.width for shape in list_ratios(whole)] == [300]
        assert list_ratios(None) == []
