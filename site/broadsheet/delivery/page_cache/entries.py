"""A page that is kept: its bytes in each coding that was asked for, made once, and the headers that go with them."""

import hashlib
from dataclasses import dataclass, field

from ..codings import compress, decompress
from ..keeping import Keeping

Headers = list[tuple[str, str]]
OVERHEAD = 3_500  # bytes that an entry takes beside its bodies, about
# The headers that are made here, or by the server: a date that is kept with a page would make it look old.
OURS = frozenset({"content-length", "date", "etag", "vary"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader is sent: a body with its headers, or only the headers where they have it already."""

    headers: Headers
    unchanged: Headers
    body: list[bytes]


@dataclass(slots=True, eq=False)
class Entry:
    """`shown` is what is counted when it is shown, `until` is in seconds since 1970; `used`: somebody asked for it again.

    `plain` are its bytes until there is an answer. `opaque` is its tag without the mark that it is weak, `changed` the date
    of its `Last-Modified`, if it has one.
    """

    key: tuple[int, str]
    headers: Headers
    plain: bytes
    opaque: str
    changed: str | None
    names: frozenset[str]
    until: float
    shown: tuple[object, ...]
    used: bool = False
    answers: dict[str, Answer] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How much memory it takes, in bytes, about."""
        return OVERHEAD + len(self.plain) + sum(len(answer.body[0]) for answer in list(self.answers.values()))

    def answer(self, coding: str) -> Answer:
        """Return what is sent in a coding; it is compressed when it is first asked for, and the plain bytes are let go."""
        found = self.answers.get(coding)
        if found is None:
            found = self.answers[coding] = self._compress(coding)
            self.plain = b""
        return found

    def _unpack(self) -> bytes:
        plain = self.plain  # First: it is let go only when there is an answer.
        if not plain and self.answers:
            coding, answer = next(iter(self.answers.items()))
            plain = decompress(coding, answer.body[0])
        return plain

    def _compress(self, coding: str) -> Answer:
        body = compress(coding, self._unpack())
        encoding = [("Content-Encoding", coding)] if coding else []
        headers = [*self.headers, *encoding, ("Content-Length", str(len(body)))]
        # A 304 has no content to describe (RFC 9110, section 15.4.5).
        unchanged = [(name, value) for name, value in self.headers if name.lower() != "content-type"]
        return Answer(headers, unchanged, [body])


def make_entry(key: tuple[int, str], headers: Headers, plain: bytes, vary: str, keeping: Keeping) -> Entry:
    """Return an entry of what the app answered."""
    own = [(name, value) for name, value in headers if name.lower() not in OURS]
    opaque = tag_page(plain, own, keeping)
    return Entry(
        key=key,
        headers=[
            *own,
            ("ETag", f"W/{opaque}"),
            ("Vary", "Accept-Encoding" if keeping.for_everyone else vary),
        ],
        plain=plain,
        opaque=opaque,
        changed=next((value for name, value in own if name.lower() == "last-modified"), None),
        names=frozenset(keeping.names),
        until=keeping.until.timestamp() if keeping.until else float("inf"),
        shown=keeping.shown,
    )


def tag_page(plain: bytes, headers: Headers, keeping: Keeping) -> str:
    """Return the tag of a page, for a weak one (RFC 9110, section 8.8.3): the same on all nodes for what means the same."""
    for varying, meaning in keeping.varying.items():
        plain = plain.replace(varying, meaning)
    digest = hashlib.blake2b(plain, digest_size=15)
    digest.update(repr(sorted(headers)).encode())
    return f'"{digest.hexdigest()}"'
