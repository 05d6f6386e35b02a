"""Content codings: which of them a browser takes (RFC 9110, 12.5.3), and bytes put into one.

Zstandard is none of them: what is compressed once and sent often is smaller in Brotli, and browsers that take the one take
the other.
"""

import gzip
from functools import lru_cache

import brotli
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

CODINGS = ("br", "gzip")  # The smaller first, for browsers to which they are the same.
LONGEST = 200  # characters; browsers send about thirty, and what is longer shall not fill the memory


def choose_coding(accept_encoding: str) -> str:
    """Return `br`, `gzip` or, for the bytes as they are, an empty text: what the header `Accept-Encoding` likes best."""
    return _choose(accept_encoding) if len(accept_encoding) <= LONGEST else ""


@lru_cache(maxsize=256)
def _choose(accept_encoding: str) -> str:
    accepted = parse_accept_header(accept_encoding, Accept)
    liked = max(CODINGS, key=accepted.quality)
    taken = accepted.quality(liked) > 0 and accepted.quality(liked) >= accepted.quality("identity")
    return liked if taken else ""


def compress(coding: str, content: bytes, best: bool = False) -> bytes:
    """Return the content in a coding that `choose_coding` returned, the same bytes each time.

    `best` takes forty times as long by Brotli, and saves a tenth: for what stays as long as the process does.
    """
    if coding == "br":
        return bytes(brotli.compress(content, mode=brotli.MODE_TEXT, quality=11 if best else 5))
    if coding == "gzip":
        return gzip.compress(content, 9 if best else 6, mtime=0)
    return content


def decompress(coding: str, content: bytes) -> bytes:
    """Return what `compress` was given."""
    if coding == "br":
        return bytes(brotli.decompress(content))
    return gzip.decompress(content) if coding == "gzip" else content
