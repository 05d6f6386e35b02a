"""Singular and plural of a word, where they differ by an ending with s, as in English, French, Spanish and other languages.

This is the weak stemming of D. Harman, "How effective is suffixing?" (JASIS 42, 1991), asked for rather than indexed, so
that the word itself counts more than its other forms, and a quoted one stays as it is.
"""

SHORTEST = 3
UNRELATED = frozenset({"new", "news"})
HISSING = ("s", "x", "z", "ch", "sh")


def list_forms(word: str) -> list[str]:
    """Return the other forms of a prepared word; most of them may not exist."""
    if len(word) < SHORTEST or not (word.isascii() and word.isalpha()) or word in UNRELATED:
        return []
    return [form for form in (find_singular(word), find_plural(word)) if form != word]


def find_singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(tuple(f"{end}es" for end in HISSING[1:])) or word.endswith("sses"):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > SHORTEST:
        return word[:-1]
    return word


def find_plural(word: str) -> str:
    if word.endswith("s") and not word.endswith(("ss", "us")):
        return word  # It is one already.
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(HISSING) else f"{word}s"
