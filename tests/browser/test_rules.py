"""The rules of consent that only a browser can hold us to, each by its number, with script and without (rule 22)."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page

from broadsheet.languages import LANGUAGES

STORY = "/coast/tide-mill"
NOTICE = "form#privacy-notice"
ANSWERS = ("accept", "refuse")
BOTH = pytest.mark.parametrize("javascript", [False, True], ids=["without script", "with script"])
PHONES = ((320, 568), (375, 667), (390, 844))

LOOK = """button => {
  const style = getComputedStyle(button), box = button.getBoundingClientRect();
  const shade = colour => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(part => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    }).reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  };
  const [dark, light] = [shade(style.color), shade(style.backgroundColor)].sort((a, b) => a - b);
  return {
    same: [style.fontFamily, style.fontSize, style.fontWeight, style.backgroundColor, style.color, style.border,
           style.opacity, style.textDecoration],
    width: box.width, height: box.height, contrast: (light + 0.05) / (dark + 0.05),
  };
}"""


def covered(page: Page) -> float:
    """Return the share of the screen's height that the notice covers."""
    box = page.locator(NOTICE).bounding_box()
    assert box
    assert page.viewport_size
    return box["height"] / page.viewport_size["height"]


def names_of_cookies(page: Page) -> set[str]:
    return {cookie["name"] for cookie in page.context.cookies()}


@BOTH
@pytest.mark.parametrize("path", ["/", STORY, "/sections/coast", "/privacy", "/privacy/choices", "/nothing"])
def test_rule_1_a_first_view_leaves_no_trace(visit, site: str, path: str, javascript: bool) -> None:
    page = visit("about:blank", javascript=javascript)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path, wait_until="networkidle")
    assert {f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in asked} == {site}
    assert page.context.cookies() == []
    assert page.context.storage_state() == {"cookies": [], "origins": []}
    if javascript:
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
        assert page.evaluate("indexedDB.databases()") == []
        assert page.locator("script:not([src], [type='application/ld+json'])").count() == 0


@BOTH
def test_rule_2_refusing_takes_one_click_as_accepting_does(visit, answer, javascript: bool) -> None:
    for decision in ANSWERS:
        page = visit(javascript=javascript)
        assert page.locator(f"{NOTICE} button[value={decision}]").is_visible()
        answer(page, decision)
        assert page.url.endswith(STORY)
        assert not page.locator(NOTICE).count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_rule_3_both_answers_look_the_same(visit, width: int, scheme: str) -> None:
    page = visit(width=width, color_scheme=scheme, javascript=True)
    for place in (NOTICE, "main form"):
        accept, refuse = (page.locator(f"{place} button[value={value}]").evaluate(LOOK) for value in ANSWERS)
        assert accept["same"] == refuse["same"]
        for side in ("width", "height"):
            assert abs(accept[side] - refuse[side]) <= 0.05 * accept[side]
        assert min(accept["contrast"], refuse["contrast"]) >= 4.5
        page.goto("/privacy/choices")


def test_rule_3_both_answers_appear_equally_often_and_alike_in_every_language(visit) -> None:
    page = visit("about:blank", width=320, javascript=True)
    for language in LANGUAGES:
        page.set_extra_http_headers({"Accept-Language": language})
        page.goto("/privacy")
        assert [page.locator(f"button[value={value}]").count() for value in ANSWERS] == [1, 1]
        widths = [page.locator(f"button[value={value}]").evaluate(LOOK)["width"] for value in ANSWERS]
        assert abs(widths[0] - widths[1]) <= 0.05 * widths[0], language


@BOTH
def test_rule_5_nothing_but_a_button_grants(visit, javascript: bool) -> None:
    page = visit(javascript=javascript)
    page.mouse.wheel(0, 3_000)
    page.keyboard.press("Escape")
    page.wait_for_timeout(500)
    page.goto("/")
    page.goto(STORY)
    assert page.locator(NOTICE).is_visible()
    assert page.context.cookies() == []
    assert page.locator("iframe").count() == 0


@pytest.mark.parametrize("region", ["", "US", "US-CA"])
def test_rule_6_the_notice_leaves_two_thirds_of_a_phone_in_every_language(
    visit, travelled_site: str, region: str
) -> None:
    page = visit("about:blank", at=travelled_site)
    for language in LANGUAGES:
        page.set_extra_http_headers({"Accept-Language": language, "X-Region": region})
        page.goto("/privacy")
        assert page.get_attribute(NOTICE, "lang") == language
        for width, height in PHONES:
            page.set_viewport_size({"width": width, "height": height})
            assert covered(page) <= 1 / 3, (language, width, covered(page))
            for value in ANSWERS:
                button = page.locator(f"{NOTICE} button[value={value}]").bounding_box()
                assert button
                assert button["height"] >= 44


@pytest.mark.parametrize("width", [375, 1280])
def test_rule_6_the_page_is_read_and_reached_by_keyboard_under_the_notice(visit, width: int) -> None:
    page = visit(width=width, height=700, javascript=True)
    top = page.locator(NOTICE).bounding_box()["y"]
    reached = set()
    for _ in range(110):
        page.keyboard.press("Tab")
        bottom, inside, what = page.evaluate(
            """() => { const e = document.activeElement; const b = e.getBoundingClientRect();
               return [b.top + Math.min(b.height, 30), !!e.closest("#privacy-notice") || e === document.body, e.id]; }"""
        )
        reached.add(what)
        assert inside or bottom <= top + 1, page.evaluate("document.activeElement.outerHTML")
    assert {"comment-text", "comment-email"} <= reached
    page.mouse.wheel(0, 20_000)
    page.wait_for_timeout(200)
    foot = page.locator("#privacy-tab").bounding_box()
    assert foot["y"] + foot["height"] <= top, "the end of the page can be scrolled out from under the notice"


@pytest.mark.parametrize("width", [375, 1280])
def test_rule_6_the_notice_shifts_nothing(visit, measure_shift, width: int) -> None:
    page = visit(width=width, javascript=True)
    assert page.locator(NOTICE).is_visible()
    assert measure_shift(page) == 0


@BOTH
def test_rule_8_granting_and_withdrawing_are_the_same_effort(
    visit, site: str, press, answer, javascript: bool
) -> None:
    """One press each; and what was granted is gone with the very next page."""
    page = visit(javascript=javascript)
    answer(page, "accept")
    port = site.rsplit(":", 1)[1]
    frame = page.frame_locator(f"iframe[src='http://localhost:{port}/demo/player/tide-mill']")
    assert "The tide mill at work" in frame.locator("p").inner_text()
    if javascript:
        page.wait_for_function(
            "document.documentElement.dataset.statistics && document.documentElement.dataset.advertising"
        )
        assert names_of_cookies(page) == {"broadsheet_choices", "demo_statistics", "demo_advertising"}
    press(page, "#privacy-withdraw")
    assert page.url.endswith(STORY)
    assert names_of_cookies(page) == {"broadsheet_choices"}
    assert (
        page.locator(
            "script:not([src^='/assets/comments/'], [src^='/assets/articles/'], [type='application/ld+json']), iframe"
        ).count()
        == 0
    )
    assert "only if you agree" in page.locator(".privacy-embed-closed").inner_text()
    assert page.locator("#privacy-withdraw").count() == 0


@BOTH
def test_rule_8_every_page_re_opens_the_choices(visit, press, javascript: bool) -> None:
    for path in ("/", STORY, "/privacy", "/nothing"):
        page = visit(path, javascript=javascript)
        press(page, "a#privacy-tab")
        assert page.url.endswith("/privacy/choices")


@BOTH
def test_rule_10_a_refusal_survives_ten_reloads(visit, answer, javascript: bool) -> None:
    page = visit(javascript=javascript)
    answer(page, "refuse")
    for _ in range(10):
        page.reload()
        assert not page.locator(NOTICE).count()
    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == ("broadsheet_choices", True, "Lax")


@pytest.mark.parametrize(
    ("values", "is_signal"), [(["0", "1"], True), (["1", "0"], True), (["0", "0"], False)]
)
def test_rule_11_a_repeated_header_is_read_whole_by_the_real_server(
    site: str, values: list[str], is_signal: bool
) -> None:
    connection = HTTPConnection(urlsplit(site).netloc, timeout=10)
    connection.putrequest("GET", "/")
    for value in values:
        connection.putheader("Sec-GPC", value)
    connection.endheaders()
    page = connection.getresponse().read().decode()
    connection.close()
    assert ("Opt-Out Request Honored" in page) is is_signal


@BOTH
def test_rule_12_an_honoured_signal_is_seen(visit, answer, press, javascript: bool) -> None:
    page = visit(javascript=javascript, extra_http_headers={"Sec-GPC": "1"})
    words = "Opt-Out Request Honored"
    assert page.locator(f"{NOTICE} >> text={words}").is_visible()
    answer(page, "accept")
    page.locator(f".foot >> text={words}").wait_for()
    press(page, "a#privacy-tab")
    assert page.locator(f"main >> text={words}").is_visible()
    toggle = page.locator("#choice-advertising")
    assert not toggle.is_checked()
    assert toggle.is_disabled()
    assert page.is_checked("#choice-film")


TAG = (
    """window.heard = dataLayer.map(entry => [...entry].map(part => part instanceof Date ? "date" : part));"""
)


@pytest.mark.parametrize(
    ("services", "granted"),
    [
        (["reading-statistics"], {"analytics_storage"}),
        (["advertising"], {"ad_storage", "ad_user_data", "ad_personalization"}),
        (["reading-statistics", "advertising"], {"analytics_storage", "ad_storage", "ad_user_data", "ad_personalization"}),
    ],
)  # fmt: skip
def test_rule_15_consent_mode_is_denied_before_the_tag_and_follows_the_choice(
    visit, travelled_site: str, press, services: list[str], granted: set[str]
) -> None:
    page = visit("/privacy/choices", at=travelled_site, javascript=True)
    page.route("**/demo/scripts/*.js", lambda route: route.fulfill(body=TAG, content_type="text/javascript"))
    for service in services:
        page.check(f"#choice-{service}")
    press(page, "button[value=save]")
    page.goto(STORY)
    page.wait_for_function("window.heard")
    default, update, *rest = page.evaluate("heard")
    signals = ("ad_storage", "ad_user_data", "ad_personalization", "analytics_storage")
    assert default == ["consent", "default", dict.fromkeys(signals, "denied")]
    assert update == ["consent", "update", {s: "granted" if s in granted else "denied" for s in signals}]
    assert rest == [["js", "date"], *(["config", f"G-{service}"] for service in services)]


def test_rule_15_without_a_grant_there_is_no_tag_at_all(visit, travelled_site: str) -> None:
    page = visit(at=travelled_site, javascript=True)
    assert page.evaluate("typeof dataLayer") == "undefined"


@BOTH
@pytest.mark.parametrize(("region", "loads"), [("", False), ("US", True), ("US-CA", True)])
def test_rule_19_the_mode_of_the_region_decides_in_the_browser(
    visit, travelled_site: str, answer, region: str, loads: bool, javascript: bool
) -> None:
    page = visit(at=travelled_site, javascript=javascript, extra_http_headers={"X-Region": region})
    assert (page.locator("iframe").count() == 1) is loads
    assert (page.locator("#privacy-sale").count() == 1) is (region == "US-CA")
    answer(page, "refuse")
    page.wait_for_function("!document.querySelector('iframe')")
    assert page.locator("script[src*='/demo/']").count() == 0


# Scripts of services, and frames; not our own scripts on the article page, nor its data for machines.
LOADED = (
    "script:not([src^='/assets/comments/'], [src^='/assets/articles/'], [type='application/ld+json']), iframe"
)


@pytest.fixture
def slipped_story(site: str, site_folder: Path) -> Iterator[str]:
    """A story into whose stored text somebody slipped a script of a service that was not granted."""
    port = site.rsplit(":", 1)[1]
    slip = {
        "html": f'<p id="slipped">…</p><script src="http://localhost:{port}/demo/scripts/statistics.js"></script>'
    }
    database = sqlite3.connect(site_folder / "data" / "broadsheet.sqlite3")
    where = "WHERE path = '/town/night-bus'"
    (blocks,) = database.execute(f"SELECT blocks FROM broadsheet_articles {where}").fetchone()
    change = f"UPDATE broadsheet_articles SET blocks = ? {where}"
    with database:
        database.execute(change, [json.dumps([*json.loads(blocks), slip])])
    yield "/town/night-bus"
    with database:
        database.execute(change, [blocks])
    database.close()


def test_rule_20_a_script_slipped_into_a_story_is_refused_by_the_browser(
    visit, slipped_story: str, answer
) -> None:
    refused: list[str] = []
    page = visit("about:blank", javascript=True)
    page.on("console", lambda message: refused.append(message.text))
    page.goto(slipped_story)
    page.wait_for_timeout(300)
    assert page.locator("#slipped").count() == 1
    assert any("Content Security Policy" in text for text in refused)
    assert page.evaluate("document.documentElement.dataset.statistics") is None
    answer(page, "accept")
    page.wait_for_function("document.documentElement.dataset.statistics")


@pytest.fixture(scope="session")
def chromium_with_memory(launch: Callable[..., Browser]) -> Browser:
    """A Chromium that keeps pages whole to go back to, as people's do."""
    return launch(leave_on=("--disable-back-forward-cache",))


def go_back_to(page: Page, path: str) -> None:
    """Go back as often as it takes; Playwright loses sight of a page for a moment when the browser brings it back whole."""
    for _ in range(20):
        page.wait_for_timeout(300)
        if page.url.endswith(path):
            return
        with suppress(Error):
            page.go_back(wait_until="commit", timeout=2_000)
    raise AssertionError(page.url)


@BOTH
@pytest.mark.parametrize("decision", ANSWERS)
def test_rule_21_going_back_shows_no_stale_notice(
    visit, chromium_with_memory: Browser, press, decision: str, javascript: bool
) -> None:
    page = visit(browser=chromium_with_memory, javascript=javascript)
    assert page.locator(NOTICE).is_visible()
    page.click("a[rel=author]")
    page.wait_for_url("**/authors/*")
    page.click(f"{NOTICE} button[value={decision}]")
    page.wait_for_selector(NOTICE, state="detached")
    page.wait_for_timeout(300)
    go_back_to(page, STORY)
    assert page.locator("h1").inner_text().startswith("The tide mill")
    assert page.locator(NOTICE).count() == 0
    assert (page.locator("iframe").count() == 1) is (decision == "accept")


def test_rule_22_the_whole_choice_works_without_script(visit, press) -> None:
    page = visit("/privacy/choices")
    page.check("#choice-film")
    press(page, "button[value=save]")
    assert page.is_checked("#choice-film")
    assert not page.is_checked("#choice-advertising")
    assert "Your receipt is" in page.locator(".choice-in-force").inner_text()
    page.goto(STORY)
    assert page.locator("iframe").count() == 1
    press(page, "#privacy-withdraw")
    assert page.locator("iframe").count() == 0


@BOTH
def test_rule_22_an_embed_is_loaded_once_or_always(visit, press, javascript: bool) -> None:
    page = visit(javascript=javascript)
    press(page, ".privacy-embed button[value=once]")
    assert "#embed-" in page.url
    assert page.locator("iframe").count() == 1
    assert names_of_cookies(page) == set()
    page.reload()
    assert page.locator("iframe").count() == 0
    press(page, ".privacy-embed button[value=allow]")
    assert page.locator("iframe").count() == 1
    page.reload()
    assert page.locator("iframe").count() == 1
    assert page.locator("script[src*='/demo/']").count() == 0
