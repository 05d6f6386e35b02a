"""Change what a comment says, with a note that tells readers why."""

from sqlalchemy.orm import Session
from wtforms import StringField
from wtforms.validators import DataRequired

from ...comments.changing.by_staff import LONGEST_NOTE, edit_by_staff
from ...comments.deciding import is_erased, lock_threads
from ...comments.models import Comment
from ...comments.posting.form import (
    TextForm,
    at_most,
    check_characters,
    check_one_line,
    check_visible,
    strip,
)
from ...comments.state import name_state
from ...languages import N_
from ..journal.writing import COMMENT, write_entry
from .standing import describe_standing
from .undoing import EDIT


class EditForm(TextForm):
    """What a comment shall say, and why."""

    note = StringField(
        filters=[strip],
        validators=[
            DataRequired(N_("Please say why; readers see it beside the comment.")),
            at_most(LONGEST_NOTE, N_("Please use at most %(number)s characters.")),
            check_one_line,
            check_characters,
            check_visible,
        ],
    )


def lock_as_shown(session: Session, id: int, state: str) -> Comment | None:
    """Return a comment that nobody else changes until the transaction ends, or None if it is not as it was shown."""
    lock_threads(session, [id])
    comment = session.get(Comment, id, populate_existing=True)
    as_shown = comment is not None and not is_erased(comment) and name_state(comment) == state
    return comment if as_shown else None


def edit_as(session: Session, who: str, comment: Comment, text: str, html: str, note: str) -> str:
    """Change a comment in the caller's transaction, which has locked its thread; return the name of that in the journal."""
    before = describe_standing(comment)
    version = edit_by_staff(session, comment, text, html, note)
    before["version"] = version.id
    after = describe_standing(comment)
    return write_entry(session, who, EDIT, COMMENT, str(comment.id), before, after).batch
