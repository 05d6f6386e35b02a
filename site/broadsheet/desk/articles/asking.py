"""What the address of the list asks for, and the address of another part of it."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from flask import request, url_for
from sqlalchemy.orm import Session

from ...articles.queries import Section, list_sections
from ...dates import show_exact_time
from .form import tidy_line
from .listing import STATES, Place, Row, Wanted

LONGEST_TEXT = 200


def read_wanted(session: Session) -> tuple[Wanted, list[Section]]:
    """Return what is asked for, and the sections to choose from; what makes no sense asks for all."""
    sections = list_sections(session)
    slug, state = request.args.get("section", ""), request.args.get("state", "")
    wanted = Wanted(
        state=state if state in STATES else "",
        section=next((section for section in sections if section.slug == slug), None),
        text=tidy_line(request.args.get("text", "").replace("\0", ""))[:LONGEST_TEXT],
        before=read_place(request.args.get("before", "")),
    )
    return wanted, sections


def read_place(said: str) -> Place | None:
    """Return the place in the list that an address names, such as `2026-11-20T09:30:00Z ferry.md`."""
    moment, _, source = said.replace("\0", "").partition(" ")
    try:
        return datetime.fromisoformat(moment).astimezone(UTC), source
    except (OverflowError, ValueError):
        return None


def link(wanted: Wanted, state: str | None = None, last: Row | None = None) -> str:
    """Return the address of what is wanted in another state, or of what follows the last row."""
    query = {
        "state": wanted.state if state is None else state,
        "section": wanted.section.slug if wanted.section else "",
        "text": wanted.text,
        "before": f"{show_exact_time(last.moment)} {last.source}" if last else "",
    }
    said = urlencode({name: value for name, value in query.items() if value})
    return url_for("desk_articles.show_list") + (f"?{said}" if said else "")
