"""Old addresses lead on; what is not public, or not ours, is nowhere to be found in where they lead."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.articles.old_addresses import store_addresses
from broadsheet.articles.pages.leading_on import MACHINES
from broadsheet.storage import writing

PublishFile = Callable[..., None]
ALIASES = '[/2023/09/ferry/, "/?p=12", "/?page_id=7&cat=3", "/blog/index.php?p=12", "/article.asp?id=5", "/ש\u200f", /fähre]'


@pytest.mark.parametrize(
    "asked",
    [
        "/2023/09/ferry/",
        "/2023/09/ferry",
        "/2023/09/ferry/?replytocom=5",
        "/?p=12",
        "/?preview=true&p=12",
        "/?utm_source=x&p=12",
        "/?cat=3&page_id=7",
        "/blog/index.php?p=12",
        "/blog/index.php?p=12&utm_source=x",
        "/article.asp?id=5",
        "/article.asp?utm_source=x&id=5",
        "/%D7%A9%E2%80%8F",
        "/f%C3%A4hre",
        "/f%c3%a4hre/",
    ],
)
@pytest.mark.parametrize("megabytes", [0, 32])
def test_an_old_address_leads_to_its_article(
    make_app: Callable[..., Flask], publish_file: PublishFile, asked: str, megabytes: int
) -> None:
    publish_file(aliases=ALIASES)
    response = make_app(PAGE_CACHE_MB=megabytes).test_client().get(asked)
    assert (response.status_code, response.location) == (301, "/story")


@pytest.mark.parametrize(
    "asked", ["/article.asp?id=6", "/article.asp", "/blog/index.php", "/2023/09", "/blog/index.php?p=13"]
)
def test_another_address_leads_nowhere(client: FlaskClient, publish_file: PublishFile, asked: str) -> None:
    publish_file(aliases=ALIASES)
    assert client.get(asked).status_code == 404


@pytest.mark.parametrize(
    "query", ["p=13", "p=x", "p=%00", "p=", "p=%FF&p=1", "cat=3", "id=5", "p=" + "9" * 5000]
)
def test_the_front_page_is_shown_whatever_number_is_asked_for(
    client: FlaskClient, publish_file: PublishFile, query: str
) -> None:
    publish_file(aliases=ALIASES)
    response = client.get(f"/?{query}")
    assert (response.status_code, "A story" in response.text) == (200, True)


def test_the_address_of_an_article_that_waits_leads_nowhere(
    client: FlaskClient, publish_file: PublishFile
) -> None:
    publish_file(aliases='[/old/, "/?p=12"]', published="2999-01-01")
    nothing = client.get("/nothing/")
    old = client.get("/old/")
    assert (old.status_code, old.text) == (404, nothing.text.replace("/nothing/", "/old/"))
    assert client.get("/?p=12").status_code == 200


def test_an_article_leads_no_address_of_one_that_waits(
    client: FlaskClient, publish_file: PublishFile
) -> None:
    publish_file(name="waits", published="2999-01-01")
    publish_file(aliases="/waits")
    assert client.get("/waits").status_code == client.get("/waits/").status_code == 404
    publish_file(name="waits")
    assert client.get("/waits").status_code == 200


def test_an_article_is_shown_where_it_is_whatever_another_claims(
    client: FlaskClient, publish_file: PublishFile
) -> None:
    publish_file(aliases="[/other, /feed/]")
    publish_file(name="other", title="Another")
    assert "Another" in client.get("/other?p=12").text
    assert client.get("/other/").location == "/other"
    assert client.get("/feed/").location == "/story"


def test_an_address_follows_its_article(client: FlaskClient, publish_file: PublishFile) -> None:
    for aliases, status in (("", 404), ("/old", 301), ("", 404)):
        publish_file(aliases=aliases)
        assert client.get("/old").status_code == status
    publish_file(aliases="/old", path="/fähre")
    assert client.get("/old").location == "/f%C3%A4hre"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/\t/evil.example",
        "evil",
        "",
        "/a\ud800",
        "/a b",
    ],
)
def test_no_address_leads_to_another_site(app: Flask, client: FlaskClient, target: str) -> None:
    with app.app_context(), writing() as session:
        assert list(store_addresses(session, [("/old", target)])) == ["/old"]
    assert client.get("/old").status_code == 404


@pytest.mark.parametrize("target", ["/old", "/old/", "/%6fld", "/old?x=1", "/old/?p=1"])
def test_no_address_leads_to_itself(app: Flask, target: str) -> None:
    with app.app_context(), writing() as session:
        assert store_addresses(session, [("/old/", target)]) == {"/old/": "it leads to itself"}


def test_an_address_may_lead_to_a_list(app: Flask, client: FlaskClient) -> None:
    pairs = [
        ("/category/news/", "/sections/küste"),
        ("/?page_id=2", "/"),
        ("/?cat=3", "/sections/news?page=2"),
    ]
    with app.app_context(), writing() as session:
        assert store_addresses(session, pairs) == {}
    assert client.get("/category/news").location == "/sections/k%C3%BCste"
    assert client.get("/?page_id=2").location == "/"
    assert client.get("/?cat=3").location == "/sections/news?page=2"


@pytest.mark.parametrize("address", MACHINES)
@pytest.mark.usefixtures("story")
def test_addresses_of_wordpress_for_machines_lead_to_ours(client: FlaskClient, address: str) -> None:
    for asked in (address, f"{address}/"):
        response = client.get(asked)
        assert response.status_code == 301
        assert client.get(response.location).status_code == 200


def test_an_article_may_have_an_address_of_wordpress(client: FlaskClient, publish_file: PublishFile) -> None:
    publish_file(path="/feed/", title="How we feed gulls")
    assert "How we feed gulls" in client.get("/feed/").text


def test_a_picture_is_found_under_its_old_path(client: FlaskClient, draw: Callable[..., Path]) -> None:
    draw("wp-content/uploads/2013/03/küste 1.jpg")
    asked = quote("wp-content/uploads/2013/03/küste 1.jpg")
    response = client.get(f"/{asked}")
    assert (response.status_code, response.location) == (301, f"/media/{asked}")
    with client.get(response.location) as picture:
        assert (picture.status_code, picture.mimetype) == (200, "image/jpeg")


@pytest.mark.parametrize("part", ["feed/", "amp", "embed/", "trackback/", "comment-page-3/", "2/", "page/2/"])
def test_a_part_of_an_article_of_wordpress_leads_to_the_article(
    client: FlaskClient, publish_file: PublishFile, part: str
) -> None:
    publish_file(path="/2023/09/ferry/", aliases=["/old-ferry/"])
    assert client.get(f"/2023/09/ferry/{part}").location == "/2023/09/ferry/"
    assert client.get(f"/old-ferry/{part}").location == "/2023/09/ferry/"
    assert client.get(f"/2023/09/{part}").status_code == 404


def test_a_smaller_picture_of_wordpress_leads_to_the_whole_one(
    client: FlaskClient, draw: Callable[..., Path]
) -> None:
    draw("wp-content/uploads/2013/03/boat.jpg")
    response = client.get("/wp-content/uploads/2013/03/boat-300x200.jpg")
    assert (response.status_code, response.location) == (301, "/media/wp-content/uploads/2013/03/boat.jpg")
    assert client.get("/wp-content/uploads/2013/03/ship-300x200.jpg").status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        "../boat.jpg",
        "..%2fboat.jpg",
        "%2e%2e/boat.jpg",
        ".hidden/boat.jpg",
        "gone.jpg",
        "out.jpg",
        "folder.jpg",
        "drawing.svg",
        "story.md",
        "x" * 5000 + ".jpg",
        "a%00.jpg",
    ],
)
def test_no_other_file_is_found(
    client: FlaskClient, content: Path, draw: Callable[..., Path], publish_file: PublishFile, asked: str
) -> None:
    publish_file(path="/a-story")
    draw("../boat.jpg")
    draw(".hidden/boat.jpg")
    draw("folder.jpg/boat.jpg")
    (content / "drawing.svg").write_text("<svg/>")
    (content / "out.jpg").symlink_to(content.parent / "boat.jpg")
    assert client.get(f"/{asked}").status_code == 404
