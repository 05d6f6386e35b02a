import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.articles.machines.heads import name_locale, shorten
from broadsheet.articles.publishing import Report

ROOT = "https://news.example.org"


def metadata(client: FlaskClient, address: str) -> dict[str, list[str]]:
    """Return what the head of a page says, by name or property."""
    head = client.get(address).text.split("</head>")[0]
    said: dict[str, list[str]] = {}
    for name, value in re.findall(r'<meta (?:name|property)="(.*?)" content="(.*?)">', head):
        said.setdefault(name, []).append(unescape(value))
    said["canonical"] = re.findall(r'<link rel="canonical" href="(.*?)">', head)
    return said


def test_an_article_describes_itself(town: FlaskClient) -> None:
    said = metadata(town, "/coast/ferry?reply-to=5")
    expected = {
        "canonical": [f"{ROOT}/coast/ferry"],
        "description": ["It waits < ten minutes & more."],
        "robots": ["max-image-preview:large"],
        "og:type": ["article"],
        "og:title": ["Ferry & <b>tide</b>"],
        "og:description": ["It waits < ten minutes & more."],
        "og:url": [f"{ROOT}/coast/ferry"],
        "og:site_name": ["Harbour & Gazette"],
        "og:locale": ["en_GB"],
        "og:image:width": ["300"],
        "og:image:height": ["168"],
        "og:image:alt": ['A "boat" & its quay'],
        "article:published_time": ["2021-11-01T09:00:00Z"],
        "article:modified_time": ["2021-11-03T11:00:00Z"],
        "article:author": [f"{ROOT}/authors/ada-reporter", f"{ROOT}/authors/bo-ost"],
        "article:section": ["Coast"],
        "article:tag": ["ferry", "high tide"],
        "twitter:card": ["summary_large_image"],
    }
    assert re.fullmatch(rf"{ROOT}/media/boat\.png/16x9-[0-9a-f]{{8}}\.jpg", said["og:image"][0])
    assert {name: said.get(name) for name in expected} == expected


def test_what_an_article_does_not_have_is_left_out(town: FlaskClient) -> None:
    said = metadata(town, "/kuste/faehre")
    assert said["description"] == ["Sie wartet."], "without a standfirst its text begins"
    assert said["twitter:card"] == ["summary"]
    assert not {"og:image", "article:author", "article:tag"} & said.keys()


def test_front_lists_and_pages_are_no_articles(town: FlaskClient) -> None:
    kinds = {
        "/": "website",
        "/sections/coast": "website",
        "/authors/bo-ost": "profile",
        "/imprint": "website",
    }
    for address, kind in kinds.items():
        said = metadata(town, address)
        assert said["og:type"] == [kind]
        assert said["canonical"] == [f"{ROOT}{address}"]
        assert "article:published_time" not in said


def test_each_page_of_a_list_is_its_own(
    app: Flask, write_story: Callable[..., Path], publish: Callable[[], Report], client: FlaskClient
) -> None:
    for number in range(21):
        write_story(f"story-{number:02}", f"Story {number}")
    publish()
    assert metadata(client, "/sections/coast?page=1")["canonical"] == ["http://localhost/sections/coast"]
    assert metadata(client, "/sections/coast?page=2")["canonical"] == [
        "http://localhost/sections/coast?page=2"
    ]


@pytest.mark.parametrize(
    ("language", "locale"),
    [("en", "en_GB"), ("de", "de_DE"), ("pt-BR", "pt_BR"), ("ja", "ja_JP"), ("ar", "ar_EG")],
)
def test_a_language_gets_its_territory(language: str, locale: str) -> None:
    assert name_locale(language) == locale


def test_a_description_is_cut_between_words() -> None:
    assert shorten("short") == "short"
    long = shorten("word " * 100)
    assert len(long) <= 201
    assert long.endswith("word…")
    assert len(shorten("字" * 500)) == 201
