"""What the thread's mails have in common: they are text alone, and lead back to the site's public address."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import current_app
from sqlalchemy.orm import Session

from ..delivery.addresses import site_root
from ..delivery.templates import render
from ..mail.outbox import put_mail
from ..settings import settings_of
from .moderation.links import read_host

MOST_TEXT = 2_000  # Characters of a comment that a mail repeats.


def write_mail(
    session: Session,
    recipient: str,
    template: str,
    subject: str,
    headers: Mapping[str, str] | None = None,
    **given: Any,
) -> None:
    """Put a mail made from `comments/mails/<template>.txt` into the outbox, in the caller's transaction."""
    given |= {"root": site_root(), "site": settings_of(current_app).site_name}
    text = render(f"broadsheet/comments/mails/{template}.txt", **given)
    named = f"{subject} – {given['site']}"
    try:
        put_mail(session, recipient, named, re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n", headers)
    except ValueError as error:  # One address that cannot be used must not keep the others from being told.
        current_app.logger.error("A mail was not written: %s", error)


def link_with_token(endpoint: str, token: str) -> str:
    """Return the full address of a page that a mail leads to."""
    path = current_app.url_for(endpoint, _external=False)
    return f"{site_root()}{path}?{urlencode({'token': token})}"


def name_mailbox(email: str) -> str:
    """Return the mailbox that an address most likely leads to, for limits: without what follows a plus sign."""
    name, _, host = email.partition("@")
    return f"mail to {name.partition('+')[0]}@{read_host(host)}"


def quote_text(text: str) -> str:
    """Return what a reader wrote as a quotation, so that none of it can pass for the mail's own words."""
    shown = text if len(text) <= MOST_TEXT else f"{text[:MOST_TEXT]}…"
    return "\n".join(f"> {line}" for line in shown.splitlines())
