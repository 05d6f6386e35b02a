"""What XML can hold."""

import re

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def make_legal(document: str) -> str:
    """Return a document with the mark of the unreadable for each character that XML 1.0 cannot hold (section 2.2)."""
    return ILLEGAL.sub("\ufffd", document)
