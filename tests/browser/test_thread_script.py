"""The thread's small script: it posts and looks for new comments without leaving the page."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Thread
from urllib.request import Request, urlopen

import pytest
from flask import Flask, render_template_string
from playwright.sync_api import Page, Route, expect
from werkzeug.serving import make_server

from broadsheet.comments import Comments

STORY = "/coast/tide-mill"
POST = "#comment-form button:not([name])"
LOOK = "#comments-tools button"
STATUS = "#comments-tools [role=status]"
FOCUSED = "document.activeElement.id"
LOUD = ("error", "warning")
QUICK = {"BROADSHEET_COMMENTS_FORM_SECONDS": "0", "BROADSHEET_COMMENTS_RATE": "0"}

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def lively(
    tmp_path_factory: pytest.TempPathFactory, run_site: Callable[..., AbstractContextManager[str]]
) -> Iterator[str]:
    """The address of a newsroom that shows comments at once."""
    folder = tmp_path_factory.mktemp("lively")
    with run_site(folder, BROADSHEET_COMMENTS_MODERATION="show", **QUICK) as address:
        yield address


@pytest.fixture
def read(visit: Open, answer, lively: str) -> Iterator[Open]:
    """Open a story as a reader who has answered the notice; nothing may be complained of on the console."""
    complaints: list[str] = []

    def open_story(path: str = STORY, **wishes: object) -> Page:
        page = visit("about:blank", **({"javascript": True, "at": lively} | wishes))
        page.on("console", lambda message: complaints.append(message.text) if message.type in LOUD else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        answer(page, "refuse")
        page.evaluate("window.stayed = true")
        return page

    yield open_story
    assert [text for text in complaints if "Failed to load resource" not in text] == []


def write(page: Page, text: str, name: str = "Ada Reader") -> None:
    page.fill("#comment-text", text)
    page.fill("#comment-name", name)


def stayed(page: Page) -> bool:
    return bool(page.evaluate("window.stayed === true"))


def post_elsewhere(site: str, text: str, path: str = STORY) -> None:
    """Post as another reader, on another device."""
    page = urlopen(site + path).read().decode()
    token = re.search(r'name="thread" value="(.*?)"', page)
    assert token
    body = f"thread={token[1]}&name=Ben&text={text}".encode()
    urlopen(Request(f"{site}/comments", body, {"Origin": site}))


def test_a_comment_appears_without_a_reload(read: Open) -> None:
    page = read()
    write(page, "Posted **in place**")
    page.click(POST)
    expect(page.locator(STATUS)).to_have_text("Your comment is posted.")
    own = page.locator(".comment:target")
    assert own.locator("strong").inner_text() == "in place"
    assert page.evaluate(FOCUSED) == own.get_attribute("id")
    assert page.url.endswith(f"{STORY}#{own.get_attribute('id')}")
    expect(own).to_be_in_viewport()
    assert page.input_value("#comment-text") == page.input_value("#comment-name") == ""
    assert page.locator("#comments-title").inner_text() == page.locator(".comment-count").inner_text()
    assert stayed(page)
    assert page.locator(POST).is_enabled()
    page.reload()
    assert page.locator(".comment:target strong").inner_text() == "in place"


def test_a_comment_that_waits_says_so(read: Open, site: str) -> None:
    page = read("/food/rye-bread", at=site)
    write(page, "With caraway?")
    page.click(POST)
    expect(page.locator(STATUS)).to_have_text("Your comment is waiting for a moderator.")
    assert "only you can see it" in page.locator(".comment-waiting:target").inner_text()
    assert stayed(page)


def test_a_reply_appears_below_what_it_answers(read: Open) -> None:
    page = read()
    page.click("[aria-label='Reply to pondwatcher']")
    page.wait_for_url("**reply-to=**")
    page.evaluate("window.stayed = true")
    write(page, "They do.")
    page.click(POST)
    expect(page.locator(".comment:has-text('pondwatcher') .comment:target")).to_contain_text("They do.")
    assert "reply-to" not in page.url
    assert page.locator(".comment-form-title").inner_text() == "Leave a comment"
    assert stayed(page)


def test_what_is_refused_stays_in_the_form(read: Open, answer) -> None:
    page = read()
    write(page, "A long thought\n\nin two paragraphs")
    page.fill("#comment-website", "https://nowhere'")
    page.click(POST)
    expect(page.locator("#comment-website-error")).to_contain_text("not the address of a website")
    assert page.evaluate(FOCUSED) == "comment-website"
    assert page.input_value("#comment-text") == "A long thought\n\nin two paragraphs"
    assert page.input_value("#comment-text") != page.evaluate(
        "document.getElementById('comment-text').defaultValue"
    )
    assert page.input_value("#comment-name") == "Ada Reader"
    assert page.url.endswith(STORY)
    page.fill("#comment-website", "")
    page.click(POST)
    expect(page.locator(".comment:target")).to_contain_text("A long thought")
    assert stayed(page)


def test_why_nothing_is_taken_is_told(read: Open) -> None:
    page = read()
    write(page, "To a story that nobody knows")
    page.evaluate("document.querySelector('[name=thread]').value = 'forged'")
    page.click(POST)
    alert = page.locator("#comment-form [role=alert]")
    expect(alert).to_contain_text("cannot tell which story")
    expect(alert).to_be_focused()
    assert page.input_value("#comment-text") == "To a story that nobody knows"


def test_impatience_posts_once(read: Open) -> None:
    page = read("/coast/ferry-timetable")
    sent: list[str] = []

    def wait(route: Route) -> None:
        sent.append(route.request.url)
        expect(page.locator(POST)).to_be_disabled()
        assert page.get_attribute(POST, "aria-busy") == "true"
        page.focus("#comment-name")
        page.keyboard.press("Enter")
        route.continue_()

    page.route("**/comments", wait)
    write(page, "Only once")
    page.dblclick(POST)
    expect(page.locator(STATUS)).to_have_text("Your comment is posted.")
    assert len(sent) == 1
    assert page.locator(".comment-text:has-text('Only once')").count() == 1


def test_what_cannot_be_sent_is_kept(read: Open) -> None:
    page = read()
    write(page, "From the ferry")
    page.context.set_offline(True)
    page.click(POST)
    expect(page.locator("#comment-form [role=alert]")).to_contain_text("could not be sent")
    assert page.input_value("#comment-text") == "From the ferry"
    expect(page.locator(POST)).to_be_focused()
    page.click(POST)
    expect(page.locator("#comment-form [role=alert]")).to_have_count(1)
    page.context.set_offline(False)
    page.click(POST)
    expect(page.locator(".comment:target")).to_contain_text("From the ferry")
    assert stayed(page)


def test_what_the_script_cannot_send_the_form_sends(read: Open, press) -> None:
    """So do a proxy's own pages, and a policy of the host's that forbids `fetch`."""
    page = read()
    page.route(
        "**/comments",
        lambda route: (
            route.fulfill(status=403, content_type="text/html", body="<h1>Not here</h1>")
            if route.request.resource_type == "fetch"
            else route.continue_()
        ),
    )
    write(page, "By the form itself")
    page.click(POST)
    expect(page.locator("#comment-form [role=alert]")).to_contain_text("Not here. Your comment could not")
    assert page.input_value("#comment-text") == "By the form itself"
    press(page, POST)
    expect(page.locator(".comment:target")).to_contain_text("By the form itself")
    assert not stayed(page)


def test_a_posted_comment_that_cannot_be_fetched_is_opened(read: Open) -> None:
    page = read()
    write(page, "Fetched by the browser")
    page.route(
        f"**{STORY}",
        lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_(),
    )
    page.click(POST)
    expect(page.locator(".comment:target")).to_contain_text("Fetched by the browser")
    assert not stayed(page)


def test_a_preview_is_a_page(read: Open, press) -> None:
    page = read()
    write(page, "How will it **look**?")
    press(page, "#comment-form button[name=preview]")
    assert page.locator("#comment-preview strong").inner_text() == "look"
    press(page, POST)
    expect(page.locator(".comment:target")).to_contain_text("How will it look?")


def test_going_back_leaves_the_story(read: Open, press) -> None:
    page = read("/")
    press(page, f"main a[href='{STORY}'] >> nth=0")
    write(page, "Then back")
    page.click(POST)
    expect(page.locator(STATUS)).not_to_be_empty()
    posted = page.url
    page.go_back()
    assert page.locator("#comments").count() == 0
    page.go_forward()
    assert page.url == posted
    expect(page.locator(".comment:target")).to_contain_text("Then back")
    assert page.input_value("#comment-text") == ""
    expect(page.locator(POST)).to_be_enabled()


def test_new_comments_come_when_asked_for(read: Open, lively: str) -> None:
    page = read("/coast/sea-wall")
    seen = page.locator(".comment").count()
    page.click(LOOK)
    expect(page.locator(STATUS)).to_have_text("No new comments")
    for text in ("One", "Two", "Three"):
        post_elsewhere(lively, text, "/coast/sea-wall")
    page.click(LOOK)
    expect(page.locator(STATUS)).to_have_text("New comments: 3")
    assert page.locator(".comment").count() == seen + 3
    new = page.locator(".comment-new")
    assert new.locator(".comment-text").all_inner_texts() == ["One", "Two", "Three"]
    assert new.first.locator(".comment-mark").inner_text() == "New"
    edge = "node => getComputedStyle(node).borderInlineStartWidth"
    assert new.first.locator(".comment-text").evaluate(edge) == "6px"
    assert page.locator("#comments-title").inner_text() == f"{seen + 3} comments"
    post_elsewhere(lively, "Four", "/coast/sea-wall")
    page.click(LOOK)
    expect(page.locator(STATUS)).to_have_text("New comments: 1")
    assert new.locator(".comment-text").all_inner_texts() == ["Four"]
    assert stayed(page)


def test_looking_takes_neither_draft_nor_focus_nor_place(read: Open, lively: str) -> None:
    page = read()
    page.evaluate("document.documentElement.style.overflowAnchor = 'none'")  # Not every browser helps.
    write(page, "Half a thought")
    page.focus(LOOK)
    before = page.locator(LOOK).bounding_box()
    post_elsewhere(lively, "Meanwhile")
    page.keyboard.press("Enter")
    expect(page.locator(STATUS)).to_have_text("New comments: 1")
    expect(page.locator(LOOK)).to_be_focused()
    after = page.locator(LOOK).bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) <= 1
    assert page.input_value("#comment-text") == "Half a thought"
    page.focus("#comment-text")
    page.evaluate(f"document.querySelector('{LOOK}').click()")
    expect(page.locator(STATUS)).to_have_text("No new comments")
    expect(page.locator("#comment-text")).to_be_focused()


def test_nothing_is_fetched_unasked(read: Open) -> None:
    page = read()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for state in ("hidden", "visible"):
        page.evaluate(
            """state => {
              Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
              document.dispatchEvent(new Event("visibilitychange"));
            }""",
            state,
        )
    page.wait_for_timeout(200)
    assert asked == []


def test_looking_in_vain_is_told(read: Open) -> None:
    page = read()
    page.context.set_offline(True)
    page.click(LOOK)
    expect(page.locator(STATUS)).to_contain_text("could not be fetched")
    assert page.locator(".comment").count() >= 7


def test_what_comes_late_does_not_hide_what_was_posted(read: Open) -> None:
    page = read()
    old: list[Route] = []
    page.route(f"**{STORY}", lambda route: old.append(route) if not old else route.continue_())
    before = page.content()
    page.click(LOOK)
    write(page, "Faster")
    page.click(POST)
    expect(page.locator(".comment:target")).to_contain_text("Faster")
    old[0].fulfill(content_type="text/html", body=before)
    expect(page.locator(LOOK)).to_have_attribute("aria-busy", "false")
    expect(page.locator(".comment:target")).to_contain_text("Faster")
    expect(page.locator(STATUS)).to_have_text("Your comment is posted.")


def test_scripts_in_what_is_fetched_do_not_run(read: Open) -> None:
    page = read()
    hostile = page.content().replace(
        '<div id="comments-list">',
        '<div id="comments-list"><script src="/assets/demo/statistics.js"></script>',
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route(f"**{STORY}", lambda route: route.fulfill(content_type="text/html", body=hostile))
    page.click(LOOK)
    expect(page.locator(STATUS)).to_have_text("No new comments")
    assert page.locator("#comments-list script").count() == 1
    page.wait_for_timeout(200)
    assert [address for address in asked if address.endswith(".js")] == []


def test_without_script_the_thread_shows_nothing_of_it(visit: Open) -> None:
    page = visit(STORY)
    assert not page.locator(LOOK).is_visible()


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_its_parts_fit_the_page(read: Open, lively: str, width: int) -> None:
    page = read("/culture/foghorn", width=width)
    post_elsewhere(lively, f"{width}" * 60, "/culture/foghorn")
    page.click(LOOK)
    expect(page.locator(STATUS)).to_have_text("New comments: 1")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator(LOOK).bounding_box()
    assert box
    assert box["height"] >= 44


def test_it_works_in_anyones_app(visit: Open, tmp_path: Path) -> None:
    app = Flask("somebody")
    quick = {"BROADSHEET_COMMENTS_MODERATION": "show", "BROADSHEET_COMMENTS_FORM_SECONDS": 0}
    app.config.update(quick, BROADSHEET_DATA=tmp_path / "data")
    Comments(app)
    app.add_url_rule("/post", "post", lambda: render_template_string("{{ comments.thread('my-post') }}"))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        page = visit("/post", javascript=True, at=f"http://127.0.0.1:{server.server_port}")
        page.evaluate("window.stayed = true")
        write(page, "Hello")
        page.click(POST)
        expect(page.locator(STATUS)).to_have_text("Your comment is posted.")
        expect(page.locator(".comment:target")).to_contain_text("Hello")
        assert stayed(page)
    finally:
        server.shutdown()
        server.server_close()
