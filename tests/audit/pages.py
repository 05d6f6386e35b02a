"""Every kind of page that the demo newsroom has, as a reader comes to it."""

from collections.abc import Callable

from playwright.sync_api import Page

Step = Callable[[Page], None]
STORY = "/coast/tide-mill"


def send_nothing(page: Page) -> None:
    """Send the form of the thread without a word, past the browser's own checks."""
    page.evaluate("document.getElementById('comment-form').noValidate = true")
    with page.expect_navigation():
        page.click("#comment-form .button")


def preview(page: Page) -> None:
    page.fill("#comment-text", "A *mill* is a noise.")
    page.fill("#comment-name", "Ada Reader")
    with page.expect_navigation():
        page.click("#comment-form [name=preview]")


def write_comment(page: Page) -> None:
    page.fill("#comment-text", "It waits for a moderator.")
    page.fill("#comment-name", "Ada Reader")
    with page.expect_navigation():
        page.click("#comment-form .button")


def follow(selector: str) -> Step:
    def run(page: Page) -> None:
        with page.expect_navigation():
            page.click(selector)

    return run


# Name → address, and what is done there.
PAGES: dict[str, tuple[str, Step | None]] = {
    "front page": ("/", None),
    "section": ("/sections/coast", None),
    "author": ("/authors/ines-okafor", None),
    "tag": ("/tags/tide", None),
    "archive": ("/archive", None),
    "month": ("/archive", follow("main li a")),
    "corrections": ("/corrections", None),
    "article": (STORY, None),
    "article with notes and table": ("/coast/sea-wall", None),
    "reply": (STORY, follow(".comment-acts a")),
    "comment refused": (STORY, send_nothing),
    "comment previewed": (STORY, preview),
    "comment waiting": ("/food/kelp", write_comment),
    "page": ("/about", None),
    "search": ("/search", None),
    "search, found": ("/search?q=tide", None),
    "search, corrected": ("/search?q=tidde", None),
    "search, nothing": ("/search?q=zzzzzz", None),
    "nothing there": ("/coast/tide-mil", None),
    "policy": ("/privacy", None),
    "choices": ("/privacy/choices", None),
    "receipt": ("/privacy/receipt", None),
    "my data": ("/comments/my-data", None),
    "follow by e-mail": (STORY, follow(".comments-feed a[href*=watches]")),
    "error": ("/comments/999/edit", None),
}


def open_page(page: Page, name: str) -> None:
    address, step = PAGES[name]
    page.goto(address)
    if step:
        step(page)
