import pytest

from broadsheet.transfer.markup.ghost.rendered_cards import tidy_rendered

BOOKMARK = (
    '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="/a"><div class="kg-bookmark-title">A'
    '</div><div class="kg-bookmark-description">B</div><img src="/icon.png"></a></figure>'
)
VIDEO = (
    '<figure class="kg-card kg-video-card"><video src="/a/b.mp4"></video><span>0:00</span><button>1×</button>'
    "<figcaption><p>C</p></figcaption></figure>"
)
GALLERY = (
    '<figure class="kg-card kg-gallery-card"><div class="kg-gallery-row"><img src="/a.jpg" alt="A"><img src="/b.jpg"></div>'
    "<figcaption>Two</figcaption></figure>"
)
TOGGLE = (
    '<div class="kg-card kg-toggle-card"><h4 class="kg-toggle-heading-text">A</h4><button>x</button>'
    '<div class="kg-toggle-content"><p>B</p></div></div>'
)
HEADER = (
    '<div class="kg-card kg-header-card"><h2 class="kg-header-card-heading"><span>A</span></h2>'
    '<a class="kg-header-card-button" href="/b">B</a></div>'
)


@pytest.mark.parametrize(
    ("rendered", "html"),
    [
        (BOOKMARK, '<p><a href="/a">A</a></p>'),
        (VIDEO, '<p><a href="/a/b.mp4">b.mp4</a></p><p>C</p>'),
        (
            GALLERY,
            '<figure><img alt="A" src="/a.jpg"/></figure><figure><img alt="" src="/b.jpg"/></figure><p>Two</p>',
        ),
        (TOGGLE, "<details><summary>A</summary><p>B</p></details>"),
        (HEADER, '<h2><span>A</span></h2><p><a href="/b">B</a></p>'),
        ('<div class="kg-card kg-signup-card"><form></form></div>', ""),
    ],
)
def test_a_rendered_card_becomes_what_its_source_would(rendered: str, html: str) -> None:
    assert tidy_rendered(f"<p>a</p>{rendered}<p>b</p>")[0] == f"<p>a</p>{html}<p>b</p>"


def test_what_is_no_card_stays_as_it_is() -> None:
    html = "<p>a &amp; b<br>c</p>"
    assert tidy_rendered(html) == (html, [])


def test_blocks_for_members_go_and_others_stay() -> None:
    gate = '<!--kg-gated-block:begin nonMember:{} memberSegment:"status:free" --><p>{}</p><!--kg-gated-block:end-->'
    html, notes = tidy_rendered(gate.format("false", "a") + gate.format("true", "b"))
    assert html == "<p>b</p>"
    assert notes == ["a part that only members could see was left out"]


def test_thousands_of_cards_within_cards_are_one() -> None:
    inner = '<div class="kg-callout-card"><div class="kg-callout-text">'
    html, _notes = tidy_rendered(inner * 5_000 + "a" + "</div></div>" * 5_000)
    assert html.startswith("<blockquote>")
