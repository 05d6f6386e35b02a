"""The one place where markup from outside becomes markup of ours.

Two gates stand one behind the other: bleach, whose last release is 6.4.0, then nh3, which is kept up. Nothing
may change the HTML after `clean` has returned it: a later change could re-open what was closed.
"""

import html as entities
import threading
from dataclasses import dataclass, field
from functools import cache, lru_cache

import nh3

LINK_RELATION = "nofollow ugc noopener"
SCHEMES = frozenset({"http", "https", "mailto"})


@dataclass(frozen=True, eq=False)
class Markup:
    """What a kind of text may hold: tags, and the attributes of each."""

    tags: frozenset[str]
    attributes: dict[str, set[str]] = field(default_factory=dict)
    link_relation: str | None = LINK_RELATION


COMMENT = Markup(
    tags=frozenset({"p", "br", "em", "strong", "a", "blockquote", "ul", "ol", "li", "code", "pre"}),
    attributes={"a": {"href"}, "ol": {"start"}},
)
ARTICLE = Markup(
    tags=COMMENT.tags
    | {"h2", "h3", "h4", "h5", "h6", "hr", "img", "figure", "figcaption", "s", "sup"}
    | {"table", "thead", "tbody", "tr", "th", "td", "div"},
    attributes={
        "a": {"href", "title", "class", "aria-hidden", "tabindex"},
        **{heading: {"id"} for heading in ("h2", "h3", "h4", "h5", "h6")},
        "sup": {"id", "class"},
        "blockquote": {"class"},
        "th": {"class"},
        "td": {"class"},
        "ol": {"start"},
        "img": {"src", "alt", "width", "height", "loading", "decoding"},
        "div": {"class", "tabindex"},
    },
    link_relation=None,
)
IMPORTED = Markup(
    tags=ARTICLE.tags
    | {"dl", "dt", "dd", "caption", "tfoot", "details", "summary"}
    | {"sub", "ins", "del", "mark", "abbr", "cite", "q", "kbd", "samp", "var", "small"},
    attributes={
        **ARTICLE.attributes,
        "*": {"id", "lang", "dir"},
        "abbr": {"title"},
        "ol": {"start", "type", "reversed"},
        "th": {"class", "colspan", "rowspan", "scope"},
        "td": {"class", "colspan", "rowspan"},
    },
    link_relation=None,
)  # An article that another system wrote: what Markdown has no sign for stays too.


class Gates(threading.local):
    """Both gates for a kind of text; each thread has its own, as bleach's parser keeps a state while it works."""

    def __init__(self, markup: Markup, base: str = "") -> None:
        from bleach.sanitizer import Cleaner  # Most processes show pages and never clean a text.

        allowed = {tag: sorted(names) for tag, names in markup.attributes.items()}
        self.first = Cleaner(tags=markup.tags, attributes=allowed, protocols=SCHEMES, strip=False)
        self.last = nh3.Cleaner(
            tags=markup.tags,
            attributes=markup.attributes,
            url_schemes=SCHEMES,
            link_rel=markup.link_relation,
            url_relative=("rewrite_with_base", base) if base else "pass_through",
        )


gates_for = cache(Gates)


def clean(html: str, markup: Markup) -> str:
    """Return `html` with everything that `markup` does not allow taken out or escaped."""
    gates = gates_for(markup)
    return gates.last.clean(gates.first.clean(html))


@lru_cache(256)  # Feeds ask for the same articles again and again.
def clean_for_elsewhere(html: str, markup: Markup, base: str) -> str:
    """Do the same for what is read away from its page: the last gate itself makes addresses absolute, against `base`."""
    return Gates(markup, base).last.clean(gates_for(markup).first.clean(html))


def strip_markup(html: str) -> str:
    """Return the text alone. It is text, not HTML: wherever it is put, it has to be escaped."""
    return entities.unescape(nh3.clean(html, tags=set()))
