import re

from flask import Flask
from flask.testing import FlaskClient

from broadsheet.delivery.assets import AREAS, stylesheet_version


def test_one_stylesheet_holds_every_area(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        version = stylesheet_version()
    response = client.get(f"/assets/site.css?v={version}")
    assert response.mimetype == "text/css"
    assert "immutable" in response.headers["Cache-Control"]
    for name in ("--paper", ".story", "#comments", "#related", "#privacy-notice"):
        assert name in response.text
    assert len(AREAS) == 5


def test_an_old_version_is_not_kept_for_ever(client: FlaskClient) -> None:
    assert "immutable" not in client.get("/assets/site.css?v=old").headers["Cache-Control"]


def test_a_page_links_exactly_one_stylesheet(app: Flask, client: FlaskClient, story: str) -> None:
    with app.app_context():
        version = stylesheet_version()
    links = re.findall(r'<link rel="stylesheet" href="(.*?)"', client.get(story).text)
    assert links == [f"/assets/site.css?v={version}"]


def test_the_shipped_files_are_served_and_no_others(client: FlaskClient) -> None:
    with client.get("/assets/page/icon.svg") as response:
        assert response.status_code == 200
    assert client.get("/assets/../config/privacy.toml").status_code == 404
