"""The words of a text in any script, without a list of stop words or the rules of any language."""

import re
import unicodedata

# Most English texts are plain ASCII but for these.
TYPOGRAPHY = re.compile("[‘’‚“”„«»–—…•·£€°©®™\u00a0\u2009\u200b\u2028]")
SOFT_HYPHEN = "\u00ad"
NO_LETTERS = str.maketrans({code: " " for code in range(128) if not chr(code).isalnum()})
# Signs that a writer may leave out: vowels of Hebrew and Arabic, the stroke that stretches an Arabic word, loose accents.
OPTIONAL = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]"
)
# Vowel signs of Indian and South-East Asian scripts belong to their word, though Unicode calls them no letters.
SIGNS = "\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd\u102b-\u109f\u17b4-\u17d3"
WORD = re.compile(r"[^\W_]+")
WORD_WITH_SIGNS = re.compile(rf"[\w{SIGNS}]+")
# Scripts that need more care than Latin, Greek and Cyrillic.
MARKED = re.compile("[\u0300-\u036f\u0590-\u1fff\u2e80-\ufdff\ufe70-\uffef\U00010000-\U0003ffff]")
# Scripts without spaces between words, and how many characters of each make a piece.
IDEOGRAMS = "\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
PIECES = re.compile(f"([{IDEOGRAMS}]+)|([{UNSPACED}]+)")


def split_words(text: str) -> list[str]:
    """Return the words of a text, folded to one form of each letter; where no spaces part them, pieces that overlap."""
    if not text.isascii():
        text = TYPOGRAPHY.sub(" ", text.replace(SOFT_HYPHEN, ""))
    if text.isascii():
        return text.lower().translate(NO_LETTERS).split()
    folded = unicodedata.normalize("NFKC", text).casefold()
    if not MARKED.search(folded):
        return WORD.findall(folded)
    words = WORD_WITH_SIGNS.findall(OPTIONAL.sub("", folded).replace("_", " "))
    return [piece for word in words for piece in _split_unspaced(word)]


def _split_unspaced(word: str) -> list[str]:
    pieces: list[str] = []
    end = 0
    for match in PIECES.finditer(word):
        pieces += [word[end : match.start()]] if match.start() > end else []
        length = 2 if match.group(1) else 3
        run = match.group()
        pieces += [run[at : at + length] for at in range(max(1, len(run) - length + 1))]
        end = match.end()
    return pieces + ([word[end:]] if end < len(word) else [])
