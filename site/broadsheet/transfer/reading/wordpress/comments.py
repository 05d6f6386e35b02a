"""The comments of a post in an export."""

from collections.abc import Iterator

from ...items import ForeignComment, Item, LeftOut, Status
from ...markup.comments.lines import from_lines
from ..moments import note_date
from ..xml import Element
from .said import read_moment_of, said_plainly

# What readers said, and what other sites sent; plugins keep notes of their own among the comments.
TYPES = {"", "comment", "pingback", "trackback", "review"}
STATUSES: dict[str, Status] = {
    "1": "approved",
    "approve": "approved",
    "approved": "approved",
    "spam": "spam",
    "trash": "deleted",
    "post-trashed": "deleted",
}


def read_comments(item: Element, post: str, author_ids: set[str]) -> Iterator[Item]:
    """Yield the comments of a post; those of its authors, by the number of their account, are the newsroom's."""
    for number, comment in enumerate(item.list("wp:comment"), start=1):
        kind = comment.said("wp:comment_type")
        id = comment.said("wp:comment_id") or f"{post}-{number}"
        if kind not in TYPES:
            yield LeftOut(f"comment {id}", f"It is of the kind {kind}, and no reader's.")
            continue
        user = comment.said("wp:comment_user_id")
        parent = comment.said("wp:comment_parent")
        written = read_moment_of(comment, "wp:comment_date")
        yield ForeignComment(
            id=id,
            thread=post,
            text=from_lines(comment.said("wp:comment_content")),
            parent=None if parent in {"", "0"} else parent,
            name=said_plainly(comment.said("wp:comment_author")),
            email=comment.said("wp:comment_author_email"),
            website=comment.said("wp:comment_author_url"),
            written=written,
            status=STATUSES.get(comment.said("wp:comment_approved"), "held"),
            staff=user in author_ids - {"", "0"},
            notes=note_date(written),
        )
