"""The room of those who write: its addresses, and how much a form of theirs may send."""

from flask import request

from ...languages import N_
from ..gate import make_blueprint

LONGEST_FORM = 8_000_000  # bytes: a file of the greatest length, with all that a form adds to it
blueprint = make_blueprint("articles", __name__, told={"title": N_("Title"), "source": N_("File")})


def take_long_form(most: int = LONGEST_FORM) -> None:
    """Let this request be so many bytes long; its view is asked after the role of who sends it, and before it is read."""
    request.max_content_length = most
    request.max_form_memory_size = LONGEST_FORM
