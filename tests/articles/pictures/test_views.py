from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from broadsheet.articles.models import Article
from broadsheet.articles.pictures.versions import read_fingerprint
from broadsheet.articles.publishing import Report
from broadsheet.storage import reading

Draw = Callable[..., Path]
Together = Callable[..., None]


def versions_folder(content: Path) -> Path:
    return content.parent / "pictures"


def made(content: Path) -> list[Path]:
    return [file for file in versions_folder(content).rglob("*") if file.is_file()]


def test_a_version_is_made_when_asked_for_and_kept_for_a_year(
    client: FlaskClient, content: Path, draw: Draw
) -> None:
    fingerprint = read_fingerprint(draw("coast/boat.jpg"))
    for name, mimetype in (("640", "image/avif"), ("640", "image/webp"), ("16x9", "image/jpeg")):
        kind = {"image/avif": "avif", "image/webp": "webp", "image/jpeg": "jpg"}[mimetype]
        with client.get(f"/media/coast/boat.jpg/{name}-{fingerprint}.{kind}") as response:
            assert (response.status_code, response.mimetype) == (200, mimetype)
            assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert "sandbox" in response.headers["Content-Security-Policy"]
    assert len(made(content)) == 3


def test_a_former_state_leads_to_the_present_one(client: FlaskClient, content: Path, draw: Draw) -> None:
    draw("boat.jpg")
    response = client.get("/media/boat.jpg/640-00000000.avif")
    assert (response.status_code, response.headers["Cache-Control"]) == (302, "public, max-age=60")
    assert made(content) == []
    client.get(response.location).close()
    before = made(content)[0].name
    draw("boat.jpg", quality=40)
    with client.get(f"/media/boat.jpg/{before}") as response:
        assert response.status_code == 200, "it is still there"


def test_a_version_outlives_its_picture_for_a_while(client: FlaskClient, draw: Draw) -> None:
    file = draw("boat.jpg")
    address = f"/media/boat.jpg/640-{read_fingerprint(file)}.avif"
    client.get(address).close()
    file.unlink()
    with client.get(address) as response:
        assert response.status_code == 200
    assert client.get(address.replace("640", "320")).status_code == 404


@pytest.mark.parametrize(
    "version",
    [
        "641-{}.avif",
        "1280-{}.avif",
        "9999-{}.webp",
        "640-{}.jpg",
        "16x9-{}.avif",
        "2x1-{}.jpg",
        "640-{}.svg",
        "640.avif",
    ],
)
def test_no_other_version_is_ever_made(client: FlaskClient, content: Path, draw: Draw, version: str) -> None:
    fingerprint = read_fingerprint(draw("boat.jpg"))
    for state in (fingerprint, "00000000"):
        assert client.get(f"/media/boat.jpg/{version.format(state)}").status_code == 404
    assert made(content) == []


@pytest.mark.parametrize(
    "name",
    [
        "../boat.jpg",
        "..%2fboat.jpg",
        "%2e%2e/boat.jpg",
        "/etc/boat.jpg",
        ".hidden/boat.jpg",
        "gone.jpg",
        "drawing.svg",
        "x.md",
        "out.jpg",
        "a%00.jpg",
        "x" * 300 + ".jpg",
    ],
)
def test_nothing_outside_the_folder_is_reached(
    client: FlaskClient, content: Path, draw: Draw, name: str
) -> None:
    fingerprint = read_fingerprint(draw("../boat.jpg"))
    draw(".hidden/boat.jpg")
    (content / "drawing.svg").write_text("<svg/>")
    (content / "out.jpg").symlink_to(content.parent / "boat.jpg")
    assert client.get(f"/media/{name}/640-{fingerprint}.avif").status_code == 404
    assert made(content) == []


def test_a_damaged_picture_is_tried_once_and_shown_as_it_is(
    app: Flask, client: FlaskClient, content: Path, draw: Draw, caplog: pytest.LogCaptureFixture
) -> None:
    file = draw("boat.jpg")
    file.write_bytes(file.read_bytes()[:1500])
    for _ in range(3):
        response = client.get(f"/media/boat.jpg/640-{read_fingerprint(file)}.avif")
        assert (response.status_code, response.location) == (302, "/media/boat.jpg")
    assert caplog.text.count("it seems to be damaged") == 1
    assert made(content) == []


def test_many_who_ask_at_once_have_it_made_once(
    app: Flask, content: Path, draw: Draw, together: Together
) -> None:
    address = f"/media/boat.jpg/640-{read_fingerprint(draw('boat.jpg'))}.avif"

    def ask() -> None:
        with app.test_client().get(address) as response:
            assert (response.status_code, response.mimetype) == (200, "image/avif")

    together(ask)
    assert len(made(content)) == 1


def test_a_picture_that_is_called_like_a_version_is_shown(client: FlaskClient, draw: Draw) -> None:
    draw("coast/640-0f3a9c21.webp", (300, 200))
    with client.get("/media/coast/640-0f3a9c21.webp") as response:
        assert (response.status_code, response.headers["Cache-Control"]) == (200, "public, max-age=3600")


@pytest.mark.parametrize("name", ["a boat.png", "Fähre am Kai.png", "100%.png", "a,b.png", "what?.png"])
def test_every_address_of_an_article_is_alive(
    app: Flask, client: FlaskClient, content: Path, draw: Draw, publish: Callable[[], Report], name: str
) -> None:
    draw(name)
    (content / "boat.md").write_text(
        f'---\ntitle: x\nimage: {{file: "{name}", alt: A boat}}\n---\n\n![A boat]({quote(name)})\n'
    )
    assert publish().problems == []
    with app.app_context():
        article = reading().scalars(select(Article)).one()
    assert article.blocks == [{"picture": article.picture}]
    picture = article.picture or {}
    addresses = [part.split()[0] for version in picture["versions"] for part in version["srcset"].split(", ")]
    addresses += [crop["address"] for crop in picture["crops"].values()] + [
        picture["middle"],
        picture["address"],
    ]
    assert len(addresses) == 11
    for address in addresses:
        with client.get(address) as response:
            assert response.status_code == 200, address


def test_a_picture_is_served_as_nothing_but_a_picture(
    client: FlaskClient, picture: Path, content: Path
) -> None:
    with client.get("/media/boat.png") as response:
        assert (response.status_code, response.mimetype) == (200, "image/png")
        assert "sandbox" in response.headers["Content-Security-Policy"]
    (content / "ferry.md").write_text("---\ntitle: x\n---\n")
    (content / "evil.svg").write_text("<svg onload='alert(1)'/>")
    for name in ("ferry.md", "evil.svg", "gone.png", "../broadsheet.sqlite3", "..%2fsecrets"):
        assert client.get(f"/media/{name}").status_code == 404, name


def test_a_picture_outside_the_folder_is_not_served(
    client: FlaskClient, picture: Path, content: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.png"
    picture.rename(outside)
    (content / "inside.png").symlink_to(outside)
    assert client.get("/media/inside.png").status_code == 404
