"""Whom to tell of a hole in the site's security (RFC 9116)."""

from datetime import UTC, datetime, timedelta

from flask import Blueprint, Flask, abort, current_app
from flask.typing import ResponseReturnValue

from ...delivery.templates import render
from ...settings import settings_of
from .answers import DAY, answer

blueprint = Blueprint("security_contact", __name__)
HOLDS = timedelta(days=90)  # The RFC wants less than a year; each day it holds that long anew.


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/.well-known/security.txt")
def show_security_contact() -> ResponseReturnValue:
    contacts = list_contacts(settings_of(current_app).security_contact)
    if not contacts:
        abort(404)
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    text = render("broadsheet/articles/security.txt", contacts=contacts, expires=today + HOLDS)
    return answer(text, "text/plain", DAY)


def list_contacts(setting: str) -> list[str]:
    """Return the addresses of contact as URIs, the preferred one first."""
    contacts = [contact.strip() for contact in setting.split(",") if contact.strip()]
    return [contact if "://" in contact else f"mailto:{contact}" for contact in contacts]
