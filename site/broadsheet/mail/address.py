"""What counts as one plain e-mail address."""

import re

LONGEST = 254  # Bytes: what fits into the path of RFC 5321, 4.5.3.1.3.
PART = r"[^\s@<>()\[\]\\,;:\"]+"


def is_plain_address(address: str) -> bool:
    """Say whether this is one bare address, without a name, comments, quotes or anything that a header could read otherwise.

    Letters of all scripts may stand on both sides (RFC 6531).
    """
    return (
        re.fullmatch(f"{PART}@{PART}", address) is not None
        and address.isprintable()
        and "=?" not in address  # A header would decode it (RFC 2047).
        and all(part and not part.startswith("-") for part in re.split(r"[.@]", address))
        and len(address.encode()) <= LONGEST
    )
