"""A real Chromium before the real server with the demo newsroom."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CANDIDATES = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
STORY = "/coast/tide-mill"
Press = Callable[[Page, str], None]


def find_chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or next((path for path in map(shutil.which, CANDIDATES) if path), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if any("no Chromium" in str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_sep(
            "!", "BROWSER TESTS WERE SKIPPED: there is no Chromium", red=True, bold=True
        )


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        assert not os.environ.get("CI"), "CI must have a Chromium"
        pytest.skip("there is no Chromium; install it or name one in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the demo newsroom, comments held."""
    folder = tmp_path_factory.mktemp("site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("BROADSHEET_")}
    process = subprocess.Popen(
        [str(Path(sys.executable).with_name("broadsheet")), "serve", "--demo", "--port", str(port)],
        cwd=folder,
        env=environment | {"BROADSHEET_DATA": str(folder / "data")},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    for line in process.stdout:
        if line.startswith("Serving "):
            break
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    assert process.wait(30) == 0
    process.stdout.close()


@pytest.fixture
def answer() -> Press:
    """Answer the notice with `accept` or `refuse`, and wait until it is gone, with the page or without."""

    def run(page: Page, decision: str) -> None:
        page.click(f"#privacy-notice button[value={decision}]")
        page.wait_for_selector("#privacy-notice", state="detached")
        page.wait_for_load_state()

    return run


Visit = Callable[..., Page]


@pytest.fixture
def press() -> Press:
    """Press a button or follow a link, and wait until the page that answers is there."""

    def run(page: Page, selector: str) -> None:
        with page.expect_navigation():
            page.click(selector)

    return run


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Visit]:
    """Open a page as a new reader: `visit("/")`, with `javascript`, `width` and other wishes of Playwright's contexts."""
    contexts: list[BrowserContext] = []

    def open_page(
        path: str = STORY, width: int = 1280, height: int = 800, javascript: bool = False, **wishes: object
    ) -> Page:
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            **wishes,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
