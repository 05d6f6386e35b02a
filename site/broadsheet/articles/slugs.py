"""From a name to the part of an address that stands for it."""

import re
import unicodedata

LONGEST = 80


def make_slug(name: str) -> str:
    """Return small letters, digits and hyphens; letters of any script stay, accents go. Empty for no letters."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if unicodedata.category(c) != "Mn")
    words = re.findall(
        r"[^\W_]+", unicodedata.normalize("NFC", plain).casefold().replace("'", "").replace("’", "")
    )
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if slug and len(longer) > LONGEST:
            break
        slug = longer
    return slug[:LONGEST]
