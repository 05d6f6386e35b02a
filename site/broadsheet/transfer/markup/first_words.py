"""A title for what has none."""

from ...sanitise import strip_markup

LONGEST = 80
ENOUGH = 5_000  # characters of a text in which its first words must stand


def take_first_words(html: str) -> str:
    """Return the first words of a text, with an ellipsis where it goes on; empty where it has no words."""
    text = " ".join(strip_markup(html[:ENOUGH]).split())
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST].rpartition(' ')[0] or text[:LONGEST]}…"
