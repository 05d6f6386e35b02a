"""What a CDN in front is told of a page, each in its own words: how long it may keep it, and by which keys it is to drop it.

Browsers are told nothing of it: `Cache-Control` still says that they ask each time. See docs/decisions/0027.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_SECONDS = 86_400  # So much it matters at the most that a CDN has not heard of a change.
EVERYTHING_KEY = "site"  # All pages have it.


@dataclass(frozen=True)
class Cdn:
    """`control` and `keys` are names of headers; `joint` stands between keys, of which one request drops `most`."""

    control: str
    keys: str
    joint: str
    most: int


# Fastly: https://www.fastly.com/documentation/reference/api/purging/ · Cloudflare: https://developers.cloudflare.com/cache/how-to/purge-cache/
# Varnish: vmod_xkey(3). `CDN-Cache-Control` is of RFC 9213.
CDNS = {
    "fastly": Cdn("Surrogate-Control", "Surrogate-Key", " ", 256),
    "cloudflare": Cdn("CDN-Cache-Control", "Cache-Tag", ",", 30),
    "varnish": Cdn("Surrogate-Control", "xkey", " ", 100),
}


def name_key(name: str) -> str:
    """Return the key of a name of `storage.changes`: short, and of plain letters, which a thread's name need not have."""
    kind, _, rest = name.partition(" ")
    return f"{kind}-{hashlib.blake2b(rest.encode(), digest_size=9).hexdigest()}" if rest else kind


def describe_page(cdn: Cdn, names: Iterable[str], seconds: float) -> list[tuple[str, str]]:
    """Return the headers for a page that ends with a change of these names, and in so many seconds anyway."""
    keys = [EVERYTHING_KEY, *sorted(map(name_key, names))]
    left = int(max(0, min(seconds, LONGEST_SECONDS)))
    return [(cdn.control, f"max-age={left}"), (cdn.keys, cdn.joint.join(keys))]
