import pytest


def test_every_element_of_the_page_is_visible(visit) -> None:
    page = visit()
    assert (
        page.locator("main").count()
        == page.locator("main > article").count()
        == page.locator("h1").count()
        == 1
    )
    assert page.locator("nav[aria-label=Breadcrumb] a").all_inner_texts() == ["Home", "Coast"]
    assert page.locator("main [rel=author]").all_inner_texts() == ["Ines Okafor"]
    assert page.locator(".story-head time").count() == 2
    assert page.locator("#related a").count() >= 3
    assert page.locator("#comments article").count() == 7
    assert page.locator("#comments article article article").count() == 1
    for field in ("name", "email", "website", "text"):
        assert page.locator(f"form#comment-form [name={field}]").is_visible()


def test_the_skip_link_is_the_first_stop_of_the_keyboard(visit) -> None:
    page = visit()
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    assert skip.evaluate("link => link === document.activeElement")
    box = skip.bounding_box()
    assert box
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize(
    "path", ["/", "/coast/sea-wall", "/coast/tide-mill", "/privacy", "/privacy/choices", "/nothing"]
)
@pytest.mark.parametrize("width", [320, 375, 768, 1280, 1920])
def test_no_page_scrolls_sideways(visit, path: str, width: int) -> None:
    page = visit(path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


LINES = """() => [...document.querySelectorAll(".text > p")].flatMap(paragraph => {
  const lines = new Map();
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    for (let at = 0; at < walker.currentNode.length; at++) {
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + 1);
      const top = Math.round(range.getBoundingClientRect().top);
      lines.set(top, (lines.get(top) ?? 0) + 1);
    }
  }
  return [...lines.values()].slice(0, -1);
})"""


def test_the_text_column_is_good_to_read(visit) -> None:
    """60 to 75 characters a line, counted on the page; the last line of a paragraph is left out."""
    lines = visit(width=1280).evaluate(LINES)
    assert len(lines) > 10
    assert 60 <= sum(lines) / len(lines) <= 75


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_a_long_word_breaks_rather_than_the_page(visit, press, width: int) -> None:
    page = visit("/food/rye-bread", width=width, height=900)
    page.fill("#comment-text", "W" * 300)
    page.fill("#comment-name", "N" * 80)
    press(page, "#comment-form button")
    assert page.locator(".comment-waiting").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["/", "/coast/tide-mill"])
@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_moves_while_the_page_loads(visit, measure_shift, path: str, width: int) -> None:
    page = visit(path, width=width, javascript=True)
    assert measure_shift(page) == 0


def test_the_page_follows_the_readers_light_and_dark(visit) -> None:
    def brightness(scheme: str) -> float:
        colour = visit("/", color_scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        return sum(float(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))

    assert brightness("light") > 600
    assert brightness("dark") < 150


def test_print_is_the_story_alone(visit) -> None:
    page = visit()
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    for away in ("#privacy-notice", "nav.sections", "#related", "#comment-form"):
        assert not page.locator(away).is_visible()


def test_a_wrong_address_leads_on(visit) -> None:
    page = visit("/coast/tide-mil")
    page.get_by_role("link", name="The tide mill turns again after eleven winters").click()
    assert page.url.endswith("/coast/tide-mill")
