"""axe-core on every kind of page: no violation of WCAG 2.2 AA, in either colours, at every width, at 200 % text."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pages import PAGES, open_page
from playwright.sync_api import Browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(result => result.violations)"


@dataclass(frozen=True)
class View:
    """How a page is looked at; `text` is the size of its text in per cent."""

    width: int
    scheme: str
    asked: bool  # whether the notice is open
    text: int = 100
    forced: bool = False


# Of all combinations those in which each value meets each other one at least once.
VIEWS = (
    View(320, "light", asked=True),
    View(320, "dark", asked=False, text=200),
    View(768, "dark", asked=True),
    View(1280, "light", asked=False),
    View(1280, "dark", asked=True, text=200),
    View(1920, "light", asked=True, forced=True),
    View(1920, "dark", asked=False),
)


def judge(browser: Browser, address: str, axe: Path) -> tuple[int, list[str]]:
    """Return how many times a page was looked at, and each violation in a line."""
    script, found, looked = axe.read_text("utf-8"), [], 0
    for view in VIEWS:
        context = browser.new_context(
            base_url=address,
            viewport={"width": view.width, "height": 800},
            color_scheme=view.scheme,
            forced_colors="active" if view.forced else "none",
            reduced_motion="reduce" if view.forced else "no-preference",
            bypass_csp=True,  # For axe itself; the pages are served with their policy as always.
        )
        page = context.new_page()
        if not view.asked:
            page.goto("/")
            page.click("#privacy-notice [value=refuse]")
            page.wait_for_selector("#privacy-notice", state="detached")
        for name in PAGES:
            open_page(page, name)
            if view.text != 100:
                page.evaluate(f"document.documentElement.style.fontSize = '{view.text}%'")
            page.evaluate(script)
            found += [f"{name}, {view}: {_tell(violation)}" for violation in page.evaluate(RUN, RULES)]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{name}, {view}: it scrolls sideways")
            looked += 1
        context.close()
    return looked, found


def _tell(violation: dict[str, Any]) -> str:
    places = "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:3])
    return f"{violation['id']} ({violation['impact']}) at {places}"
