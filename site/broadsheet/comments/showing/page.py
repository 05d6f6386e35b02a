"""The page that a thread stands on, and the signed token in which a form carries it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, request
from itsdangerous import BadData
from sqlalchemy.orm import Session

from ...delivery.addresses import local_path
from ...mail.outbox import offers_mail
from ...page_language import page_language, speak
from ...settings import settings_of
from ...signing import steady_signer
from ..models import LARGEST_ID, Comment, Thread
from ..posting.form import HONEYPOT, PREVIEW, WATCHES, CommentForm
from .thread import LAST_PAGE, ORDERS, Wanted

REPLY_TO, ORDER, PAGE, UNDER = "reply-to", "comments-order", "comments-page", "comments-under"
NOTE = "comments-note"
PARAMETERS = frozenset({REPLY_TO, ORDER, PAGE, UNDER, NOTE})
ASKED, GONE = "look-into-your-mailbox", "deleted"  # What the thread tells the reader who was led to it.
NOTES = frozenset({ASKED, GONE})


@dataclass(frozen=True)
class Page:
    """A thread's key, and the address and title of the page below which it stands.

    `opened` is when that page was published, in seconds since 1970, if it is known; `made` is when the form was.
    `language` is what the page speaks, if that is known.
    """

    key: str
    address: str
    title: str
    opened: int | None = None
    made: int = 0
    language: str | None = None

    def link(
        self, anchor: str, wanted: Wanted | None = None, reply_to: int | None = None, note: str = ""
    ) -> str:
        """Return the address of a part of the thread, at an anchor; what goes without saying is left out.

        `note` is one of `NOTES`, to be told on that page.
        """
        wanted = wanted or Wanted(default_order())
        query = {
            ORDER: wanted.order if wanted.order != default_order() and not wanted.under else None,
            UNDER: wanted.under,
            PAGE: wanted.page if wanted.page > 1 else None,
            REPLY_TO: reply_to,
            NOTE: note,
        }
        said = urlencode({name: value for name, value in query.items() if value})
        joint = "&" if "?" in self.address else "?"
        return f"{self.address}{joint if said else ''}{said}#{anchor}"


Locate = Callable[[str], tuple[str, str, str | None] | None]


def locate_with(app: Flask, locate: Locate) -> None:
    """Let `locate` say address, title and language of the page on which a thread stands now, by the thread's key.

    None is the site's language.
    """
    app.extensions["broadsheet.comments.locate"] = locate


def locate_page(session: Session, key: str) -> Page | None:
    """Return the page on which a thread stands: what the app says, if it says so at all, else where it was commented."""
    locate: Locate | None = current_app.extensions.get("broadsheet.comments.locate")
    if locate:
        found = locate(key)
    else:
        thread = session.get(Thread, key)
        found = (thread.address, thread.title, None) if thread and thread.address else None
    return Page(key, found[0], found[1], language=found[2]) if found else None


def speak_as(page: Page | None) -> None:
    """Speak the language of the page that a thread stands on, or the site's."""
    speak(page.language if page else None)


def read_note() -> str:
    """Return what the address of the page says is to be told, if it is something that we tell."""
    note = request.args.get(NOTE, "")
    return note if note in NOTES else ""


def default_order() -> str:
    return settings_of(current_app).comments_order


def read_wanted() -> Wanted:
    """Return the part of the thread that the address of the page asks for; what makes no sense asks for the first."""
    order = request.args.get(ORDER, "")
    page = request.args.get(PAGE, 1, type=int)
    under = request.args.get(UNDER, 0, type=int)
    return Wanted(
        order if order in ORDERS else default_order(),
        page if 1 <= page <= LAST_PAGE else 1,
        under if 0 < under <= LARGEST_ID else None,
    )


def make_page(key: str, address: str, title: str, published: datetime | None) -> Page:
    opened = int(published.timestamp()) if published else None
    return Page(key, address, title, opened, int(time.time()), page_language())


def sign_page(page: Page) -> str:
    """Return the token of a page, which nobody else can make."""
    content = (page.key, page.address, page.title, page.opened, page.made, page.language)
    return str(steady_signer(current_app, "comments.thread").dumps(content))


def read_page(token: str) -> Page | None:
    """Return the page of a token, or None for a token that is not ours."""
    try:
        said = steady_signer(current_app, "comments.thread").loads(token)
        key, address, title, opened, made, language = [*said, None] if len(said) == 5 else said
    except (BadData, ValueError):  # Versions before signed fewer things; the last one only no language.
        return None
    return Page(key, local_path(address), title, opened, made, language)


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
        "preview_button": PREVIEW,
        "moderation": settings_of(current_app).comments_moderation,
        "watches": WATCHES if offers_mail(current_app) else (),
    }
