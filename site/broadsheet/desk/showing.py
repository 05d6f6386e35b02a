"""A page of the desk, with what all of them show: who is signed in, and which rooms they may enter."""

from typing import Any

from flask import Response, request

from ..delivery.private import render_private
from ..languages import N_
from .gate import current_user
from .roles import EDITOR, MODERATOR, may

# The menu: endpoint, name, and from which role on.
ROOMS = (
    ("desk_overview.show_overview", N_("Overview"), MODERATOR),
    ("desk_articles.show_list", N_("Articles"), EDITOR),
)


def show(template: str, **given: Any) -> Response:
    """Return a page of the desk for who is signed in; `template` is a file in `templates/desk/`."""
    user = current_user()
    return render_private(
        f"broadsheet/desk/{template}",
        user=user,
        rooms=[(endpoint, name) for endpoint, name, role in ROOMS if may(user.role, role)],
        room=request.blueprint,
        **given,
    )
