"""The comments at the desk in a real browser: with keys, and without script."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

PROGRAM = str(Path(sys.executable).with_name("broadsheet"))
PASSWORD = "seven grey herons"
LIST, STORY = "/desk/comments", "/coast/tide-mill"
QUICK = {"BROADSHEET_COMMENTS_FORM_SECONDS": "0", "BROADSHEET_COMMENTS_RATE": "0"}

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def busy(
    tmp_path_factory: pytest.TempPathFactory, run_site: Callable[..., AbstractContextManager[str]]
) -> Iterator[str]:
    """The address of a newsroom in which comments are held, and olga is its owner."""
    folder = tmp_path_factory.mktemp("busy")
    with run_site(folder, BROADSHEET_COMMENTS_MODERATION="hold", **QUICK) as address:
        subprocess.run(
            [PROGRAM, "user", "add", "olga"],
            input=f"{PASSWORD}\n",
            env={"BROADSHEET_DATA": str(folder / "data")},
            text=True,
            check=True,
            capture_output=True,
        )
        yield address


@pytest.fixture
def work(visit: Open, busy: str) -> Callable[..., Page]:
    """Sign in, and open the list, in which three comments of a name wait: `work("Ben", javascript=True)`."""

    def run(name: str, **wishes: object) -> Page:
        for text in ("first", "second", "third"):
            post(busy, name, text)
        page = visit("/desk/sign-in", at=busy, **wishes)
        page.fill("#sign-in-name", "olga")
        page.fill("#sign-in-password", PASSWORD)
        with page.expect_navigation():
            page.click("#sign-in button")
        page.goto(f"{LIST}?author={name}")
        return page

    return run


def post(site: str, name: str, text: str) -> None:
    page = urlopen(site + STORY).read().decode()
    token = re.search(r'name="thread" value="(.*?)"', page)
    assert token
    body = f"thread={token[1]}&name={name}&text={text}".encode()
    urlopen(Request(f"{site}/comments", body, {"Origin": site}))


def tell_texts(page: Page) -> list[str]:
    return page.locator(".desk-words").all_inner_texts()


def type_key(page: Page, key: str) -> None:
    """Press a key that leads on."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_keys_act_in_the_list_and_nowhere_else(work: Callable[..., Page]) -> None:
    page = work("Kay", javascript=True)
    assert tell_texts(page) == ["third", "second", "first"]
    page.keyboard.press("s")  # The focus is not in the list yet.
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement === document.body")
    page.focus("#all")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Control+d")
    focused = page.locator(".desk-card:focus")
    expect(focused).to_contain_text("second")
    page.keyboard.press("x")
    expect(focused.locator("[name=id]")).to_be_checked()
    page.focus(".desk-card [name=id]:checked")
    page.keyboard.press("Enter")  # It decides nothing, and loads nothing.
    type_key(page, "s")
    expect(page.locator(".desk-told")).to_contain_text("1 comment is spam now.")
    assert tell_texts(page) == ["third", "first"]
    expect(focused).to_contain_text("first")
    type_key(page, "u")
    assert tell_texts(page) == ["third", "second", "first"]
    page.focus("#all")
    page.keyboard.press("j")
    type_key(page, "a")
    expect(page.locator(".desk-told")).to_contain_text("1 comment is shown now.")
    type_key(page, "e")
    assert page.url.endswith("#edit")


def test_keys_are_told(work: Callable[..., Page]) -> None:
    page = work("Kim", javascript=True)
    page.focus("#all")
    page.keyboard.press("?")
    expect(page.locator("#keys dl")).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("#keys dl")).to_be_hidden()


def test_all_is_done_without_script(work: Callable[..., Page], press: Callable[..., None]) -> None:
    page = work("Pat")
    expect(page.locator("#keys")).to_be_hidden()
    page.locator("[name=id]").first.check()
    type_key(page, "Enter")
    expect(page.locator("[role=alert]")).to_have_text("No decision was sent. Press one of the buttons.")
    assert tell_texts(page) == ["third", "second", "first"]
    expect(page.locator("[name=id]").first).to_be_checked()
    page.check("#all")
    press(page, ".desk-bulk [value=approve]")
    expect(page.locator(".desk-told")).to_contain_text("3 comments are shown now.")
    press(page, "#undo")
    assert tell_texts(page) == ["third", "second", "first"]
    press(page, ".desk-card:first-of-type [value^=delete]")
    assert tell_texts(page) == ["second", "first"]


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_wider_than_the_page(
    work: Callable[..., Page], press: Callable[..., None], width: int
) -> None:
    page = work(f"Wil{width}", width=width)
    here, first = page.url, page.locator(".desk-card h2 a").first.get_attribute("href")
    page.goto("/desk/blocklist")
    page.fill("#block-value", f"a word for {width}")
    press(page, ".desk-block .button")
    expect(page.locator("table button")).not_to_have_count(0)
    for address in (here, first, "/desk/blocklist", f"{LIST}?status=all&article=tide-mill"):
        page.goto(str(address))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
