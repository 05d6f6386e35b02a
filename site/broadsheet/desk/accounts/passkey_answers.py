"""What a device answers, and whether it signed what it was offered, for this site and by its owner's hand."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from ...delivery.addresses import site_host, site_root
from .models import Passkey
from .passkey_offers import make_challenge

LONGEST_ANSWER = 20_000

Read = TypeVar("Read")


@dataclass(frozen=True)
class NewKey:
    """What is kept of a key: its credential and itself, in base64url, and how often the device says that it was used."""

    credential: str
    public_key: str
    uses: int


@dataclass(frozen=True)
class Shown:
    """What a device says of itself before it is believed: its credential, in base64url, and whose it is."""

    credential: str
    handle: bytes


def read_new_key(token: str, answer: str) -> NewKey | None:
    """Return the key that a device made for an offer, or None where it made none for this site and this offer."""
    from webauthn import verify_registration_response
    from webauthn.helpers import bytes_to_base64url

    made = _read_or_none(
        lambda: verify_registration_response(
            credential=answer,
            expected_challenge=make_challenge(token),
            expected_rp_id=site_host(),
            expected_origin=site_root(),
            require_user_verification=True,
        ),
        answer,
    )
    if made is None:
        return None
    credential, key = bytes_to_base64url(made.credential_id), bytes_to_base64url(made.credential_public_key)
    return NewKey(credential, key, made.sign_count)


def read_shown(answer: str) -> Shown | None:
    """Return with which key somebody says that they sign in."""
    from webauthn.helpers import bytes_to_base64url, parse_authentication_credential_json

    read = _read_or_none(lambda: parse_authentication_credential_json(answer), answer)
    return Shown(bytes_to_base64url(read.raw_id), read.response.user_handle or b"") if read else None


def count_uses(token: str, answer: str, key: Passkey) -> int | None:
    """Return how often a device says that it used a key, or None where it did not sign what it was offered.

    A count that does not go up is refused, as the key may have been copied. Where devices share a key, it stays at 0.
    """
    from webauthn import base64url_to_bytes, verify_authentication_response

    verified = _read_or_none(
        lambda: verify_authentication_response(
            credential=answer,
            expected_challenge=make_challenge(token),
            expected_rp_id=site_host(),
            expected_origin=site_root(),
            credential_public_key=base64url_to_bytes(key.public_key),
            credential_current_sign_count=key.uses,
            require_user_verification=True,
        ),
        answer,
    )
    return verified.new_sign_count if verified else None


def _read_or_none(read: Callable[[], Read], answer: str) -> Read | None:
    """Return what was read of an answer, or None: on what is odd, the library raises whatever its parsers trip over."""
    if len(answer) > LONGEST_ANSWER:
        return None
    try:
        return read()
    except Exception:
        return None
