"""A first view, as the browser's own console tells it."""

import pytest


@pytest.mark.parametrize("path", ["/", "/coast/tide-mill", "/privacy", "/nothing"])
def test_the_browser_refuses_nothing_of_our_own(visit, path: str) -> None:
    """A style or picture that our own policy forbade would be reported on the console."""
    page = visit("about:blank", javascript=True)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path, wait_until="networkidle")
    assert [text for text in complaints if "404" not in text] == []
