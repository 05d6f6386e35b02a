"""Remove what a comment says and who said it; its place stays where others have answered."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from .deciding import decide
from .models import DELETED, Comment
from .spam.learning import unlearn


def erase_comment(session: Session, comment: Comment, reasons: Sequence[str], unlearned: bool = True) -> None:
    """Remove a comment's words and its writer's details in the caller's transaction.

    What was learned of it is taken back too, unless it is to outlast the comment (`unlearned` False).
    """
    if unlearned:
        unlearn(session, comment)
    comment.name = comment.email = comment.website = comment.text = comment.html = ""
    comment.visitor, comment.learned, comment.verified, comment.staff = None, None, False, False
    decide(session, [comment.id], DELETED, reasons)
