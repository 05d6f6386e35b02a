"""The notice in a real browser. The numbers are those of the consent rules."""

import pytest

STORY = "/coast/tide-mill"
NOTICE = "form#privacy-notice"


@pytest.fixture(params=[False, True], ids=["without script", "with script"])
def page(request: pytest.FixtureRequest, visit):
    return visit(STORY, javascript=request.param)


def test_rule_2_refusing_takes_one_click_and_lasts(page, answer) -> None:
    answer(page, "refuse")
    assert page.url.endswith(STORY)
    for _ in range(10):
        page.reload()
        assert not page.locator(NOTICE).count()
    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == ("broadsheet_choices", True, "Lax")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_rule_3_both_answers_look_the_same(visit, width: int, scheme: str) -> None:
    page = visit(STORY, width=width, color_scheme=scheme)
    looks = [
        page.locator(f"{NOTICE} button[value={value}]").evaluate(
            """button => { const s = getComputedStyle(button); const b = button.getBoundingClientRect();
               return [s.font, s.color, s.backgroundColor, s.border, Math.round(b.width), Math.round(b.height)]; }"""
        )
        for value in ("accept", "refuse")
    ]
    assert looks[0] == looks[1]


def test_rule_5_nothing_but_a_button_grants(visit) -> None:
    page = visit(STORY, javascript=True)
    page.mouse.wheel(0, 3000)
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    page.goto("/")
    page.goto(STORY)
    assert page.locator(NOTICE).is_visible()
    assert page.context.cookies() == []


@pytest.mark.parametrize(("width", "height"), [(320, 568), (375, 667), (390, 844)])
def test_rule_6_the_notice_leaves_two_thirds_of_a_phone(visit, width: int, height: int) -> None:
    page = visit(STORY, width=width, height=height)
    box = page.locator(NOTICE).bounding_box()
    assert box
    assert box["height"] <= height / 3
    for value in ("accept", "refuse"):
        button = page.locator(f"{NOTICE} button[value={value}]").bounding_box()
        assert button
        assert button["height"] >= 44


@pytest.mark.parametrize("width", [375, 1280])
def test_rule_6_the_keyboard_is_never_under_the_notice(visit, width: int) -> None:
    page = visit(STORY, width=width, height=700, javascript=True)
    top = page.locator(NOTICE).bounding_box()["y"]
    for _ in range(60):
        page.keyboard.press("Tab")
        bottom, inside = page.evaluate(
            """() => { const e = document.activeElement; const b = e.getBoundingClientRect();
               return [b.top + Math.min(b.height, 30), !!e.closest("#privacy-notice") || e === document.body]; }"""
        )
        assert inside or bottom <= top + 1, page.evaluate("document.activeElement.outerHTML")


def test_rule_7_everything_can_be_read_before_choosing(page, press) -> None:
    press(page, f"{NOTICE} >> text=Read more")
    assert page.locator("table").count() >= 3
    press(page, f"{NOTICE} >> text=Choose one by one")
    assert page.locator("input[type=checkbox]").count() == 3
    assert page.context.cookies() == []


def test_rule_8_granting_and_withdrawing_are_the_same_effort(visit, site: str, press, answer) -> None:
    page = visit(STORY, javascript=True)
    answer(page, "accept")
    page.wait_for_function(
        "document.documentElement.dataset.statistics && document.documentElement.dataset.advertising"
    )
    port = site.rsplit(":", 1)[1]
    frame = page.frame_locator(f"iframe[src='http://localhost:{port}/demo/player/tide-mill']")
    assert "The tide mill at work" in frame.locator("p").inner_text()
    names = {cookie["name"] for cookie in page.context.cookies()}
    assert names == {"broadsheet_choices", "demo_statistics", "demo_advertising"}
    press(page, "a#privacy-tab")
    press(page, "button[value=refuse]")
    assert {cookie["name"] for cookie in page.context.cookies()} == {"broadsheet_choices"}
    page.goto(STORY)
    assert page.locator("script").count() == page.locator("iframe").count() == 0
    assert "only if you agree" in page.locator(".privacy-embed-closed").inner_text()


def test_single_services_can_be_granted_without_script(visit, press) -> None:
    page = visit("/privacy/choices")
    page.check("#choice-film")
    press(page, "button[value=save]")
    assert page.is_checked("#choice-film")
    assert not page.is_checked("#choice-advertising")
    page.goto(STORY)
    assert page.locator("iframe").count() == 1


def test_rule_20_a_script_slipped_into_a_page_is_refused_by_the_browser(visit, site: str) -> None:
    port = site.rsplit(":", 1)[1]
    refused: list[str] = []
    page = visit("/", javascript=True)
    page.on("console", lambda message: refused.append(message.text))
    slip = f"""() => {{ const s = document.createElement("script");
        s.src = "http://localhost:{port}/demo/scripts/statistics.js"; document.body.append(s); }}"""
    page.evaluate(slip)
    page.wait_for_timeout(300)
    assert any("Content Security Policy" in text for text in refused)
    assert page.evaluate("document.documentElement.dataset.statistics") is None


@pytest.mark.parametrize("decision", ["accept", "refuse"])
def test_an_answer_takes_nothing_from_what_is_being_typed(visit, answer, decision: str) -> None:
    page = visit(f"{STORY}?reply-to=2#comment-form", javascript=True)
    page.fill("#comment-text", "A long thought")
    answer(page, decision)
    page.wait_for_timeout(300)
    assert page.input_value("#comment-text") == "A long thought"
    assert page.locator(".comment-form-title").inner_text().startswith("Reply to")


def test_an_answer_without_script_leads_back_to_the_reply(visit, answer) -> None:
    page = visit(f"{STORY}?reply-to=2")
    answer(page, "refuse")
    assert page.url.endswith("?reply-to=2")


def test_an_answer_that_the_script_cannot_send_is_sent_by_the_form(visit) -> None:
    page = visit(STORY, javascript=True)
    page.route(
        "**/privacy/choices",
        lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_(),
    )
    with page.expect_navigation():
        page.click(f"{NOTICE} button[value=refuse]")
    assert [cookie["name"] for cookie in page.context.cookies()] == ["broadsheet_choices"]
    assert not page.locator(NOTICE).count()
