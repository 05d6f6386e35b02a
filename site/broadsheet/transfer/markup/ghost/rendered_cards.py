"""HTML as Ghost has rendered it: its cards become what they become when they are read from Lexical or Mobiledoc."""

import re

from bs4.element import Tag

from ..elements import read_tree, write_html
from .cards import FOR_MEMBERS, make_card

# The class of a card → its name, and the payload: where each value stands, and which one it is (an attribute, or these two).
TEXT, HTML = "its text", "its HTML"
CARDS: dict[str, tuple[str, dict[str, tuple[str, str]]]] = {
    "kg-bookmark-card": (
        "bookmark",
        {
            "url": (".kg-bookmark-container", "href"),
            "title": (".kg-bookmark-title", TEXT),
            "caption": ("figcaption", HTML),
        },
    ),
    "kg-video-card": ("video", {"src": ("video", "src"), "caption": ("figcaption", HTML)}),
    "kg-audio-card": ("audio", {"src": ("audio", "src"), "title": (".kg-audio-title", TEXT)}),
    "kg-file-card": (
        "file",
        {
            "src": (".kg-file-card-container", "href"),
            "fileTitle": (".kg-file-card-title", TEXT),
            "fileName": (".kg-file-card-filename", TEXT),
            "fileCaption": (".kg-file-card-caption", TEXT),
        },
    ),
    "kg-callout-card": (
        "callout",
        {"calloutEmoji": (".kg-callout-emoji", TEXT), "calloutText": (".kg-callout-text", HTML)},
    ),
    "kg-toggle-card": (
        "toggle",
        {"heading": (".kg-toggle-heading-text", HTML), "content": (".kg-toggle-content", HTML)},
    ),
    "kg-button-card": ("button", {"buttonUrl": ("a", "href"), "buttonText": ("a", TEXT)}),
    "kg-header-card": (
        "header",
        {
            "backgroundImageSrc": (".kg-header-card-image", "src"),
            "header": (".kg-header-card-heading, .kg-header-card-header", HTML),
            "subheader": (".kg-header-card-subheading, .kg-header-card-subheader", HTML),
            "buttonUrl": ("a.kg-header-card-button", "href"),
            "buttonText": ("a.kg-header-card-button", TEXT),
        },
    ),
    "kg-product-card": (
        "product",
        {
            "productImageSrc": (".kg-product-card-image", "src"),
            "productTitle": (".kg-product-card-title", HTML),
            "productDescription": (".kg-product-card-description", HTML),
            "productUrl": ("a.kg-product-card-button", "href"),
            "productButton": ("a.kg-product-card-button", TEXT),
        },
    ),
    "kg-cta-card": (
        "call-to-action",
        {
            "sponsorLabel": (".kg-cta-sponsor-label", HTML),
            "imageUrl": (".kg-cta-image-container img", "src"),
            "textValue": (".kg-cta-text", HTML),
            "buttonUrl": ("a.kg-cta-button", "href"),
            "buttonText": ("a.kg-cta-button", TEXT),
        },
    ),
    "kg-signup-card": ("signup", {}),
}
# A rendered card has these only if they are switched on.
SWITCHED_ON = ("buttonEnabled", "productButtonEnabled", "hasSponsorLabel", "showButton")
GATED = re.compile(r"<!--kg-gated-block:begin([^>]*)-->(.*?)<!--kg-gated-block:end-->", re.DOTALL)


def tidy_rendered(html: str) -> tuple[str, list[str]]:
    """Return HTML without the cards of Ghost, and notes on what changed or was left out."""
    notes = dict[str, None]()
    shown = GATED.sub(lambda found: "" if "nonMember:false" in found[1] else found[2], html)
    if any("nonMember:false" in found[1] for found in GATED.finditer(html)):
        notes[FOR_MEMBERS] = None
    if "kg-" not in shown:
        return shown, list(notes)
    tree = read_tree(shown)
    for card in tree.find_all(class_=[*CARDS, "kg-gallery-card"]):
        note = "" if card.decomposed else _replace_card(card)
        if note:
            notes[note] = None
    return write_html(tree), list(notes)


def _replace_card(card: Tag) -> str:
    classes = card.get_attribute_list("class")
    if "kg-gallery-card" in classes:
        parts, note = make_card("gallery", _read_gallery(card))
    else:
        name, places = CARDS[next(name for name in CARDS if name in classes)]
        payload = {key: _read_value(card, *place) for key, place in places.items()}
        parts, note = make_card(name, payload | dict.fromkeys(SWITCHED_ON, True))
    card.insert_before(*parts)
    card.decompose()
    return note


def _read_value(card: Tag, selector: str, which: str) -> str:
    found = card.select_one(selector)
    if found is None:
        return ""
    if which == TEXT:
        return " ".join(found.get_text().split())
    return found.decode_contents() if which == HTML else str(found.get(which, ""))


def _read_gallery(card: Tag) -> dict[str, object]:
    pictures = card.find_all("img")
    return {
        "images": [{"src": picture.get("src"), "alt": picture.get("alt")} for picture in pictures],
        "caption": _read_value(card, "figcaption", HTML),
    }
