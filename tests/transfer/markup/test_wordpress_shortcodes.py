"""Shortcodes: known ones become HTML, layout goes, and what is no shortcode stays text."""

import pytest

BREAK = "\n\n"
PICTURE = '<img src="https://old.example/a-300x200.jpg" alt="A" class="wp-image-3" width="300">'


@pytest.mark.parametrize(
    "text",
    [
        f'[caption id="attachment_3" width="300"]{PICTURE} A <em>caption</em>[/caption]',
        f'[caption width="300" caption="A <em>caption</em>"]{PICTURE}[/caption]',
        f'[wp_caption]<a href="https://old.example/a.jpg">{PICTURE}</a> A <em>caption</em>[/wp_caption]',
        f"<p>[caption]{PICTURE}\nA <em>caption</em>[/caption]</p>",
    ],
)
def test_a_caption_is_below_its_picture(wordpress, text: str) -> None:
    figure = '<figure><img alt="A" src="/a.jpg"/><figcaption>A <em>caption</em></figcaption></figure>'
    assert wordpress(f"Before {text} after").html == f"<p>Before</p>\n\n{figure}\n\n<p>after</p>\n"


HARBOUR = (
    '<figure><img alt="The harbour" src="/wp-content/uploads/2013/03/harbour.jpg"/>'
    "<figcaption>At <em>dawn</em></figcaption></figure>"
)
FERRY = '<figure><img alt="A ferry" src="/wp-content/uploads/2013/03/ferry-scaled.jpg"/></figure>'


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ('[gallery ids="8,7"]', [FERRY, HARBOUR]),
        ("[gallery include='7' columns=3 /]", [HARBOUR]),
        ("[gallery]", [HARBOUR, FERRY]),
        ("[gallery][gallery columns=2]", [HARBOUR, FERRY]),
        ('[gallery exclude="7"]', [FERRY]),
    ],
)
def test_a_gallery_is_its_pictures(wordpress, text: str, figures: list[str]) -> None:
    converted = wordpress(text)
    assert (converted.html, converted.notes) == (BREAK.join(figures) + "\n", [])


def test_a_picture_that_a_gallery_misses_is_noted(wordpress) -> None:
    assert wordpress('[gallery ids="7,99"]').notes == [
        "Pictures of a gallery are not in the file, so they were left out."
    ]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("[embed width=3]https://films.example/1?a=1[/embed]", "https://films.example/1?a=1"),
        ("[youtube https://youtu.be/abc]", "https://youtu.be/abc"),
        ("[youtube=https://youtu.be/abc]", "https://youtu.be/abc"),
        ('[youtube id="abc"]', "https://www.youtube.com/watch?v=abc"),
        ("[youtube]abc[/youtube]", "https://www.youtube.com/watch?v=abc"),
        ("[vimeo 123]", "https://vimeo.com/123"),
        ("[tweet 123]", "https://twitter.com/i/status/123"),
        ("[instagram url=https://i.example/p/1]", "https://i.example/p/1"),
        ("[dailymotion id=x1]", "https://www.dailymotion.com/video/x1"),
    ],
)
def test_what_was_embedded_is_a_bare_address(wordpress, text: str, address: str) -> None:
    converted = wordpress(f"a\n{text}\nb")
    assert (converted.html, converted.notes) == (f"<p>a</p>\n\n<p>{address}</p>\n\n<p>b</p>\n", [])


@pytest.mark.parametrize("said", ["", " javascript:alert(1)", " src='http:///x'"])
def test_an_embed_without_an_address_is_noted(wordpress, said: str) -> None:
    converted = wordpress(f"[embed{said}]")
    assert converted.html == ""
    assert converted.notes == [
        "The shortcode [embed] has no address that could be shown, so it was left out."
    ]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('[audio mp3="https://old.example/s.mp3"][/audio]', '<p><a href="/s.mp3">s.mp3</a></p>'),
        ("[video src=https://other.example/f.mp4]", '<p><a href="https://other.example/f.mp4">f.mp4</a></p>'),
        ("[audio https://old.example/s.mp3|titles=x]", '<p><a href="/s.mp3">s.mp3</a></p>'),
        ('[playlist ids="9"]', '<p><a href="/wp-content/uploads/2013/03/song.mp3">The song</a></p>'),
        (
            "[quote author='Ada']a\n\nb[/quote]",
            "<blockquote><p>a</p><p>b</p><p>Ada</p></blockquote>",
        ),
        ("<p>[blockquote]</p><p>a</p><p>[/blockquote]</p>", "<blockquote><p>a</p></blockquote>"),
        (
            "[php]\nif (a &lt; b) {\n\n  [gallery] <!-- c -->\n}\n[/php]",
            "<pre><code>if (a &lt; b) {\n\n  [gallery] &lt;!-- c --&gt;\n}</code></pre>",
        ),
        ("Say [code]ls[/code] here", "<p>Say <code>ls</code> here</p>"),
        ("So it is.[efn_note]Not <i>quite</i>.[/efn_note] Or", "<p>So it is. (Not <em>quite</em>.) Or</p>"),
        ("a [more] b", "<p>a</p>\n\n<p>b</p>"),
        ("[[gallery ids=3]] and [[quote]a[/quote]]", "<p>[gallery ids=3] and [quote]a[/quote]</p>"),
        ('<a href="/x?[gallery]">a</a>', '<p><a href="/x?[gallery]">a</a></p>'),
        (
            "[quote]a [quote]b[/quote][/quote]",
            "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>",
        ),
        ("[caption]no picture[/caption]", "<p>no picture</p>"),
    ],
)
def test_a_known_shortcode_becomes_html(wordpress, text: str, html: str) -> None:
    converted = wordpress(text)
    assert (converted.html, converted.notes) == (f"{html}\n", [])


@pytest.mark.parametrize(
    "text",
    [
        "He said [sic] that [1] is [then-President Obama]’s [section 3], [video below], [Note: x] and [quote].",
        "[Emphasis added] [b",
        "[] [ gallery] [-a] [/b]",
    ],
)
def test_words_in_brackets_are_words(wordpress, text: str) -> None:
    if "[video below]" in text:
        text = text.replace("[video below]", "[Video below]")
    converted = wordpress(text)
    assert (converted.html, converted.notes) == (f"<p>{text}</p>\n", [])


@pytest.mark.parametrize("text", ["[my_map]", '[map id="3"]', "[my-map /]"])
def test_an_unknown_shortcode_stays_and_is_named(wordpress, text: str) -> None:
    name = text.strip("[]").split()[0]
    converted = wordpress(f"a {text} b {text}")
    assert converted.html == f"<p>a {text} b {text}</p>\n"
    assert converted.notes == [f"The shortcode [{name}] is not known; it stands in the text as it is."]


def test_of_an_unknown_one_that_encloses_text_the_text_stays(wordpress) -> None:
    converted = wordpress("a [glow]b [sic][/glow] c")
    assert converted.html == "<p>a b [sic] c</p>\n"
    assert converted.notes == ["The shortcode [glow] is not known; the text that it enclosed stays."]


def test_layout_goes_and_what_lay_in_it_stays(wordpress) -> None:
    converted = wordpress(
        "[row][one_half]One[/one_half][one_half_last]Two, [su_highlight]bright[/su_highlight].[/one_half_last][/row]"
    )
    assert converted.html == "<p>One</p>\n\n<p>Two, bright.</p>\n"
    assert (
        converted.notes[0] == "The layout of the shortcode [row] is gone; what lay in it stands in the text."
    )


def test_a_form_is_left_out_and_named(wordpress) -> None:
    converted = wordpress(
        'a [contact-form-7 id="3"] [contact-form][contact-field label="x"/][/contact-form] b'
    )
    assert converted.html == "<p>a</p>\n\n<p>b</p>\n"
    assert [note.split("]")[0] for note in converted.notes] == [
        "The shortcode [contact-form-7",
        "The shortcode [contact-form",
    ]
