"""Nothing before you act: no cookie, no storage, no other host. (Consent rule 1.)"""

from urllib.parse import urlsplit

import pytest


@pytest.mark.parametrize("javascript", [False, True], ids=["without script", "with script"])
@pytest.mark.parametrize(
    "path", ["/", "/coast/tide-mill", "/sections/coast", "/privacy", "/privacy/choices", "/nothing"]
)
def test_a_first_view_leaves_no_trace(visit, site: str, path: str, javascript: bool) -> None:
    page = visit("about:blank", javascript=javascript)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path, wait_until="networkidle")
    assert {f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in asked} == {site}
    assert page.context.cookies() == []
    assert page.context.storage_state() == {"cookies": [], "origins": []}
    if javascript:
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
        assert page.locator("script:not([src])").count() == 0


@pytest.mark.parametrize("path", ["/", "/coast/tide-mill", "/privacy", "/nothing"])
def test_the_browser_refuses_nothing_of_our_own(visit, path: str) -> None:
    """A style or picture that our own policy forbade would be reported on the console."""
    page = visit("about:blank", javascript=True)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path, wait_until="networkidle")
    assert [text for text in complaints if "404" not in text] == []
