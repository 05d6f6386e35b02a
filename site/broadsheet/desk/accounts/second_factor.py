"""Setting up the second factor: what an app is given, and the code that shows that it took it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyotp
import segno
from flask import current_app
from itsdangerous import BadData
from sqlalchemy.orm import Session

from ...settings import settings_of
from ...signing import timed_signer
from .codes import hash_spare_code, make_salt, make_spare_codes, secrets_of
from .models import User

PURPOSE = "desk.second-factor"
SECONDS_OFFERED = 3_600
GROUP = 4  # So many letters of a secret are typed at a time.


@dataclass(frozen=True)
class Offer:
    """What an app may take: the secret as groups of letters, the same in an address, and the token that goes with the code.

    Nothing is kept of it here: the token names the account and the salt, of which the site alone can make the secret.
    """

    secret: str
    address: str
    token: str

    @property
    def dots(self) -> Sequence[Sequence[int]]:
        """The address as a QR code: rows of dots, 1 for a dark one (ISO/IEC 18004), without the quiet zone."""
        return [list(row) for row in segno.make(self.address, error="m", micro=False).matrix]


def make_offer(user: User) -> Offer:
    return _describe_offer(user, make_salt())


def read_offer(user: User, token: str) -> tuple[Offer, str] | None:
    """Return what was offered to an account, and its salt; None for what was offered to another, or long ago."""
    try:
        told = timed_signer(current_app, PURPOSE).loads(token, max_age=SECONDS_OFFERED)
    except BadData:
        return None
    id, name, salt = told
    return (_describe_offer(user, salt), salt) if (id, name) == (user.id, user.name) else None


def take_offer(session: Session, user: User, salt: str, step: int) -> list[str]:
    """Ask for codes from now on, in the caller's transaction, and return spare codes; `step` is of the code that fitted."""
    user.code_salt, user.code_step = salt, step
    return renew_spare_codes(session, user)


def renew_spare_codes(session: Session, user: User) -> list[str]:
    """Replace an account's spare codes, in the caller's transaction, and return the new ones, to be shown once."""
    codes = make_spare_codes()
    user.spare_codes = [hash_spare_code(code)[0] for code in codes]
    session.flush()
    return codes


def _describe_offer(user: User, salt: str) -> Offer:
    secret = secrets_of(salt)[0]
    address = pyotp.TOTP(secret).provisioning_uri(
        name=user.name, issuer_name=settings_of(current_app).site_name
    )
    groups = [secret[start : start + GROUP] for start in range(0, len(secret), GROUP)]
    token = str(timed_signer(current_app, PURPOSE).dumps([user.id, user.name, salt]))
    return Offer(" ".join(groups), address, token)
