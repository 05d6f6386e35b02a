"""What somebody at the desk may do: each role may do all that those before it may."""

from collections.abc import Callable
from typing import Any, TypeVar

MODERATOR, EDITOR, OWNER = "moderator", "editor", "owner"
ROLES = (MODERATOR, EDITOR, OWNER)
ANYBODY = "anybody"  # Also who is not signed in.

View = TypeVar("View", bound=Callable[..., Any])


def allow(role: str) -> Callable[[View], View]:
    """Say beside a view from which role on it may be asked; a view of which nothing is said is refused to all."""

    def mark(view: View) -> View:
        view.desk_role = role  # type: ignore[attr-defined]
        return view

    return mark


def role_of_view(view: object) -> str | None:
    """Return the role from which on a view may be asked, or None where nothing is said."""
    return getattr(view, "desk_role", None)


def may(role: str, wanted: str) -> bool:
    """Whether somebody of a role may do what asks for another."""
    return wanted == ANYBODY or ROLES.index(role) >= ROLES.index(wanted)
