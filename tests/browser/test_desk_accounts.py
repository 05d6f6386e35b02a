"""The second factor in a real browser, on a narrow phone and without script; and the ledger, verified before one's eyes."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pyotp
import pytest
from newsroom import PROGRAM
from playwright.sync_api import Page

PASSWORD = "seven grey herons"


@pytest.fixture(scope="module")
def desk(
    tmp_path_factory: pytest.TempPathFactory, run_site: Callable[..., AbstractContextManager[str]]
) -> Iterator[str]:
    """The address of a newsroom that olga owns."""
    folder: Path = tmp_path_factory.mktemp("accounts")
    with run_site(folder) as address:
        environment = os.environ | {"BROADSHEET_DATA": str(folder / "data")}
        command = [PROGRAM, "user", "add", "olga"]
        subprocess.run(command, input=PASSWORD.encode(), env=environment, check=True, capture_output=True)
        yield address


def sign_in(page: Page, code: str = "") -> None:
    page.fill("[name=name]", "olga")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=code]", code)
    with page.expect_navigation():
        page.click("#sign-in button")


def test_a_second_factor_is_set_up_on_a_narrow_phone_and_asked_for(visit, press, desk: str) -> None:
    page = visit("/desk/account", at=desk, width=320)
    sign_in(page)
    press(page, "text=Set it up")
    picture = page.locator(".desk-code").bounding_box()
    assert picture and picture["x"] >= 0 and picture["x"] + picture["width"] <= 320
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    app = pyotp.TOTP(page.inner_text("main code").replace(" ", ""))
    page.fill("#code", app.now())
    page.fill("#password", PASSWORD)
    press(page, "text=Ask for codes from now on")
    (spare, *others) = page.locator(".desk-codes code").all_inner_texts()
    assert len(others) == 9
    press(page, "text=I have written them down")
    press(page, "text=Sign out")
    sign_in(page)
    assert page.locator("[role=alert]").is_visible()
    sign_in(page, spare)
    assert page.url == f"{desk}/desk/"
    page.goto("/desk/account")
    page.fill("#factor-password", PASSWORD)
    press(page, "text=Turn it off")
    assert "Your password alone" in page.inner_text("[role=status]")


def test_the_ledger_is_verified_before_ones_eyes(
    visit, press, answer: Callable[[Page, str], None], desk: str
) -> None:
    answer(visit("/", at=desk), "accept")
    page = visit("/desk/privacy", at=desk)
    sign_in(page)
    press(page, "text=Verify it now")
    assert "The ledger is whole: 1 record" in page.inner_text("[role=status]")
