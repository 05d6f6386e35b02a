import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from broadsheet.delivery.assets import shipped_styles
from broadsheet.delivery.look import look_of
from broadsheet.delivery.look.checks import find_problems
from broadsheet.delivery.look.colours import measure_contrast, read_colour
from broadsheet.delivery.look.palette import DARK, LIGHT, find_unreadable
from broadsheet.settings import SettingsError
from broadsheet.shipped import shipped
from broadsheet.storage import reading

Make = Callable[..., Flask]


def styles(app: Flask) -> str:
    return app.test_client().get("/assets/site.css").text


def test_our_own_colours_are_those_of_the_stylesheet_and_can_be_read() -> None:
    css = (shipped("static") / "page" / "page.css").read_text("utf-8")
    light, dark = css.split("@media (prefers-color-scheme: dark)")[:2]
    for part, palette in ((light, LIGHT), (dark, DARK)):
        for name, colour in vars(palette).items():
            found = re.search(rf"--{name.replace('_', '-')}: (#\w+);", part)
            assert found and read_colour(found[1]) == colour, name
        assert list(find_unreadable(palette)) == []


def test_without_settings_nothing_is_added(make_app: Make) -> None:
    assert styles(make_app()).encode() == shipped_styles().content


def test_the_operators_colours_and_fonts_reach_the_stylesheet_and_change_its_version(make_app: Make) -> None:
    plain = make_app()
    own = make_app(
        COLOUR_ACCENT="#7a1f3d", COLOUR_PAPER_DARK="#000", FONT_HEADINGS='"Source Serif 4", Georgia, serif'
    )
    added = styles(own).removeprefix(styles(plain))
    assert "--accent:#7a1f3d" in added
    assert '--headings:"Source Serif 4",Georgia,serif' in added
    assert "--paper:#000000" in added.split("dark")[1]
    links = [re.search(r"site\.\w+\.css", app.test_client().get("/").text) for app in (plain, own)]
    assert links[0] and links[1] and links[0][0] != links[1][0]


@pytest.mark.parametrize("accent", ["#000", "#fff", "#ff0", "#777777", "#0b5a6b", "#e00"])
def test_words_on_the_accent_can_always_be_read(make_app: Make, accent: str) -> None:
    look = look_of(make_app(COLOUR_ACCENT=accent))
    for palette in (look.light, look.dark):
        assert measure_contrast(palette.accent, palette.accent_ink) >= 4.5


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COLOUR_ACCENT", "red;} body{display:none"),
        ("COLOUR_PAPER", "#12"),
        ("COLOUR_INK_DARK", "rgb(0,0,0)"),
        ("FONT_TEXT", "x; } body { display: none"),
        ("FONT_TEXT", "url(https://evil.example/x)"),
        ("FONT_INTERFACE", "'open"),
        ("FONT_HEADINGS", ","),
        ("MENU", "Coast"),
        ("MENU", "Coast: javascript:alert(1)"),
        ("MENU", ": /x"),
        ("MENU", "Evil: //evil.example/"),
        ("FOOTER_MENU", "Plain: http://example.org"),
        ("LOGO", "/nowhere/logo.png"),
    ],
)
def test_what_a_setting_cannot_be_stops_the_start_with_its_name(
    make_app: Make, name: str, value: str
) -> None:
    with pytest.raises(SettingsError, match=name.lower()):
        make_app(**{name: value})


def test_a_logo_stands_in_place_of_the_name(make_app: Make, tmp_path: Path) -> None:
    Image.new("RGB", (300, 80), "navy").save(tmp_path / "logo.png")
    (tmp_path / "dark.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 50"/>')
    app = make_app(
        LOGO=tmp_path / "logo.png",
        LOGO_DARK=tmp_path / "dark.svg",
        ICON=tmp_path / "logo.png",
        SITE_NAME="Gazette",
    )
    client = app.test_client()
    for address in ("/", "/nothing", "/comments/999/edit"):
        page = client.get(address).text
        assert 'alt="Gazette" width="300" height="80"' in page, address
        assert 'width="200" height="50"' in page
    for address, kind in re.findall(
        r"(/assets/(logo|logo-dark|icon)\.\w{12}\.(?:png|svg))", client.get("/").text
    ):
        response = client.get(address)
        assert response.mimetype == ("image/svg+xml" if kind == "logo-dark" else "image/png")
        assert "immutable" in response.headers["Cache-Control"]
        assert "sandbox" in response.headers["Content-Security-Policy"]
    assert client.get("/favicon.ico").location.startswith("/assets/icon.")


@pytest.mark.parametrize(
    "content",
    [
        b"<html/>",
        b"no picture",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 0"/>',
        b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;">]><svg viewBox="0 0 1 1">&b;</svg>',
        b'<svg viewBox="0 0 1e9 1"/>',
    ],
)
def test_a_logo_that_is_no_picture_stops_the_start(make_app: Make, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "logo.svg").write_bytes(content)
    with pytest.raises(SettingsError, match=r"logo: the file .*logo\.svg"):
        make_app(LOGO=tmp_path / "logo.svg")


def test_an_icon_of_ours_is_the_default(make_app: Make) -> None:
    client = make_app().test_client()
    assert re.fullmatch(r"/assets/page/icon\.\w{12}\.svg", client.get("/favicon.ico").location)
    assert client.get("/assets/logo").status_code == 404


def test_the_menu_is_the_operators(make_app: Make, story: str) -> None:
    menu = "Start: /, Coast: /sections/coast, Ferries: https://ferries.example.org/a:b"
    app = make_app(MENU=menu, FOOTER="Since 1871.", FOOTER_MENU="Imprint: /imprint")
    page = app.test_client().get("/sections/coast").text
    menu = page.split('class="sections"')[1].split("</nav>")[0]
    assert re.findall(r'href="([^"]+)"( aria-current="page")?>([^<]+)<', menu) == [
        ("/", "", "Start"),
        ("/sections/coast", ' aria-current="page"', "Coast"),
        ("https://ferries.example.org/a:b", "", "Ferries"),
    ]
    foot = page.split('<footer class="foot">')[1]
    assert "Since 1871." in foot
    assert '<a href="/imprint">Imprint</a>' in foot


def test_many_sections_stand_behind_more(
    make_app: Make, write_story: Callable[..., Path], publish: Callable[[], object], client: object
) -> None:
    for number in range(9):
        write_story(f"s{number}", f"Story {number}", section=f"Section {number}")
    publish()
    menu = make_app().test_client().get("/").text.split('class="sections"')[1].split("</nav>")[0]
    before, more = menu.split("<details>")
    assert (before.count("<a "), more.count("<a ")) == (7, 3)


def test_the_doctor_names_colours_that_cannot_be_read(make_app: Make) -> None:
    with make_app(COLOUR_INK="#999", COLOUR_PAPER="#fff", COLOUR_ACCENT="#ff0").app_context():
        told = list(find_problems(reading()))
    assert any(
        "In the light colours, the text on the paper has a contrast of 2.8 to 1" in one for one in told
    )
    assert any("the accent on the paper has a contrast of 1.1 to 1" in one for one in told)
    with make_app().app_context():
        assert list(find_problems(reading())) == []
