"""Passwords, kept as hashes by Argon2id (RFC 9106, the second recommended option: 64 MiB, three passes)."""

import re
import threading
from functools import cache
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from ...languages import N_

SHORTEST, LONGEST, FEWEST_KINDS = 12, 200, 6
HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
ONE_AT_A_TIME = threading.Lock()  # However many try to sign in, they take 64 MiB of a process.
# What is guessed first, whatever digits and signs stand around it.
COMMON = re.compile(
    r"[\W\d_]*((password|passwort|qwert[yz](uiop)?|letmein|welcome|admin(istrator)?)[\W\d_]*)*"
)

LENGTH = N_("A password needs 12 to 200 characters, the name not counted. A sentence is a good one.")
EASY = N_("This password is one of those that are guessed first. A sentence is a good one.")


class WeakPassword(ValueError):
    """A password that is not taken; the message says why, in words marked for translation."""


def check_strength(password: str, name: str) -> None:
    """Raise `WeakPassword` for one that could be guessed (NIST SP 800-63B, 5.1.1: length counts, not odd characters)."""
    if len(password) > LONGEST or len(password.casefold().replace(name.casefold(), "")) < SHORTEST:
        raise WeakPassword(LENGTH)
    if len(set(password)) < FEWEST_KINDS or COMMON.fullmatch(password.casefold()):
        raise WeakPassword(EASY)


def hash_password(password: str) -> str:
    with ONE_AT_A_TIME:
        return HASHER.hash(_spell(password))


def holds(hashed: str | None, password: str) -> bool:
    """Whether a password is the hashed one; it takes as long where there is none (None)."""
    with ONE_AT_A_TIME:
        try:
            return HASHER.verify(hashed or _nobodys_hash(), _spell(password)) and hashed is not None
        except (VerificationError, InvalidHashError):
            return False


def needs_new_hash(hashed: str) -> bool:
    """Whether a hash was made with other parameters than are asked for now."""
    return HASHER.check_needs_rehash(hashed)


def _spell(password: str) -> bytes:
    """Return a password as it is hashed: keyboards spell the same letters differently (NIST SP 800-63B, 5.1.1.2)."""
    return normalize("NFKC", password[: LONGEST + 1]).encode("utf-8", "replace")


@cache
def _nobodys_hash() -> str:
    return HASHER.hash("nobody has this password")
