"""What `broadsheet doctor` asks of the look: can everybody read it?"""

from collections.abc import Iterator

from flask import current_app
from sqlalchemy.orm import Session

from . import look_of
from .colours import READABLE
from .palette import find_unreadable


def find_problems(_session: Session) -> Iterator[str]:
    """Yield each pair of colours that is too much alike, as a sentence that says what to do."""
    look = look_of(current_app)
    for scheme, palette, suffix in (("light", look.light, ""), ("dark", look.dark, "_dark")):
        for what, contrast in find_unreadable(palette):
            yield (
                f"In the {scheme} colours, {what} has a contrast of {contrast:.1f} to 1; people with weak eyes need "
                f"{READABLE}. Change `colour_ink{suffix}`, `colour_paper{suffix}` or `colour_accent{suffix}`."
            )
