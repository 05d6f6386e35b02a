"""What a device is asked to sign (W3C Web Authentication, Level 3), each time something else.

The library is the extra `passkeys`. Loading it takes 150 ms, and few ask for it, so it is loaded where it is asked.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from itsdangerous import BadData
from sqlalchemy.orm import Session

from ...delivery.addresses import site_host
from ...delivery.limits import TooOften, count_act
from ...settings import settings_of
from ...signing import timed_signer
from .models import Passkey, SignedIn, User

INSTALLED = find_spec("webauthn") is not None
MAKING, SIGNING_IN = "desk.passkey", "desk.passkey-sign-in"
SECONDS_OFFERED = 600
USED_UP = timedelta(seconds=2 * SECONDS_OFFERED)  # For longer than an offer holds.


@dataclass(frozen=True)
class Offer:
    """What a browser hands to a device: the options of the call, as JSON, and the token that goes back with the answer."""

    token: str
    options: dict[str, Any]


def are_possible() -> bool:
    """Whether this site can have passkeys: they belong to a name for ever, and browsers ask for HTTPS, or for localhost."""
    address = urlsplit(settings_of(current_app).address)
    host = address.hostname or ""
    safe = address.scheme == "https" or host == "localhost" or host.endswith(".localhost")
    return INSTALLED and safe and not _is_number(host)


def offer_new_key(user: User, signed_in: SignedIn, known: Sequence[Passkey]) -> Offer:
    """Ask for a new key of an account, on a device that has none of it yet, in the session in which it will be taken."""
    from webauthn import base64url_to_bytes, generate_registration_options
    from webauthn.helpers import options_to_json_dict, structs

    token = _make_token(MAKING, [user.id, signed_in.id])
    options = generate_registration_options(
        rp_id=site_host(),
        rp_name=settings_of(current_app).site_name,
        user_id=make_handle(user.id),
        user_name=user.name,
        user_display_name=user.shown_name,
        challenge=make_challenge(token),
        timeout=SECONDS_OFFERED * 1000,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            structs.PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential)) for key in known
        ],
    )
    return Offer(token, options_to_json_dict(options))


def offer_sign_in() -> Offer:
    """Ask for a signature by any key that a device has for this site."""
    from webauthn import generate_authentication_options
    from webauthn.helpers import options_to_json_dict, structs

    token = _make_token(SIGNING_IN, [])
    options = generate_authentication_options(
        rp_id=site_host(),
        challenge=make_challenge(token),
        timeout=SECONDS_OFFERED * 1000,
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return Offer(token, options_to_json_dict(options))


def use_up(session: Session, purpose: str, token: str, bound: list[int]) -> bool:
    """Whether an offer was made for this, lately, and is answered the first time, which the caller's transaction notes."""
    try:
        *told, _nonce = timed_signer(current_app, purpose).loads(token, max_age=SECONDS_OFFERED)
        count_act(session, purpose, token, 1, USED_UP)
    except (BadData, TooOften):
        return False
    return bool(told == bound)


def make_handle(id: int) -> bytes:
    """Return what a device keeps of an account, which says nothing of whom it belongs to."""
    return f"desk-{id}".encode()


def make_challenge(token: str) -> bytes:
    """Return what is to be signed for an offer: a hash of its token, which holds something random."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def _make_token(purpose: str, bound: list[int]) -> str:
    return str(timed_signer(current_app, purpose).dumps([*bound, secrets.token_urlsafe(16)]))


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
