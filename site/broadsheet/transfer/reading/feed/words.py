"""What a feed's entry leaves unsaid is taken from its words."""

import hashlib
from collections.abc import Iterator

from ....sanitise import strip_markup
from ...items import ForeignArticle, Origin
from ...markup.first_words import take_first_words
from ..addresses import host_of

LONGEST_STANDFIRST = 500
ALIKE = 40  # characters by which a summary is told as the beginning of the text


def choose_standfirst(summary: str, text: str) -> str:
    """Return a summary, unless it is long or only the beginning of the text, as most systems make it."""
    beginning = " ".join(strip_markup(text[: 10 * LONGEST_STANDFIRST]).split())
    begins_it = beginning.startswith(summary.rstrip(" .…[]")[:ALIKE])
    return "" if len(summary) > LONGEST_STANDFIRST or begins_it else summary


def tell_origin(site: str) -> Iterator[Origin]:
    """Yield where a feed is from, if it says so; ids of entries may be numbers, which other feeds have too."""
    if host_of(site):
        yield Origin(f"feed {host_of(site)}", site)


def finish_article(article: ForeignArticle) -> ForeignArticle:
    """Give an article a title and an id, if it has none."""
    if not article.title:
        article.title = take_first_words(article.text) or article.address or "Untitled"
        article.notes.append("it had no title, so it was given one")
    if not article.id:
        said = f"{article.published}\n{article.title}\n{article.text}"
        article.id = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]
    return article
