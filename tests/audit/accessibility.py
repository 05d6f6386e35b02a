"""axe-core over every page in every look: the rules of WCAG 2.2 AA are demanded, good practice is told of."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from findings import Finding
from looks import Look, list_looks
from playwright.sync_api import Page, Route, sync_playwright
from snapshots import Snapshot

from broadsheet.consent.watching.audit import QUIET, find_chromium

DEMANDED = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
TOLD = "best-practice"
OPTIONS = {
    "runOnly": [*DEMANDED, TOLD],
    "rules": {"target-size": {"enabled": True}},  # WCAG 2.2, 2.5.8; axe leaves it off.
    "resultTypes": ["violations"],
}
ENLARGE = "percent => { document.documentElement.style.fontSize = `${percent}%` }"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
TOO_WIDE = "scrolls-sideways"  # Our own rule beside axe's, for WCAG 2.2, 1.4.10.


def run_axe(snapshots: list[Snapshot], script: Path) -> Iterator[Finding]:
    """Yield what axe finds, for each page, look and rule."""
    source = script.read_text("utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=[*QUIET, "--no-sandbox"])
        page = browser.new_page()
        for snapshot in snapshots:
            looks = [look for look in list_looks() if look.open is snapshot.open]
            show(page, snapshot)
            page.evaluate(
                source
            )  # Through the browser's tools, so the page keeps its Content-Security-Policy.
            for look in looks:
                put_on(page, look)
                yield from find_faults(page, snapshot.kind, look)
        browser.close()


def show(page: Page, snapshot: Snapshot) -> None:
    """Open a snapshot at its address: what it loads comes from the site, the page itself as it was fetched.

    The address stays answered so: to end that while the page loads leaves what it asks for just then without an answer.
    """

    def answer(route: Route) -> None:
        fetched = snapshot.answer
        route.fulfill(status=200, headers=fetched.headers, body=fetched.body)

    page.route(snapshot.answer.address, answer)
    page.goto(snapshot.answer.address)


def put_on(page: Page, look: Look) -> None:
    page.set_viewport_size({"width": look.width, "height": look.height})
    page.emulate_media(color_scheme=look.scheme, reduced_motion=look.motion, forced_colors=look.colours)
    page.evaluate(ENLARGE, look.percent)


def find_faults(page: Page, kind: str, look: Look) -> Iterator[Finding]:
    result: dict[str, Any] = page.evaluate("options => axe.run(document, options)", OPTIONS)
    for violation in result["violations"]:
        places = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
        demanded = not set(violation["tags"]).isdisjoint(DEMANDED)
        yield Finding(violation["id"], kind, str(look), violation["help"], places, demanded)
    if page.evaluate(SIDEWAYS) > 0:
        yield Finding(TOO_WIDE, kind, str(look), "The page scrolls sideways", ["html"])
