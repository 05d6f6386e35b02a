"""What each card of Ghost's editor becomes: it is a payload, of which nothing is believed, and becomes elements.

Captions and the like are HTML, names and addresses are plain text.
"""

from typing import Any

from bs4.element import PageElement, Tag
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from ...reading.fields import listed, said, said_yes
from ..elements import make_element, read_fragment, read_inline

# Tags within Markdown are tags in Ghost too. They are cleaned with the rest.
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(footnote_plugin)
TEXTS = ("html", "header", "heading", "title", "subheader", "text", "content", "description", "caption")
Payload = dict[str, Any]
Parts = list[PageElement]


def make_figure(shown: PageElement, caption: str) -> PageElement:
    caption_parts = [make_element("figcaption", *read_inline(caption))] if caption else []
    return make_element("figure", shown, *caption_parts)


def make_link(address: str, *label: PageElement | str) -> Parts:
    """Return a paragraph that is a link alone, which a page may show as more than that."""
    return [make_element("p", make_element("a", *label, href=address))] if address and any(label) else []


def make_image(payload: Payload) -> Parts:
    address, link = said(payload, "src"), said(payload, "href")
    if not address:
        return []
    image = make_element("img", src=address, alt=said(payload, "alt"))
    return [make_figure(make_element("a", image, href=link) if link else image, said(payload, "caption"))]


def make_gallery(payload: Payload) -> Parts:
    pictures = [part for picture in listed(payload, "images") for part in make_image(picture)]
    return [*pictures, *make_paragraph(said(payload, "caption"))]


def make_code(payload: Payload) -> Parts:
    code = payload.get("code")
    language = said(payload, "language")
    attributes = {"class": f"language-{language}"} if language else {}
    block = make_element("pre", make_element("code", str(code or ""), **attributes))
    return [make_figure(block, said(payload, "caption")) if said(payload, "caption") else block]


def make_markdown(payload: Payload) -> Parts:
    return read_fragment(MARKDOWN.render(said(payload, "markdown")))


def make_html(payload: Payload) -> Parts:
    return read_fragment(said(payload, "html"))


def make_embed(payload: Payload) -> Parts:
    address = said(payload, "url")
    shown = [make_element("p", address)] if address else make_html(payload)
    return [*shown, *make_paragraph(said(payload, "caption"))]


def make_bookmark(payload: Payload) -> Parts:
    address = said(payload, "url")
    title = said(payload.get("metadata"), "title") or said(payload, "title") or address
    return [*make_link(address, title), *make_paragraph(said(payload, "caption"))]


def make_file(payload: Payload) -> Parts:
    """A video, a recording or any other file."""
    address = said(payload, "src")
    names = (said(payload, key) for key in ("fileTitle", "title", "fileName"))
    label = next(filter(None, names), address.rpartition("/")[2])
    caption = said(payload, "fileCaption") or said(payload, "caption")
    return [*make_link(address, label), *make_paragraph(caption)]


def make_callout(payload: Payload) -> Parts:
    emoji = [f"{said(payload, 'calloutEmoji')} "] if said(payload, "calloutEmoji") else []
    text = make_element("p", *emoji, *read_inline(said(payload, "calloutText")))
    return [make_element("blockquote", text)]


def make_toggle(payload: Payload) -> Parts:
    summary = make_element("summary", *read_inline(said(payload, "heading")))
    return [make_element("details", summary, *read_fragment(said(payload, "content")))]


def make_button(payload: Payload) -> Parts:
    return make_link(said(payload, "buttonUrl"), said(payload, "buttonText"))


def make_header(payload: Payload) -> Parts:
    button = make_button(payload) if said_yes(payload, "buttonEnabled") else []
    return [
        *make_image({"src": payload.get("backgroundImageSrc")}),
        *make_heading("h2", said(payload, "header")),
        *make_paragraph(said(payload, "subheader")),
        *button,
    ]


def make_product(payload: Payload) -> Parts:
    stars = payload.get("productStarRating")
    rated = said_yes(payload, "productRatingEnabled") and stars in range(1, 6)
    button = said_yes(payload, "productButtonEnabled")
    return [
        *make_image({"src": payload.get("productImageSrc")}),
        *make_heading("h3", said(payload, "productTitle")),
        *([make_element("p", "★" * int(stars) + "☆" * (5 - int(stars)))] if rated and stars else []),
        *read_fragment(said(payload, "productDescription")),
        *(make_link(said(payload, "productUrl"), said(payload, "productButton")) if button else []),
    ]


def make_call(payload: Payload) -> Parts:
    sponsor = said(payload, "sponsorLabel") if said_yes(payload, "hasSponsorLabel") else ""
    return [
        *read_fragment(sponsor),
        *make_image({"src": payload.get("imageUrl")}),
        *read_fragment(said(payload, "textValue")),
        *(make_button(payload) if said_yes(payload, "showButton") else []),
    ]


def make_unknown(payload: Payload) -> Parts:
    return [part for key in TEXTS for part in make_paragraph(said(payload, key))]


def make_paragraph(html: str) -> Parts:
    """Return text as a paragraph, unless it brings paragraphs of its own."""
    found = read_fragment(html)
    has_own = any(isinstance(part, Tag) and part.name == "p" for part in found)
    return found if has_own or not found else [make_element("p", *found)]


def make_heading(name: str, html: str) -> Parts:
    return [make_element(name, *read_inline(html))] if html else []
