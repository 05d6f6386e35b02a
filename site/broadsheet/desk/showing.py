"""A page of the desk, with what all of them show: who is signed in, and which rooms they may enter."""

from typing import Any

from flask import Response, request

from ..delivery.private import render_private
from ..delivery.templates import render_in_steps
from ..languages import N_
from .gate import current_user
from .roles import EDITOR, MODERATOR, OWNER, may

# The menu: endpoint, name, and from which role on.
ROOMS = (
    ("desk_overview.show_overview", N_("Overview"), MODERATOR),
    ("desk_comments.show_comments", N_("Comments"), MODERATOR),
    ("desk_articles.show_list", N_("Articles"), EDITOR),
    ("desk_privacy.show_privacy", N_("Privacy"), OWNER),
    ("desk_journal.show_journal", N_("Journal"), OWNER),
    ("desk_people.show_people", N_("People"), OWNER),
    ("desk_account.show_account", N_("Account"), MODERATOR),
)


def show(template: str, **given: Any) -> Response:
    """Return a page of the desk for who is signed in; `template` is a file in `templates/desk/`."""
    return render_private(f"broadsheet/desk/{template}", **_describe_frame(), **given)


def show_in_steps(template: str, **given: Any) -> Response:
    """The same for a page that is sent while it is made, so that it shows how far something is."""
    return Response(render_in_steps(f"broadsheet/desk/{template}", **_describe_frame(), **given))


def _describe_frame() -> dict[str, Any]:
    user = current_user()
    rooms = [(endpoint, name) for endpoint, name, role in ROOMS if may(user.role, role)]
    return {"user": user, "rooms": rooms, "room": request.blueprint}
