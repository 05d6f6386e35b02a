"""Whether somebody has read an article within the hour already, known in memory alone.

A visitor is an address and a browser, hashed with a key that this process makes up each day and never tells. The hashes are
in no file, and gone with the process.
"""

import hashlib
import secrets
import threading
from collections import OrderedDict
from datetime import date, datetime

from ...delivery.visitors import name_network

MOST = 100_000  # Hashes that are kept; those that were seen first go first.


class Visitors:
    """Tells a first reading from one more by the same visitor."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.lock = threading.Lock()
        self.day: date | None = None
        self.key = b""
        self.seen: OrderedDict[bytes, None] = OrderedDict()

    def is_new(self, article_id: str, address: str | None, browser: str, now: datetime) -> bool:
        """Whether this visitor has not been seen with this article in this hour; from now on they have."""
        with self.lock:
            if now.date() != self.day:
                self.day, self.key = now.date(), secrets.token_bytes(32)
                self.seen.clear()
            said = "\0".join((article_id, f"{now:%H}", name_network(address), browser)).encode(
                "utf-8", "replace"
            )
            name = hashlib.blake2b(said, key=self.key, digest_size=16).digest()
            if name in self.seen:
                return False
            self.seen[name] = None
            if len(self.seen) > self.most:
                self.seen.popitem(last=False)
            return True
