"""Names that look like the newsroom's: folded until what looks alike is alike."""

import re
import unicodedata
from collections.abc import Iterable

# Cyrillic and Greek letters that look like Latin ones (the usual ones of Unicode Technical Standard 39), and two digits.
LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁӏһԛԝвкмнтαεορτυνικηωχ01",
    "aeopcyxijsdlhqwbkmhtaeoptuvikhwxol",
)
WORDS = re.compile(r"[^\W_]+")


def fold_name(name: str) -> list[str]:
    """Return the words of a name: without case, accents, invisible and ornamental characters, in letters that look alike."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(
        character for character in plain if unicodedata.category(character) not in ("Mn", "Me", "Cf")
    )
    return WORDS.findall(kept.translate(LOOKALIKES))


def imitates(name: str, reserved: Iterable[str]) -> bool:
    """Whether a name has one of the reserved names in it, as words of its own or spaced out as in `S t a f f`."""
    words = fold_name(name)
    spoken, joined = f" {' '.join(words)} ", "".join(words)
    for other in reserved:
        folded = fold_name(other)
        if folded and (f" {' '.join(folded)} " in spoken or "".join(folded) == joined):
            return True
    return False
