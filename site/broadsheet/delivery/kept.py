"""What a process keeps ready to be sent: bytes whose address changes with them, compressed when first asked for."""

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property

from flask import Response, request

from .codings import choose_coding, compress

ONE_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Kept:
    """Bytes, and their media type, such as `text/css`."""

    content: bytes
    type: str

    @cached_property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits of the hash of its content."""
        return hashlib.sha256(self.content).hexdigest()[:12]

    @property
    def version(self) -> str:
        """What its address holds to tell it from others."""
        return self.fingerprint

    @property
    def is_text(self) -> bool:
        """Whether compressing it is worth it; pictures are compressed already."""
        return self.type.startswith("text/") or self.type.endswith("+xml")


def send_kept(kept: Kept, asked_for: str) -> Response:
    """Answer with it. A browser may keep it for ever where it asked for this very version, else it asks each time.

    Who asks for another version gets this one too: during a deploy two stand side by side.
    """
    response = _encode(kept)
    if asked_for == kept.version:
        response.cache_control.public = True
        response.cache_control.max_age = ONE_YEAR
        response.cache_control.immutable = True
    else:
        response.cache_control.no_cache = True
    response.make_conditional(request)
    return response


def _encode(kept: Kept) -> Response:
    """Return an answer in the coding that the browser likes best, each with an ETag of its own (RFC 9110, 8.8.3.3)."""
    coding = choose_coding(request.headers.get("Accept-Encoding", "")) if kept.is_text else ""
    response = Response(_compress_once(coding, kept.content), mimetype=kept.type)
    response.set_etag(f"{kept.fingerprint}-{coding}" if coding else kept.fingerprint)
    if coding:
        response.content_encoding = coding
    if kept.is_text:
        response.vary.add("Accept-Encoding")
    return response


@cache
def _compress_once(coding: str, content: bytes) -> bytes:
    return compress(coding, content, best=True)
