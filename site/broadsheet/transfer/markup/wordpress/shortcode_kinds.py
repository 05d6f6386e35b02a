"""The shortcodes that are known: WordPress' own, WordPress.com's, and those of plugins that many sites have."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from .embeds import make_embed
from .gallery import make_caption, make_gallery_of
from .media import make_file, make_playlist
from .quotes import make_footnote, make_quote
from .shortcode_tokens import Shortcode
from .work import Node, Work


@dataclass(frozen=True)
class Kind:
    make: Callable[[Work, Shortcode], list[Node]]
    within_line: bool = False


def _make_embed(work: Work, shortcode: Shortcode) -> list[Node]:
    said = shortcode.said_anywhere("url", "src", "id", "video", "link", "href", "tweet")
    service = SERVICES.get(shortcode.name, shortcode.name)
    return make_embed(work, said, f"The shortcode [{shortcode.name}]", service)


SERVICES = {"tweet": "twitter", "wpvideo": "videopress", "youtube_sc": "youtube", "embedyt": "youtube"}
EMBEDS = [
    "embed", "youtube", "youtube_sc", "embedyt", "vimeo", "dailymotion", "twitter", "tweet", "instagram", "facebook",
    "tiktok", "soundcloud", "spotify", "ted", "slideshare", "scribd", "issuu", "flickr", "gist", "videopress",
    "wpvideo", "googlemaps", "iframe", "bandcamp", "mixcloud",
]  # fmt: skip
KNOWN = {
    **dict.fromkeys(EMBEDS, Kind(_make_embed)),
    **dict.fromkeys(("caption", "wp_caption"), Kind(make_caption)),
    "gallery": Kind(make_gallery_of),
    **dict.fromkeys(("audio", "video"), Kind(make_file)),
    "playlist": Kind(make_playlist),
    **dict.fromkeys(("blockquote", "quote", "pullquote"), Kind(make_quote)),
    **dict.fromkeys(("footnote", "efn_note", "ref", "fn"), Kind(make_footnote, within_line=True)),
}
OF_WORDPRESS = frozenset({"caption", "wp_caption", "gallery", "playlist", "audio", "video", "embed"})
# An address or an identifier, and no word.
VALUE = re.compile(r"\s*+(?:https?://\S+|(?=[^\s/]*[\dA-Z])[\w-]+)\s*+/?")
BREAKS = frozenset({"more", "nextpage", "clear", "clearfix", "divider", "spacer", "raw"})
LAYOUT = re.compile(
    r"(?:vc|et_pb|su|fusion|av|mk|tdc|td_block|cs|x|themify|siteorigin|tatsu|aux|ultimate|fl|sc|bt)_\w+"
    r"|(?:row|rows|column|columns|col|section|container|box|tabs?|accordions?|accordion_item|toggle|panel|button)"
    r"|(?:one|two|three|four|five)[_-](?:half|third|fourth|fifth|sixth|thirds|fourths|fifths)\w*"
)
WITHIN_LINE = re.compile(
    r"button|su_(?:highlight|label|tooltip|dropcap|button|lightbox|icon|qrcode)|fusion_(?:highlight|dropcap|tooltip|popover)"
)
LEFT_OUT = re.compile(
    r"contact-f(?:orm|ield)[\w-]*|gravityforms?|wpforms|ninja_forms?\w*|formidable|caldera_form\w*|fluentform|wufoo|mc4wp_form"
    r"|forminator_\w+|newsletter\w*|mailpoet_\w+|jetpack_subscription_form|jetpack-related-posts|jetpack-email-subscribe"
    r"|(?:poll|polldaddy|crowdsignal|survey|archives|recent[_-]posts|display-posts|sitemap|adsense|sharing|donate|paypal)"
)


def is_meant(name: str, rest: str) -> bool:
    """Say whether a known name that encloses nothing is a shortcode, and no word in brackets, as in `[section 3]`."""
    if name in OF_WORDPRESS or re.search("[_-]", name) or "=" in rest:
        return True
    if name in BREAKS:
        return not rest.strip()
    return name in KNOWN and VALUE.fullmatch(rest) is not None


def is_layout(name: str) -> bool:
    return LAYOUT.fullmatch(name) is not None


def is_layout_within_line(name: str) -> bool:
    return WITHIN_LINE.fullmatch(name) is not None


def is_left_out(name: str) -> bool:
    """Say whether a shortcode shows a form, or a list that was made anew for each page."""
    return LEFT_OUT.fullmatch(name) is not None
