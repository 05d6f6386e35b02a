import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree

ROOT = "https://news.example.org"
FERRY = f"{ROOT}/coast/ferry"


def ask(client: FlaskClient, url: str = FERRY, **more: object) -> Any:
    return client.get("/oembed", query_string={"url": url} | more)


def test_an_article_is_told_in_short(town: FlaskClient) -> None:
    response = ask(town)
    assert response.mimetype == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.json == {
        "version": "1.0",
        "type": "link",
        "title": "Ferry & <b>tide</b>",
        "author_name": "Ada Reporter, Bo Öst",
        "author_url": f"{ROOT}/authors/ada-reporter",
        "provider_name": "Harbour & Gazette",
        "provider_url": f"{ROOT}/",
        "cache_age": 3600,
        "thumbnail_url": f"{ROOT}/media/boat.png",
        "thumbnail_width": 300,
        "thumbnail_height": 200,
    }


def test_xml_says_the_same(town: FlaskClient) -> None:
    response = ask(town, format="xml")
    assert response.mimetype == "text/xml"
    document = etree.fromstring(response.data)
    assert document.tag == "oembed"
    assert {child.tag: child.text for child in document} == {
        name: str(value) for name, value in ask(town, format="json").json.items()
    }


def test_no_picture_is_larger_than_wanted(town: FlaskClient) -> None:
    assert "thumbnail_url" in ask(town, maxwidth=300, maxheight=200).json
    assert "thumbnail_url" not in ask(town, maxwidth=199).json
    assert "thumbnail_url" not in ask(town, maxheight=100).json
    for wrong in ("x", "-1", "", "1.5", "٣", "9" * 400):
        assert ask(town, maxwidth=wrong).status_code == 400, wrong


@pytest.mark.parametrize(
    "url",
    [
        "", "/coast/ferry", "https://elsewhere.example/coast/ferry", f"{ROOT}/", f"{ROOT}/coast/none", f"{ROOT}/feed.json",
        "javascript:alert(1)", "https://[", f"{ROOT}.evil.example/coast/ferry", f"{ROOT}@evil.example/coast/ferry",
        f"{ROOT}/coast/%00ferry", "https://news.example.org:99999999/coast/ferry",
    ],
)  # fmt: skip
def test_what_is_no_article_of_ours_is_not_found(town: FlaskClient, url: str) -> None:
    assert ask(town, url).status_code == 404


def test_a_format_that_we_do_not_have_is_refused(town: FlaskClient) -> None:
    assert ask(town, format="yaml").status_code == 501


def test_the_page_says_where_to_ask(town: FlaskClient) -> None:
    page = town.get("/coast/ferry").text
    for kind in ("application/json+oembed", "text/xml+oembed"):
        found = re.search(rf'<link rel="alternate" type="{re.escape(kind)}"[^>]* href="(.*?)"', page)
        assert found
        address = unescape(found[1])
        assert address.startswith(f"{ROOT}/oembed?")
        assert town.get(address.removeprefix(ROOT)).status_code == 200
