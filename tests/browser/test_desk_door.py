"""Signing in at the desk, and out again, in a real browser."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from newsroom import PROGRAM
from playwright.sync_api import Page

PASSWORD = "seven grey herons"
BOTH = pytest.mark.parametrize("javascript", [False, True], ids=["without script", "with script"])


@pytest.fixture(scope="module")
def desk(
    tmp_path_factory: pytest.TempPathFactory, run_site: Callable[..., AbstractContextManager[str]]
) -> Iterator[str]:
    """The address of a newsroom that olga owns."""
    folder = tmp_path_factory.mktemp("desk")
    with run_site(folder) as address:
        add_user(folder, "olga", "owner")
        yield address


def add_user(folder: Path, name: str, role: str) -> None:
    environment = os.environ | {"BROADSHEET_DATA": str(folder / "data")}
    command = [PROGRAM, "user", "add", name, "--role", role]
    subprocess.run(command, input=PASSWORD.encode(), env=environment, check=True, capture_output=True)


def type_in(page: Page, name: str, password: str) -> None:
    """Sign in by the keyboard alone: the name has the first field of the form."""
    page.focus("#sign-in-name")
    page.keyboard.press("Control+A")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@BOTH
def test_an_owner_signs_in_and_out_by_keyboard(visit, desk: str, javascript: bool) -> None:
    page = visit("/desk/", at=desk, javascript=javascript)
    assert page.url.endswith("/desk/sign-in?next=/desk/")
    type_in(page, "olga", "seven grey gulls")
    assert page.locator("[role=alert]").is_visible()
    assert page.input_value("#sign-in-name") == "olga"
    assert page.input_value("#sign-in-password") == ""
    type_in(page, "olga", PASSWORD)
    assert page.url == f"{desk}/desk/"
    with page.expect_navigation():
        page.click("text=Sign out")
    page.goto("/desk/")
    assert "/desk/sign-in" in page.url


def test_going_back_after_signing_out_shows_nothing_of_the_desk(visit, desk: str) -> None:
    page = visit("/desk/", at=desk)
    type_in(page, "olga", PASSWORD)
    with page.expect_navigation():
        page.click("text=Sign out")
    page.go_back()
    assert "/desk/sign-in" in page.url


@BOTH
def test_the_browser_refuses_nothing_of_the_desk(visit, desk: str, javascript: bool) -> None:
    complaints: list[str] = []
    page = visit("about:blank", at=desk, javascript=javascript)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/desk/sign-in", wait_until="networkidle")
    type_in(page, "olga", PASSWORD)
    for link in page.eval_on_selector_all(".desk-menu a", "links => links.map(link => link.href)"):
        page.goto(link, wait_until="networkidle")
    assert complaints == []


def test_the_site_is_sent_no_cookie_of_the_desk(visit, desk: str) -> None:
    page = visit("/desk/", at=desk)
    type_in(page, "olga", PASSWORD)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.all_headers().get("cookie", "")))
    page.goto("/coast/tide-mill")
    assert sent and set(sent) == {""}
    page.goto("/desk/")
    assert any("broadsheet_desk=" in cookies for cookies in sent)
