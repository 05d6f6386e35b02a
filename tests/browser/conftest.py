"""A real Chromium before the real server with the demo newsroom."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from newsroom import running_newsroom
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from broadsheet.consent.watching.audit import QUIET, find_chromium
from broadsheet.shipped import shipped

STORY = "/coast/tide-mill"
Press = Callable[[Page, str], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def launch(playwright: Playwright) -> Iterator[Callable[..., Browser]]:
    """Start a Chromium; what Playwright would switch off can be left on by naming the switch."""
    path = find_chromium()
    if path is None:
        assert not os.environ.get("CI"), "CI must have a Chromium"
        pytest.skip("there is no Chromium; install it or name one in CHROMIUM")
    browsers: list[Browser] = []

    def start(*, leave_on: tuple[str, ...] = ()) -> Browser:
        arguments = [*QUIET, "--no-sandbox"]
        browsers.append(
            playwright.chromium.launch(
                executable_path=path, args=arguments, ignore_default_args=list(leave_on)
            )
        )
        return browsers[-1]

    yield start
    for browser in browsers:
        browser.close()


@pytest.fixture(scope="session")
def chromium(launch: Callable[..., Browser]) -> Browser:
    return launch()


@pytest.fixture(scope="session")
def run_site() -> Callable[..., AbstractContextManager[str]]:
    """Serve a newsroom of one's own: `with run_site(folder, BROADSHEET_COMMENTS_MODERATION="show") as address`."""
    return running_newsroom


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """The address of a server with the demo newsroom, comments held."""
    with running_newsroom(site_folder) as address:
        yield address


REGIONS = """mode = "opt-in"
region_headers = ["X-Region"]
regions = { US = "notice", US-CA = "opt-out" }
"""


@pytest.fixture(scope="session")
def travelled_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same behind a proxy that names each reader's region in `X-Region`, with services that speak Consent Mode v2."""
    folder = tmp_path_factory.mktemp("travelled")
    (folder / "config").mkdir()
    for file in shipped("config").iterdir():
        shutil.copy(file, folder / "config")
    policy = folder / "config" / "privacy.toml"
    text = policy.read_text("utf-8").replace('mode = "opt-in"\n', REGIONS, 1)
    for id, signals in (
        ("reading-statistics", ["analytics_storage"]),
        ("advertising", ["ad_storage", "ad_user_data", "ad_personalization"]),
    ):
        before, after = text.split(f'[[service]]\nid = "{id}"\n')
        text = f'{before}[[service]]\nid = "{id}"\nsignals = {json.dumps(signals)}\ngoogle_tag = "G-{id}"\n{after}'
    policy.write_text(text, "utf-8")
    with running_newsroom(folder, BROADSHEET_TRUSTED_PROXIES="1") as address:
        yield address


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
    """Open a page as a new reader: `visit("/")`, with `javascript`, `width` and other wishes of Playwright's contexts.

    `at` is another site's address, `browser` another browser.
    """
    contexts: list[BrowserContext] = []

    def open_page(
        path: str = STORY,
        width: int = 1280,
        height: int = 800,
        javascript: bool = False,
        at: str = site,
        browser: Browser = chromium,
        **wishes: object,
    ) -> Page:
        context = browser.new_context(
            base_url=at,
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


SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 500);
})"""


@pytest.fixture
def measure_shift() -> Callable[[Page], float]:
    """Return how much of a page has moved since it began to load (Cumulative Layout Shift)."""
    return lambda page: float(page.evaluate(SHIFT))
