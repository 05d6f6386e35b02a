"""Blocks: what is static stays, what is made anew goes, what only a comment says comes in."""

import pytest


def test_static_blocks_keep_their_html_without_automatic_paragraphs(wordpress) -> None:
    text = (
        '<!-- wp:columns --><div class="wp-block-columns"><!-- wp:column --><div class="wp-block-column">\n'
        '<!-- wp:paragraph {"align":"left"} -->\n<p class="has-text-align-left">a\nb</p>\n<!-- /wp:paragraph -->'
        '</div><!-- /wp:column --></div><!-- /wp:columns -->\n\n<!-- wp:separator --><hr class="x"/><!-- /wp:separator -->'
        '<!-- wp:spacer --><div style="height:9px" class="wp-block-spacer"></div><!-- /wp:spacer -->'
    )
    assert wordpress(text).html == "<p>a\nb</p>\n\n<hr/>\n"
    assert not wordpress(text).notes


def test_text_between_blocks_and_classic_blocks_get_paragraphs(wordpress) -> None:
    paragraph = "<!-- wp:paragraph --><p>a</p><!-- /wp:paragraph -->"
    text = f"{paragraph}\n\nb\nc\n\nd\n\n<!-- wp:freeform -->e\n\nf<!-- /wp:freeform -->"
    assert wordpress(text).html == "\n\n".join(
        ["<p>a</p>", "<p>b<br/>c</p>", "<p>d</p>", "<p>e</p>", "<p>f</p>\n"]
    )


def test_what_wordpress_made_anew_goes_with_one_note_for_each_kind(wordpress) -> None:
    query = "<!-- wp:query {} --><div><!-- wp:post-title /--><p>Nothing found</p></div><!-- /wp:query -->"
    converted = wordpress(f"<!-- wp:html --><p>a</p><!-- /wp:html -->{query}{query}<!-- wp:latest-posts /-->")
    assert converted.html == "<p>a</p>\n"
    assert converted.notes == [
        f"The block “{name}” was left out: WordPress made its content anew for each page."
        for name in ("query", "latest-posts")
    ]


def test_a_plugins_block_keeps_what_was_saved_in_it(wordpress) -> None:
    converted = wordpress(
        '<!-- wp:acme/box {"a":1} --><div><p>a</p></div><!-- /wp:acme/box --><!-- wp:acme/map /-->'
    )
    assert converted.html == "<p>a</p>\n"
    assert converted.notes == [
        "The block “acme/box” of a plugin is not known; what was saved in it stands in the text.",
        "The block “acme/map” of a plugin is not known and had no content, so it was left out.",
    ]


def test_a_reusable_block_is_put_in_but_not_into_itself(wordpress, old_site) -> None:
    old_site.blocks["5"] = (
        '<!-- wp:paragraph --><p>Again</p><!-- /wp:paragraph --><!-- wp:block {"ref":5} /-->'
    )
    converted = wordpress('<!-- wp:block {"ref":5} /--><!-- wp:block {"ref":6} /-->')
    assert converted.html == "<p>Again</p>\n"
    assert converted.notes == [
        "The reusable block 5 lies in itself or is used too often, so it was left out.",
        "The reusable block 6 is not in the file, so it was left out.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        '<!-- wp:embed {"url":"https://films.example/1"} --><figure class="wp-block-embed is-type-video">'
        '<div class="wp-block-embed__wrapper">\nhttps://films.example/1\n</div></figure><!-- /wp:embed -->',
        '<!-- wp:core-embed/youtube {"url":"https://films.example/1"} /-->',
    ],
)
def test_an_embed_is_a_bare_address(wordpress, text: str) -> None:
    assert wordpress(text).html == "<p>https://films.example/1</p>\n"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            '<!-- wp:pullquote --><figure class="wp-block-pullquote"><blockquote><p>a</p><cite>b</cite></blockquote>'
            "</figure><!-- /wp:pullquote -->",
            '<blockquote class="pull-quote"><p>a</p><p><cite>b</cite></p></blockquote>\n',
        ),
        (
            '<!-- wp:verse --><pre class="wp-block-verse">a<br>  b</pre><!-- /wp:verse -->',
            "<pre>a\n  b</pre>\n",
        ),
        (
            "<!-- wp:code --><pre class=\"wp-block-code\"><code>&#91;gallery]</code></pre><!-- /wp:code -->",
            "<pre><code>[gallery]</code></pre>\n",
        ),
        (
            '<!-- wp:file --><div class="wp-block-file"><a href="https://old.example/a.pdf">Plan</a>'
            '<a href="https://old.example/a.pdf" class="wp-block-file__button" download>Download</a></div><!-- /wp:file -->',
            '<p><a href="/a.pdf">Plan</a></p>\n',
        ),
        (
            '<!-- wp:buttons --><div class="wp-block-buttons"><!-- wp:button --><div class="wp-block-button">'
            '<a class="wp-block-button__link" href="/a">Go</a></div><!-- /wp:button --></div><!-- /wp:buttons -->',
            '<p><a href="/a">Go</a></p>\n',
        ),
        (
            '<!-- wp:social-links --><ul class="wp-block-social-links"><!-- wp:social-link {"url":"https://s.example/us",'
            '"service":"mastodon"} /--></ul><!-- /wp:social-links -->',
            '<ul><li><a href="https://s.example/us">Mastodon</a></li></ul>\n',
        ),
        (
            '<!-- wp:cover --><div class="wp-block-cover" style="background-image:url(https://old.example/a.jpg)">'
            '<p class="wp-block-cover-text">Over</p></div><!-- /wp:cover -->',
            '<figure><img alt="" src="/a.jpg"/></figure>\n\n<p>Over</p>\n',
        ),
        (
            '<!-- wp:media-text --><div class="wp-block-media-text"><figure class="wp-block-media-text__media">'
            '<img src="https://old.example/a.jpg" alt="A"/></figure><div><p>Beside</p></div></div><!-- /wp:media-text -->',
            '<figure><img alt="A" src="/a.jpg"/></figure>\n\n<p>Beside</p>\n',
        ),
        (
            '<!-- wp:video --><figure class="wp-block-video"><video controls src="https://old.example/a.mp4"></video>'
            "<figcaption>c</figcaption></figure><!-- /wp:video -->",
            '<figure><video controls="" src="/a.mp4"></video><figcaption>c</figcaption></figure>\n',
        ),
        (
            '<!-- wp:table --><figure class="wp-block-table"><table><tr><td>a</td></tr></table><figcaption>c</figcaption>'
            "</figure><!-- /wp:table -->",
            "<table><tbody><tr><td>a</td></tr></tbody></table>\n\n<p>c</p>\n",
        ),
        (
            "<!-- wp:details --><details><summary>s</summary><p>a</p></details><!-- /wp:details -->",
            "<details><summary>s</summary><p>a</p></details>\n",
        ),
        (
            "<!-- wp:shortcode -->[embed]https://films.example/1[/embed]<!-- /wp:shortcode -->",
            "<p>https://films.example/1</p>\n",
        ),
        ('<!-- wp:more --><!--more--><!-- /wp:more --><!-- wp:nextpage --><!--nextpage--><!-- /wp:nextpage -->', ""),
    ],
)  # fmt: skip
def test_a_block_becomes_plain_html(wordpress, text: str, html: str) -> None:
    converted = wordpress(text)
    assert (converted.html, converted.notes) == (html, [])


@pytest.mark.parametrize(
    "text",
    [
        '<!-- wp:gallery --><ul class="wp-block-gallery"><li class="blocks-gallery-item"><figure>{a}</figure></li>'
        '<li class="blocks-gallery-item"><figure>{b}<figcaption>c</figcaption></figure></li></ul><!-- /wp:gallery -->',
        '<!-- wp:gallery --><figure class="wp-block-gallery"><!-- wp:image --><figure class="wp-block-image">{a}</figure>'
        '<!-- /wp:image --><figure class="wp-block-image">{b}<figcaption>c</figcaption></figure></figure>'
        "<!-- /wp:gallery -->",
    ],
)
def test_a_gallery_is_its_pictures(wordpress, text: str) -> None:
    pictures = {
        "a": '<img src="https://old.example/a-300x200.jpg" alt="A">',
        "b": '<img src="/b.jpg" alt="">',
    }
    assert wordpress(text.format(**pictures)).html == (
        '<figure><img alt="A" src="/a.jpg"/></figure>\n\n'
        '<figure><img alt="" src="/b.jpg"/><figcaption>c</figcaption></figure>\n'
    )


def test_a_footnotes_number_leads_nowhere_and_its_text_is_named(wordpress) -> None:
    note = '<sup data-fn="a1" class="fn"><a href="#a1" id="a1-link">1</a></sup>'
    converted = wordpress(f"<!-- wp:paragraph --><p>a{note}</p><!-- /wp:paragraph --><!-- wp:footnotes /-->")
    assert converted.html == "<p>a<sup>1</sup></p>\n"
    assert converted.notes == [
        "The texts of the footnotes are not in the post’s text, so they were left out."
    ]
