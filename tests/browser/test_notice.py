"""The notice's small script, and how the choice's pages look in every language."""

import pytest

from broadsheet.languages import LANGUAGES, direction

STORY = "/coast/tide-mill"
NOTICE = "form#privacy-notice"


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_choice_is_laid_out_in_every_language(visit, press, language: str) -> None:
    page = visit("/", width=320, extra_http_headers={"Accept-Language": language})
    assert page.locator(NOTICE).get_attribute("dir") == direction(language)
    for path in ("/", "/privacy", "/privacy/choices"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    tick, label = (page.locator(f"{what}").first.bounding_box() for what in (".tick input", ".tick label"))
    assert (tick["x"] > label["x"]) is (direction(language) == "rtl")


def test_a_reader_chooses_the_language_by_name(visit, press) -> None:
    page = visit("/privacy/choices")
    press(page, "nav.privacy-languages a[hreflang=de]")
    assert page.locator("main h1").inner_text() == "Ihre Datenschutzeinstellungen"
    press(page, "button[value=refuse]")
    assert page.url.endswith("?language=de")
    assert page.locator("main h1").inner_text() == "Ihre Datenschutzeinstellungen"
