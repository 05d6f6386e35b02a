"""What is shown from another site: its bare address in a paragraph of its own, which may become an embed again."""

import re
from urllib.parse import quote

from .addresses import split
from .work import Node, Work

# What stands for an address in a shortcode: the identifier of a film or a post.
IDENTIFIER = re.compile(r"[A-Za-z0-9_.-]{1,64}")
ADDRESSES = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "twitter": "https://twitter.com/i/status/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "videopress": "https://videopress.com/v/{}",
    "gist": "https://gist.github.com/{}",
    "ted": "https://www.ted.com/talks/{}",
}


def make_embed(work: Work, said: str, what: str, service: str = "") -> list[Node]:
    """Return a paragraph with the address, which `said` is, or which the service gives what is named so."""
    address = said.strip()
    if service in ADDRESSES and IDENTIFIER.fullmatch(address):
        address = ADDRESSES[service].format(quote(address))
    if address.startswith("//"):
        address = f"https:{address}"
    parts = split(address)
    if (
        parts is None
        or parts.scheme not in {"http", "https"}
        or not parts.netloc
        or re.search(r"\s", address)
    ):
        work.note(f"{what} has no address that could be shown, so it was left out.")
        return []
    return [work.new("p", [address])]
