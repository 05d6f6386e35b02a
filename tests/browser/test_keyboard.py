"""The page by keyboard alone, and what readers ask of their browsers: larger text, other colours, less motion."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Page, expect

STORY = "/coast/tide-mill"
NOTICE = "#privacy-notice"
BOTH = pytest.mark.parametrize("javascript", [False, True], ids=["without script", "with script"])
MOST_STOPS = 150
FOCUSED = "document.activeElement"
SETTINGS = {
    "BROADSHEET_COMMENTS_PAGE_LENGTH": "1",
    "BROADSHEET_MENU": ", ".join(f"Part {number}: /sections/coast?part={number}" for number in range(1, 10)),
}


@pytest.fixture(scope="module")
def small(
    tmp_path_factory: pytest.TempPathFactory, run_site: Callable[..., AbstractContextManager[str]]
) -> Iterator[str]:
    """The address of a newsroom with a comment on each page of a thread, and a menu too long for its line."""
    with run_site(tmp_path_factory.mktemp("small"), **SETTINGS) as address:
        yield address


def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """Press a key until something has the focus; fail when everything had it once."""
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        if page.evaluate(f"selector => {FOCUSED}.matches(selector)", selector):
            return
    raise AssertionError(f"The keyboard never comes to {selector}.")


def press_enter(page: Page) -> None:
    """Press Enter on what leads to another page, and wait for it."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_skip_link_leads_past_the_menu(visit) -> None:
    page = visit()
    tab_to(page, "a.skip")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.closest('main') !== null")


def test_what_does_not_fit_the_menu_is_opened_by_keyboard(visit, small: str) -> None:
    page = visit(at=small)
    more = page.locator(".sections details ul")
    assert not more.is_visible()
    tab_to(page, ".sections summary")
    page.keyboard.press("Enter")
    assert more.is_visible()
    tab_to(page, ".sections details a")
    press_enter(page)
    assert "/sections/coast?part=" in page.url


@BOTH
def test_the_notice_is_answered_by_keyboard(visit, javascript: bool) -> None:
    page = visit(javascript=javascript)
    tab_to(page, f"{NOTICE} [value=refuse]")
    page.keyboard.press("Enter")
    page.wait_for_selector(NOTICE, state="detached")
    page.wait_for_load_state()
    assert page.url.endswith(STORY)
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED} !== document.body"), "the keyboard is not lost with the notice"


@BOTH
def test_a_comment_is_written_corrected_and_sent_by_keyboard(visit, answer, javascript: bool) -> None:
    page = visit("/food/kelp", javascript=javascript)
    answer(page, "refuse")
    tab_to(page, "#comment-text")
    page.keyboard.type("Where do you rinse it?")
    tab_to(page, "#comment-name")
    page.keyboard.type("Ada Reader")
    tab_to(page, "#comment-website")
    page.keyboard.type("https://nowhere'")
    page.keyboard.press("Enter")
    page.wait_for_selector("#comment-website[aria-invalid]")
    page.wait_for_load_state()
    if javascript:
        expect(page.locator("#comment-website")).to_be_focused()
    else:
        tab_to(page, "[aria-invalid]")
    described = page.get_attribute("#comment-website", "aria-describedby")
    assert "not the address of a website" in page.locator(f"#{described}").inner_text()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.press("Delete")
    tab_to(page, "#comment-form button:not([name])")
    page.keyboard.press("Enter")
    page.wait_for_selector(".comment-waiting:target")
    if javascript:
        expect(page.locator(".comment-waiting:target")).to_be_focused()


def test_a_thread_is_paged_and_ordered_by_keyboard(visit, small: str) -> None:
    page = visit(at=small)
    first = page.locator("#comments-list .comment").first.get_attribute("id")
    tab_to(page, ".comments-pages [rel=next]")
    press_enter(page)
    assert page.locator("#comments-list .comment").first.get_attribute("id") != first
    tab_to(page, ".comments-pages [rel=prev]")
    press_enter(page)
    assert page.locator("#comments-list .comment").first.get_attribute("id") == first
    tab_to(page, ".comments-orders a[href*=newest]")
    press_enter(page)
    assert page.locator("#comments-list .comment").first.get_attribute("id") != first


def test_a_reply_begins_by_keyboard(visit) -> None:
    page = visit()
    tab_to(page, ".comment-acts a")
    press_enter(page)
    assert page.locator(".comment-form-title").inner_text().startswith("Reply to")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.closest('#comment-form') !== null"), (
        "the form is where the keyboard goes on"
    )


def test_choices_are_opened_made_and_saved_by_keyboard(visit) -> None:
    page = visit()
    tab_to(page, "#privacy-tab")
    press_enter(page)
    assert page.url.endswith("/privacy/choices")
    tab_to(page, "#choice-film")
    page.keyboard.press("Space")
    tab_to(page, "main [value=save]")
    press_enter(page)
    assert page.is_checked("#choice-film")
    assert not page.is_checked("#choice-advertising")


# Of what has the focus: a name for it; whether it is in the notice; and the lines of it that are not in sight. A link may
# run over several lines. Of a field of many lines the first must be in sight, where one writes; browsers scroll no further.
STOP = """() => {
  const element = document.activeElement, notice = document.getElementById("privacy-notice");
  if (element === document.body) return null;
  const free = notice.getBoundingClientRect().top;
  const seen = (x, y) => {
    const there = document.elementFromPoint(x, y);
    return there && (element.contains(there) || there.contains(element));
  };
  const lines = [...element.getClientRects()].filter(line => line.width > 2 && line.height > 2);
  const hidden = lines.filter(line => {
    const room = element.matches("textarea") ? 40 : free;
    const bottom = Math.min(line.bottom, line.top + room) - 1, x = line.left + line.width / 2;
    return line.top < 0 || bottom > free || !seen(x, line.top + 1) || !seen(x, (line.top + bottom) / 2);
  });
  return [element.outerHTML.slice(0, 90), notice.contains(element), hidden.map(line => [line.top, line.bottom, free])];
}"""


@pytest.mark.parametrize(("width", "height"), [(320, 640), (768, 1024), (1280, 800)])
@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_nothing_with_the_focus_is_hidden_by_the_notice(visit, width: int, height: int, key: str) -> None:
    """WCAG 2.2, 2.4.11 Focus Not Obscured (Minimum), and more: all of it is in sight, not only some. In both directions."""
    page = visit(width=width, height=height, javascript=True, reduced_motion="reduce")
    stops = []
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        page.evaluate("() => new Promise(requestAnimationFrame)")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        stops.append(stop)
    assert len(stops) > 40
    assert sum(inside for _, inside, _ in stops) == page.locator(f"{NOTICE} :is(a, button)").count()
    assert [(name, hidden) for name, inside, hidden in stops if hidden and not inside] == []


@pytest.mark.parametrize(
    "path",
    ["/", "/sections/coast", "/archive", "/search?q=tide", STORY, "/privacy", "/privacy/choices", "/nothing"],
)
def test_text_of_twice_the_size_fits_the_narrowest_screen(visit, path: str) -> None:
    """WCAG 2.2, 1.4.4 Resize Text, on a screen of 320 pixels, which is more than 1.4.4 and 1.4.10 ask together."""
    page = visit(path, width=320, height=640)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    refuse = page.locator(f"{NOTICE} [value=refuse]")
    assert refuse.count() == refuse.locator("visible=true").count()


def test_with_forced_colours_buttons_and_focus_can_be_told_from_text(visit) -> None:
    page = visit(forced_colors="active")
    style = "(button, name) => getComputedStyle(button).getPropertyValue(name)"
    for button in page.locator("button:visible").all():
        assert float(button.evaluate(style, "border-top-width").removesuffix("px")) >= 1, button.inner_text()
    tab_to(page, f"{NOTICE} [value=accept]")
    focused = page.locator(f"{NOTICE} [value=accept]")
    assert focused.evaluate(style, "outline-style") == "solid"
    assert float(focused.evaluate(style, "outline-width").removesuffix("px")) >= 2


MOVING = """() => [...document.querySelectorAll("*")].filter(element => {
  const style = getComputedStyle(element);
  return style.scrollBehavior === "smooth" || style.animationName !== "none" || parseFloat(style.transitionDuration) > 0;
}).map(element => element.tagName)"""


@pytest.mark.parametrize("path", ["/", STORY, "/privacy/choices"])
def test_nothing_moves_for_those_who_want_no_motion(visit, path: str) -> None:
    page = visit(path, reduced_motion="reduce")
    page.keyboard.press("Tab")
    assert page.evaluate(MOVING) == []
    assert page.evaluate("document.getAnimations().length") == 0
