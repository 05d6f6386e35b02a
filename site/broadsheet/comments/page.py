"""The page that a thread stands on, and the signed token in which a form carries it."""

from dataclasses import astuple, dataclass
from typing import Any

from flask import current_app
from itsdangerous import BadData

from ..delivery.addresses import local_path
from ..settings import settings_of
from ..signing import steady_signer
from .form import HONEYPOT, CommentForm
from .models import Comment


@dataclass(frozen=True)
class Page:
    """A thread's key, and the address and title of the page below which it stands."""

    key: str
    address: str
    title: str

    @property
    def reply_address(self) -> str:
        """The address to which a comment's id is added to get the form for a reply to it."""
        return f"{self.address}{'&' if '?' in self.address else '?'}reply-to="


def sign_page(page: Page) -> str:
    """Return the token of a page; it is the same for every reader, and nobody else can make one."""
    return str(steady_signer(current_app, "comments.thread").dumps(astuple(page)))


def read_page(token: str) -> Page | None:
    """Return the page of a token, or None for a token that is not ours."""
    try:
        key, address, title = steady_signer(current_app, "comments.thread").loads(token)
    except BadData:
        return None
    return Page(key, local_path(address), title)


def describe_form(
    form: CommentForm, page: Page | None, parent: Comment | None, problems: list[str]
) -> dict[str, Any]:
    """Return what `comments/_form.html` is given."""
    return {
        "form": form,
        "page": page,
        "parent": parent,
        "problems": problems,
        "thread_token": sign_page(page) if page else "",
        "honeypot": HONEYPOT,
        "moderated": settings_of(current_app).comments_moderation == "hold",
    }
