"""A first view, as the browser's own console tells it."""

import pytest

TRAVELLED = """performance.getEntriesByType("resource")
  .filter(file => file.name.includes("/assets/site.")).map(file => file.transferSize > 0)"""


@pytest.mark.parametrize("path", ["/", "/coast/tide-mill", "/privacy", "/nothing"])
def test_the_browser_refuses_nothing_of_our_own(visit, path: str) -> None:
    """A style or picture that our own policy forbade would be reported on the console."""
    page = visit("about:blank", javascript=True)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path, wait_until="networkidle")
    assert [text for text in complaints if "404" not in text] == []


def test_the_stylesheet_that_a_page_announces_is_used(visit, press) -> None:
    """Chromium complains some seconds later of what was fetched in vain."""
    page = visit("/coast/tide-mill", javascript=True)
    # Then there is a frame too, with a stylesheet of its own.
    press(page, "#privacy-notice button[value=accept]")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto("/coast/tide-mill")
    page.wait_for_timeout(4500)
    assert page.frame_locator("iframe").locator("p").count()
    assert complaints == []


def test_the_stylesheet_is_fetched_once_in_a_visit(visit) -> None:
    page = visit("/", javascript=True)
    assert page.evaluate(TRAVELLED) == [True]
    page.goto("/privacy")
    assert page.evaluate(TRAVELLED) == [False]
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(253, 252, 249)"
