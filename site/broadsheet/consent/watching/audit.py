"""Look at a site as its readers' browsers do, and hold what they keep and contact against the consent policy.

It drives a real Chromium, by the extra `audit`: before a choice, after refusing, and after granting.
"""

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...delivery.cookies import bare_name
from .declared import Seen, name_directive

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
PATIENCE_MS = 15_000
SETTLE_MS = 300
PHASES = ("before a choice", "after refusing", "after granting")
# The storage that a page's own script can reach, as names.
STORED = "() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]"
SCROLL = "() => window.scrollTo(0, document.documentElement.scrollHeight)"


class CannotAudit(Exception):
    """The browser, the package that drives it or the site is missing; the message says what to do."""


@dataclass
class Visit:
    """What one visit left in the browser, in one phase."""

    phase: str
    seen: list[Seen] = field(default_factory=list)
    notice_found: bool = True


def find_chromium() -> str | None:
    """Return the Chromium named in the environment variable `CHROMIUM`, or one that is installed."""
    return os.environ.get("CHROMIUM") or next((path for path in map(shutil.which, BROWSERS) if path), None)


def visit_site(url: str, buttons: Sequence[str], tell: Callable[[str], object]) -> Iterator[Visit]:
    """Yield a visit for each phase; `buttons` are the CSS selectors that refuse and grant.

    Raises `CannotAudit`.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ModuleNotFoundError as error:
        raise CannotAudit(
            "The audit needs playwright: install Broadsheet with its extra, broadsheet[audit]."
        ) from error
    chromium = find_chromium()
    if chromium is None:
        raise CannotAudit(
            "There is no Chromium: install one, or name it in the environment variable CHROMIUM."
        )
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        except Error as error:
            raise CannotAudit(f"{chromium} does not start: {error.message.splitlines()[0]}") from error
        for phase, button in zip(PHASES, (None, *buttons), strict=True):
            tell(phase)
            try:
                yield _visit(browser, url, phase, button)
            except Error as error:
                raise CannotAudit(f"{url} cannot be opened: {error.message.splitlines()[0]}") from error
        browser.close()


def _visit(browser: "Browser", url: str, phase: str, button: str | None) -> Visit:
    """Open the site as a new reader, press the button if there is one to press, and open it again."""
    visit = Visit(phase)
    context = browser.new_context()
    page = context.new_page()
    requests: list[Request] = []
    page.goto(url, timeout=PATIENCE_MS)
    if button:
        visit.notice_found = page.locator(button).count() > 0
        if visit.notice_found:
            page.click(button)
            page.wait_for_timeout(SETTLE_MS)
    context.on("request", lambda request: requests.append(request))
    page.goto(url, timeout=PATIENCE_MS)
    _look_around(page)
    visit.seen = [*_read_cookies(context), *_read_storage(page), *_read_hosts(requests, page)]
    context.close()
    return visit


def _look_around(page: "Page") -> None:
    """Scroll to the end, so that what loads late loads, and wait until the network is quiet or patience ends."""
    from playwright.sync_api import Error

    page.evaluate(SCROLL)
    page.wait_for_timeout(SETTLE_MS)
    with suppress(Error):  # A page that never falls silent has shown enough by now.
        page.wait_for_load_state("networkidle", timeout=PATIENCE_MS)


def _read_cookies(context: "BrowserContext") -> Iterator[Seen]:
    for cookie in context.cookies():
        yield Seen("cookie", bare_name(cookie["name"]), _say_duration(cookie["expires"]))


def _read_storage(page: "Page") -> Iterator[Seen]:
    for name in page.evaluate(STORED):
        yield Seen("storage", name, "until it is deleted")


def _read_hosts(requests: Sequence["Request"], page: "Page") -> Iterator[Seen]:
    ours = urlsplit(page.url).netloc
    found: defaultdict[str, set[str]] = defaultdict(set)
    for request in requests:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != ours:
            nested = request.frame != page.main_frame and not request.is_navigation_request()
            kind = "nested" if nested else request.resource_type
            found[f"{parts.scheme}://{parts.netloc}"].add(name_directive(kind))
    for source, directives in found.items():
        yield Seen("host", source, " ".join(sorted(directives)))


def _say_duration(expires: float) -> str:
    """Say how long a cookie lasts; `expires` is in seconds since 1970, or -1 for one that goes with the browser."""
    if expires < 0:
        return "until the browser is closed"
    days = (datetime.fromtimestamp(expires, UTC) - datetime.now(UTC)).total_seconds() / 86_400
    return f"{days:.0f} days" if days >= 1 else "less than a day"
