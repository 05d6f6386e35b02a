"""Writing to the newsroom in a real browser, with script and without."""

import pytest

STORY = "/food/kelp"


@pytest.fixture(params=[False, True], ids=["without script", "with script"])
def page(request: pytest.FixtureRequest, visit, answer):
    page = visit(STORY, javascript=request.param)
    answer(page, "refuse")
    return page


@pytest.fixture
def post(page):
    """Post what is in the form, and wait until it is answered: by a page, or by the script on this one."""

    def run() -> None:
        page.locator("#comment-form").evaluate("form => form.classList.add('sent')")
        page.click("#comment-form button")
        page.wait_for_selector("#comment-form:not(.sent)")
        page.wait_for_load_state()

    return run


def test_a_comment_waits_in_its_writers_sight_alone(page, visit, post) -> None:
    page.fill("#comment-text", "Where do you **rinse** it?")
    page.fill("#comment-name", "Ada")
    post()
    page.wait_for_url("**#comment-*")
    own = page.locator(".comment-waiting").last
    assert "only you can see it" in own.inner_text()
    assert own.locator("strong").inner_text() == "rinse"
    page.reload()
    assert page.locator(".comment-waiting").count() >= 1
    assert visit(STORY).locator(".comment").count() == 0


def test_a_reply_is_written_below_what_it_answers(visit, press) -> None:
    page = visit("/coast/tide-mill")
    press(page, "[aria-label='Reply to pondwatcher']")
    assert page.locator(".comment-form-title").inner_text() == "Reply to pondwatcher"
    page.fill("#comment-text", "They do.")
    page.fill("#comment-name", "Ben")
    press(page, "#comment-form button")
    assert page.locator(".comment:has-text('pondwatcher') .comment-waiting").count() == 1


def test_what_was_typed_survives_a_refusal(page, post) -> None:
    page.fill("#comment-text", "A long thought\n\nin two paragraphs")
    page.fill("#comment-name", "Ada")
    page.fill("#comment-website", "https://nowhere'")
    post()
    assert "not the address of a website" in page.locator("#comment-website-error").inner_text()
    assert page.input_value("#comment-text") == "A long thought\n\nin two paragraphs"
    page.fill("#comment-website", "")
    post()
    assert page.url.split("#")[0].endswith(STORY)


def test_details_come_back_only_when_asked_for(page, post) -> None:
    page.fill("#comment-text", "First")
    page.fill("#comment-name", "Ada")
    post()
    assert page.input_value("#comment-name") == ""
    page.fill("#comment-text", "Second")
    page.fill("#comment-name", "Ada")
    page.check("#comment-remember")
    post()
    assert page.input_value("#comment-name") == "Ada"


def test_the_field_for_robots_is_out_of_sight_and_reach(page) -> None:
    box = page.locator("#comment-contact_hours").bounding_box()
    assert box
    assert box["x"] + box["width"] < 0
    assert page.get_attribute("#comment-contact_hours", "tabindex") == "-1"


def test_hostile_text_stays_text(visit, press) -> None:
    page = visit(STORY, javascript=True)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.fill(
        "#comment-text", "<script>alert(1)</script> <img src=x onerror=alert(2)> [x](javascript:alert(3))"
    )
    page.fill("#comment-name", "<svg onload=alert(4)>")
    press(page, "#comment-form button")
    comment = page.locator(".comment-waiting:target")
    assert "<script>alert(1)</script>" in comment.inner_text()
    assert "<svg onload=alert(4)>" in comment.inner_text()
    page.wait_for_timeout(200)
    assert dialogs == []
