"""The addresses of a reader's request: what is kept under an e-mail address, as a page, as a file, and its erasing.

The address is sent in forms alone, so that no log has it; the journal keeps counts.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from ...comments.my_data.collecting import describe_data, erase_data
from ...comments.posting.form import EmailForm
from ...languages import N_
from ...page_language import gettext
from ...storage import lock_for_writing, reading, writing
from ..gate import current_user
from ..journal.writing import READER, new_batch, write_entry
from ..roles import OWNER, allow
from ..showing import show
from .ledger_views import blueprint, render_privacy

ASKED = "request"  # What the journal calls a reader's request, of whom it must not know.
NO_ADDRESS = N_("This is not one e-mail address, such as ada@example.org.")
CHANGED = N_("Something was written or changed since. Look at it again; nothing is erased yet.")


@dataclass(frozen=True)
class Kept:
    """What is kept under an address, as plain data; `version` is a hash of it."""

    email: str
    data: dict[str, Any]

    @property
    def version(self) -> str:
        return hashlib.sha256(json.dumps(self.data, sort_keys=True).encode()).hexdigest()

    @property
    def counts(self) -> dict[str, int]:
        return {"comments": len(self.data["comments"]), "watches": len(self.data["watches"])}


@blueprint.post("/privacy/reader")
@allow(OWNER)
def show_reader() -> ResponseReturnValue:
    kept = find_kept()
    return show("privacy/reader.html", found=kept) if kept else refuse_email()


@blueprint.post("/privacy/reader/download")
@allow(OWNER)
def download_reader() -> ResponseReturnValue:
    kept = find_kept()
    if kept is None:
        return refuse_email()
    with writing() as session:
        write_entry(session, current_user().name, "download", READER, ASKED, after=kept.counts)
    response = current_app.json.response(kept.data)
    response.headers["Content-Disposition"] = 'attachment; filename="reader-data.json"'
    return response


@blueprint.post("/privacy/reader/erase")
@allow(OWNER)
def erase_reader() -> ResponseReturnValue:
    """Say what will go; with `sure`, and `version` of what was shown, erase it."""
    kept = find_kept()
    if kept is None:
        return refuse_email()
    if "sure" not in request.form:
        return show("privacy/erase_reader.html", found=kept, problem="")
    with writing() as session:
        lock_for_writing(session, READER)  # A form that is sent twice is noted once.
        kept, batch = collect(session, kept.email), new_batch()
        if kept.version == request.form.get("version"):
            erase_data(session, kept.email)
            write_entry(session, current_user().name, "erase", READER, ASKED, before=kept.counts, batch=batch)
            return redirect(url_for("desk_privacy.show_privacy", done=batch), 303)
    if not any(kept.counts.values()):
        return redirect(url_for("desk_privacy.show_privacy"), 303)
    return show("privacy/erase_reader.html", found=kept, problem=gettext(CHANGED)), 409


def collect(session: Session, email: str) -> Kept:
    return Kept(email, describe_data(session, email))


def find_kept() -> Kept | None:
    """Return what is kept under the address that was sent, or None where it is no address."""
    form = EmailForm(request.form)
    return collect(reading(), str(form.email.data)) if form.validate() else None


def refuse_email() -> ResponseReturnValue:
    return render_privacy("reader", NO_ADDRESS, request.form.get("email", "")), 422
