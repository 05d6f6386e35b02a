"""What is counted each time that a page is shown, whether it was made for this request or kept from another."""

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from flask import Flask, Response, current_app, g, request

from .counting import write_due
from .keeping import note_shown

KEY = "broadsheet.showings"


class Showing(NamedTuple):
    """What a request says of the one who sees the page: an address, and the words of a few headers."""

    address: str
    browser: str
    accepted: str
    purpose: str


Fact = tuple[str, Hashable]
Count = Callable[[Hashable, Showing, int], None]


def count_showings(app: Flask, kind: str, count: Count) -> None:
    """Let `count` be told of each page shown of which `note_showing` noted something of this kind.

    It is given what was noted, who saw it, and how often.
    """
    if KEY not in app.extensions:
        app.extensions[KEY] = {}
        app.after_request(_count_what_is_made)
    app.extensions[KEY][kind] = count


def count_nothing(app: Flask) -> None:
    """Count no page of this process, which makes them for nobody in particular."""
    app.extensions.get(KEY, {}).clear()


def note_showing(kind: str, fact: Hashable) -> None:
    """Remember what is to be counted when the page being made is shown; a kind that nobody counts is passed over."""
    if kind in current_app.extensions.get(KEY, ()):
        g.setdefault("broadsheet_shown", {})[kind, fact] = None


def count_all(facts: Iterable[Fact], showing: Showing, times: int = 1) -> None:
    for kind, fact in facts:
        current_app.extensions[KEY][kind](fact, showing, times)


def _count_what_is_made(response: Response) -> Response:
    facts: tuple[Fact, ...] = tuple(g.get("broadsheet_shown", ()))
    if facts and request.method == "GET" and response.status_code == 200:
        said = request.headers
        purpose = said.get("Sec-Purpose", "") or said.get("Purpose", "")
        showing = Showing(
            request.remote_addr or "", said.get("User-Agent", ""), said.get("Accept", ""), purpose
        )
        count_all(facts, showing)
        note_shown(facts)
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        response.call_on_close(lambda: write_due(app))
    return response
