"""Remove what a comment says and who said it; its place stays where others have answered."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from .deciding import decide
from .models import DELETED, Comment


def erase_comment(session: Session, comment: Comment, reasons: Sequence[str]) -> None:
    """Remove a comment's words and its writer's details in the caller's transaction."""
    comment.name = comment.email = comment.website = comment.text = comment.html = ""
    comment.visitor, comment.verified, comment.staff = None, False, False
    decide(session, [comment.id], DELETED, reasons)
