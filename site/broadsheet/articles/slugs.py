"""From a name to the part of an address that stands for it."""

import unicodedata

LONGEST = 80
ACCENTS = range(0x300, 0x370)  # The marks of European letters; those of other scripts are part of the letter.


def make_slug(name: str) -> str:
    """Return small letters and digits of any script, with hyphens between words; empty where there are none.

    European accents go, so that such an address can be typed on any keyboard.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if ord(c) not in ACCENTS)
    plain = unicodedata.normalize("NFC", plain).casefold().replace("'", "").replace("’", "")
    words = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in plain).split()
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if slug and len(longer) > LONGEST:
            break
        slug = longer
    return slug[:LONGEST]
