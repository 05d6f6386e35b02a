"""Writing at the desk with script: the preview follows, a picture comes in beside the text, and nothing typed is lost."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from newsroom import PROGRAM
from PIL import Image
from playwright.sync_api import Dialog, Page

Visit = Callable[..., Page]
Press = Callable[[Page, str], None]
PASSWORD = "seven grey herons"


@pytest.fixture(scope="session")
def writer(site: str, site_folder: Path) -> str:
    """The name of somebody who may write."""
    command = [PROGRAM, "user", "add", "wanda", "--role", "editor", "--shown-name", "Wanda Writes"]
    environment = {"BROADSHEET_DATA": str(site_folder / "data"), "PATH": "/usr/bin:/bin"}
    subprocess.run(command, input=PASSWORD, env=environment, cwd=site_folder, text=True, check=True)
    return "wanda"


@pytest.fixture
def open_desk(visit: Visit, writer: str, press: Press) -> Visit:
    """Sign in, and open a page of the desk: `open_desk("/desk/articles/new")`."""

    def run(path: str, **wishes: object) -> Page:
        page = visit("/desk/sign-in", **({"javascript": True} | wishes))
        page.fill("[name=name]", writer)
        page.fill("[name=password]", PASSWORD)
        press(page, "#sign-in .button")
        page.goto(path)
        return page

    return run


def test_a_story_is_written_with_a_picture(open_desk: Visit, press: Press, tmp_path: Path) -> None:
    page = open_desk("/desk/articles/new")
    page.fill("[name=title]", "A boat in the yard")
    page.fill("[name=text]", "It is *blue*.")
    page.wait_for_selector("#preview em")
    Image.new("RGB", (300, 200), "navy").save(tmp_path / "Blue Boat.jpg")
    page.set_input_files("[name=picture]", tmp_path / "Blue Boat.jpg")
    page.click("text=Send the picture")
    page.wait_for_selector("#preview img")
    page.keyboard.type("A blue boat")  # Between the brackets, where the cursor stands.
    assert page.input_value("[name=text]") == "It is *blue*.\n\n![A blue boat](/pictures/blue-boat.jpg)\n"
    page.wait_for_selector("#preview img[alt='A blue boat']")
    page.uncheck("[name=draft]")
    press(page, "#article-form .writing-buttons .button")
    assert "a-boat-in-the-yard.md is saved." in page.inner_text("[role=status]")
    page.goto("/news/a-boat-in-the-yard")
    assert page.inner_text("h1") == "A boat in the yard"
    assert page.locator(".text img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def test_leaving_with_unsaved_words_is_warned_of(open_desk: Visit) -> None:
    page = open_desk("/desk/articles/new")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator("[name=title]").press_sequentially("Half a")
    page.click(".desk-menu a >> nth=0", no_wait_after=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.input_value("[name=title]") == "Half a"


def test_a_picture_that_is_none_is_told_beside_the_form(open_desk: Visit, tmp_path: Path) -> None:
    page = open_desk("/desk/articles/new")
    page.fill("[name=text]", "What was typed.")
    (tmp_path / "boat.jpg").write_text("no picture")
    page.set_input_files("[name=picture]", tmp_path / "boat.jpg")
    page.click("text=Send the picture")
    page.wait_for_selector("#picture-placed .error")
    assert "cannot be read as a picture" in page.inner_text("#picture-placed")
    assert page.input_value("[name=text]") == "What was typed."


@pytest.mark.parametrize("path", ["/desk/articles", "/desk/articles/new", "/desk/articles/edit/kelp.md"])
def test_nothing_is_wider_than_a_small_phone(open_desk: Visit, path: str) -> None:
    page = open_desk(path, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    small = page.evaluate(
        "[...document.querySelectorAll('main a, main button, main input:not([type=hidden]), main summary')]"
        ".filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 24).map(one => one.outerHTML)"
    )
    assert small == []


def test_without_script_the_buttons_do_it(open_desk: Visit, press: Press) -> None:
    page = open_desk("/desk/articles/edit/kelp.md", javascript=False)
    page.fill("[name=title]", "Kelp, again")
    press(page, "text=Preview")
    assert "Kelp, again" in page.inner_text("#preview")
    assert page.input_value("[name=title]") == "Kelp, again"


BELOW_BUTTONS = """() => {
  const bar = document.querySelector(".writing-buttons"), focused = document.activeElement;
  const inBar = bar.contains(focused) || !document.querySelector("#article-form").contains(focused);
  return !inBar && focused.getBoundingClientRect().top >= bar.getBoundingClientRect().top - 4;
}"""


def test_by_keyboard_no_field_is_below_the_buttons_that_stay(open_desk: Visit) -> None:
    page = open_desk("/desk/articles/new", height=500)
    page.focus("[name=title]")
    visited = set()
    for _ in range(20):
        visited.add(page.evaluate("document.activeElement.name || ''"))
        assert not page.evaluate(BELOW_BUTTONS), page.evaluate("document.activeElement.outerHTML")
        page.keyboard.press("Tab")
    assert {"text", "draft", "author", "section", "tags"} <= visited
