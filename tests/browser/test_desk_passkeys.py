"""A passkey is made and signs in, by Chromium's own device in software; where there can be none, no button is seen."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from newsroom import PROGRAM
from playwright.sync_api import CDPSession, Page, expect

PASSWORD = "seven grey herons"
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
# Browsers from before 2025 do not read and write the JSON themselves.
OLDER = """
delete PublicKeyCredential.parseCreationOptionsFromJSON;
delete PublicKeyCredential.parseRequestOptionsFromJSON;
delete PublicKeyCredential.prototype.toJSON;"""
SIGN_IN_BUTTON = "text=Sign in with a passkey"


@pytest.fixture(scope="module")
def desk(
    tmp_path_factory: pytest.TempPathFactory, run_site: Callable[..., AbstractContextManager[str]]
) -> Iterator[str]:
    """The address of a newsroom that olga owns; it says that its name is localhost."""
    folder: Path = tmp_path_factory.mktemp("passkeys")
    with run_site(folder, BROADSHEET_ADDRESS="http://localhost:{port}") as address:
        environment = os.environ | {"BROADSHEET_DATA": str(folder / "data")}
        command = [PROGRAM, "user", "add", "olga"]
        subprocess.run(command, input=PASSWORD.encode(), env=environment, check=True, capture_output=True)
        yield address.replace("127.0.0.1", "localhost")


def plug_in(page: Page) -> tuple[CDPSession, str]:
    """Give the page's browser a device that keeps passkeys, and return how to speak with it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]


def add_passkey(page: Page, press: Callable[[Page, str], None]) -> None:
    page.fill("#sign-in-name", "olga")
    page.fill("#sign-in-password", PASSWORD)
    press(page, "#sign-in button")
    page.fill("#passkey-password", PASSWORD)
    press(page, "text=Add a passkey")
    press(page, "text=Make the passkey")


@pytest.mark.parametrize("older", [False, True], ids=["new browser", "older browser"])
def test_a_passkey_is_made_and_signs_in(visit, press, desk: str, older: bool) -> None:
    page = visit("/desk/sign-in?next=/desk/account", at=desk, javascript=True, width=320)
    if older:
        page.add_init_script(OLDER)
        page.reload()
        assert page.evaluate(
            "!PublicKeyCredential.parseCreationOptionsFromJSON && !PublicKeyCredential.prototype.toJSON"
        )
    session, device = plug_in(page)
    add_passkey(page, press)
    assert "The passkey is added." in page.inner_text("[role=status]")
    (kept,) = session.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert (kept["rpId"], kept["isResidentCredential"]) == ("localhost", True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    press(page, "text=Sign out")
    page.goto("/desk/account")
    press(page, SIGN_IN_BUTTON)
    assert page.url == f"{desk}/desk/account"
    assert "used last" in page.inner_text("#passkeys ~ .desk-list")
    press(page, "text=Remove")
    press(page, "text=Sign out")
    press(page, SIGN_IN_BUTTON)
    assert "The passkey did not fit." in page.inner_text("[role=alert] >> nth=0")


def test_a_device_that_is_not_unlocked_is_told_and_may_be_tried_again(visit, press, desk: str) -> None:
    page = visit("/desk/sign-in?next=/desk/account", at=desk, javascript=True)
    session, device = plug_in(page)
    add_passkey(page, press)
    press(page, "text=Sign out")
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.click(SIGN_IN_BUTTON)
    expect(page.locator("[data-passkey] [role=alert]")).to_contain_text("No passkey was used.")
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    press(page, SIGN_IN_BUTTON)
    assert page.url == f"{desk}/desk/"


@pytest.mark.parametrize("javascript", [False, True], ids=["without script", "by another name"])
def test_where_there_can_be_none_no_button_is_seen(visit, desk: str, javascript: bool) -> None:
    at = desk.replace("localhost", "127.0.0.1") if javascript else desk
    page = visit("/desk/sign-in", at=at, javascript=javascript)
    assert page.locator("form[data-passkey]").count() == 1
    assert not page.locator("form[data-passkey]").is_visible()
    assert page.locator("#sign-in").is_visible()
