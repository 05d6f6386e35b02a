"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and spare codes for when it is lost.

What the app is given is made of the site's secret and of a salt that is kept with the account, so who has the database alone
cannot make codes.
"""

import base64
import hmac
import secrets
import time
from typing import Any

import pyotp
from flask import current_app
from sqlalchemy import update
from sqlalchemy.orm import Session

from ...signing import derive_key, keys_of
from .models import User

SECONDS = 30
NEAR = (0, -1, 1)  # How many half minutes a clock may be wrong.
SPARE_CODES, SPARE_BYTES = 10, 5
SECRET_BYTES = 20  # RFC 4226, section 4.


def make_salt() -> str:
    return secrets.token_hex(16)


def secrets_of(salt: str) -> list[str]:
    """Return what an app may have been given for a salt, in base32: one for each key of the site, the newest first."""
    derived = (derive_key(key, f"desk.codes.{salt}") for key in keys_of(current_app))
    return [base64.b32encode(bytes.fromhex(key)[:SECRET_BYTES]).decode() for key in derived]


def find_step(salt: str, code: str, moment: float | None = None) -> int | None:
    """Return of which half minute, counted from 1970, a code is; None if it is of none near now."""
    now = int((time.time() if moment is None else moment) // SECONDS)
    typed = "".join(code.split()).encode()
    for secret in secrets_of(salt):
        for step in (now + away for away in NEAR):
            if hmac.compare_digest(pyotp.TOTP(secret).at(step * SECONDS).encode(), typed):
                return step
    return None


def use_code(session: Session, user: User, code: str) -> bool:
    """Whether a code shows that it is them, in the caller's transaction. Each is taken once."""
    if user.code_salt is None:
        return True
    step = find_step(user.code_salt, code)
    if step is None:
        return _use_spare_code(session, user, code)
    once = update(User).where(User.id == user.id, User.code_step < step).values(code_step=step)
    found: Any = session.execute(once, execution_options={"synchronize_session": False})
    return bool(found.rowcount == 1)


def _use_spare_code(session: Session, user: User, code: str) -> bool:
    digests = hash_spare_code(code)
    kept = session.get_one(User, user.id, with_for_update=True, populate_existing=True)
    left = [other for other in kept.spare_codes if other not in digests]
    used = len(left) < len(kept.spare_codes)
    kept.spare_codes = left
    session.flush()
    return used


def make_spare_codes() -> list[str]:
    """Return new spare codes, such as `k3v2-9xqa`, to be shown once; only their hashes are kept."""
    made = [base64.b32encode(secrets.token_bytes(SPARE_BYTES)).decode().lower() for _ in range(SPARE_CODES)]
    return [f"{code[:4]}-{code[4:]}" for code in made]


def hash_spare_code(code: str) -> list[str]:
    """Return the hashes under which a spare code may be kept: one for each key of the site, the newest first.

    As they are keyed, 40 random bits need no slow hash: who has the database alone cannot try them.
    """
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return [derive_key(derive_key(key, "desk.spare-codes"), plain) for key in keys_of(current_app)]
