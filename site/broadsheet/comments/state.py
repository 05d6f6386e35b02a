"""A name for what a comment is, so that nobody decides on another than the one that they were shown."""

from .changing.tokens import name_version
from .models import Comment


def name_state(comment: Comment) -> str:
    """Return a name for what a comment says and how it was decided on."""
    return f"{name_version(comment.text, comment.edited)}-{comment.status}"
