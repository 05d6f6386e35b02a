"""Names that look like the newsroom's: folded until what looks alike is alike."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from ..posting.visible import BLANK_LETTERS

UNSEEN = BLANK_LETTERS | {"\u1160"}
# The usual ones of Unicode Technical Standard 39. What cannot be told apart is one letter: i, l, 1 and a bar.
ALIKE = (
    ("аеорсухіјѕԁӏһԛԝвкмнтӕғ", "aeopcyxijsdlhqwbkmhtaf"),  # Cyrillic
    ("αεορτυνικηωχβγ", "aeoptuvikhwxby"),  # Greek
    ("ոօսցհ", "nouqh"),  # Armenian
    ("ᎪᎬᎫᎢᏆᏚᏢᎳᎷ", "aejtlspwm"),  # Cherokee
    ("ꓮꓰꓲꓳꓢꓔ", "aeiost"),  # Lisu
    ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz"),  # small capitals
    ("ɑøƒıłđħŧɡ", "aofildhtg"),  # Latin
    ("0135|", "olesl"),
)
LOOKALIKES = str.maketrans("".join(other for other, _ in ALIKE), "".join(plain for _, plain in ALIKE))
WORDS = re.compile(r"[^\W_]+")
LONG = 8  # A reserved name of so many letters is recognised within a word too.


@lru_cache(1_000)
def fold_name(name: str) -> tuple[str, ...]:
    """Return the words of a name as `fold_words` does, and without digits at their ends, and `rn` and `vv` as they look."""
    bare = (word.rstrip("0123456789") or word for word in _split(name))
    return tuple(_fold_letters(word).replace("rn", "m").replace("vv", "w") for word in bare)


def fold_words(text: str) -> list[str]:
    """Return the words of a text: without case, accents, invisible and ornamental characters, in letters that look alike."""
    return [_fold_letters(word) for word in _split(text)]


def _split(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).casefold().translate(BOXED)
    kept = "".join(
        character
        for character in plain
        if character not in UNSEEN and unicodedata.category(character) not in ("Mn", "Me", "Cf")
    )
    return WORDS.findall(kept.replace("|", "l"))


def _fold_letters(word: str) -> str:
    return word.translate(LOOKALIKES).replace("i", "l")


def _list_boxed() -> dict[int, str]:
    """Return letters in boxes and circles, and those of flags, with the plain letters that they show."""
    starts = (0x1F130, 0x1F150, 0x1F170, 0x1F1E6)
    return {start + at: chr(ord("a") + at) for start in starts for at in range(26)}


BOXED = _list_boxed()


def imitates(name: str, reserved: Iterable[str]) -> bool:
    """Whether a reserved name stands in a name: as words of its own, spaced out, written together, or as a plural."""
    words = fold_name(name)
    return any(_stands_in("".join(fold_name(other)), words) for other in reserved)


def _stands_in(reserved: str, words: tuple[str, ...]) -> bool:
    if not reserved:
        return False
    if len(reserved) >= LONG and any(reserved in word for word in words):
        return True
    wanted = {reserved, f"{reserved}s"}
    for start in range(len(words)):
        run = ""
        for word in words[start:]:
            run += word
            if run in wanted:
                return True
            if len(run) > len(reserved):
                break
    return False
