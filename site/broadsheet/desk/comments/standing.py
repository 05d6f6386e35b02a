"""How a comment stands, as the journal keeps it: nothing by which its words or its writer could be told."""

from typing import Any

from ...comments.deciding import is_erased
from ...comments.models import Comment
from ...dates import show_exact_time

Standing = dict[str, Any]


def describe_standing(comment: Comment) -> Standing:
    """Return a comment's status, when that was decided and when its words were changed, and as what it was learned.

    Whoever decides or changes anything moves one of the moments, so it says too whether something happened since.
    """
    return {
        "status": comment.status,
        "decided": show_exact_time(comment.decided) if comment.decided else None,
        "edited": show_exact_time(comment.edited) if comment.edited else None,
        "learned": comment.learned,
    }


def stands_so(comment: Comment, standing: Standing | None) -> bool:
    """Whether a comment is what it was."""
    return not is_erased(comment) and describe_standing(comment).items() <= (standing or {}).items()
