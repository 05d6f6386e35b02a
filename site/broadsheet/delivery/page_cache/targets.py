"""Which addresses can be kept: those whose parameters the site knows; what campaigns append is nothing that a page reads."""

from functools import lru_cache
from urllib.parse import parse_qsl

from flask import Flask

KEY = "broadsheet.page_cache.parameters"
MOST_REMEMBERED = 4_096
LONGEST = 200  # characters of a query that is kept
# Appended to links by those who count what became of them; scripts that want them read the address itself.
CAMPAIGNS = frozenset(
    (
        "fbclid", "gclid", "gbraid", "wbraid", "dclid", "msclkid", "twclid", "ttclid", "yclid", "igshid",
        "mc_cid", "mc_eid", "_ga", "_gl", "_hsenc", "_hsmi",
    )
)  # fmt: skip


def know_parameters(app: Flask, *names: str) -> None:
    """Let pages be kept for each value of these parameters of an address."""
    app.extensions.setdefault(KEY, set()).update(names)


def known_parameters(app: Flask) -> frozenset[str]:
    return frozenset(app.extensions.get(KEY, ()))


@lru_cache(MOST_REMEMBERED)
def drop_campaigns(query: str) -> str:
    """Return a query without what campaigns append."""
    if not any(is_of_campaign(part.partition("=")[0]) for part in query.split("&")):
        return query
    return "&".join(part for part in query.split("&") if not is_of_campaign(part.partition("=")[0]))


def is_of_campaign(name: str) -> bool:
    return name in CAMPAIGNS or name.startswith("utm_")


def order_query(query: str, known: frozenset[str]) -> str | None:
    """Return a query with its parameters in order, so that each page is kept once; None if it has one that is not known.

    Values stay as they were sent: two that are decoded alike here need not be the same to the app.
    """
    if len(query) > LONGEST:
        return None
    names = [name for name, _value in parse_qsl(query, keep_blank_values=True)]
    if len(set(names)) < len(names) or not known.issuperset(names):
        return None
    return "&".join(sorted(query.split("&")))
