"""Passwords, kept as hashes by Argon2id (RFC 9106, the second recommended option: 64 MiB, three passes)."""

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

SHORTEST, LONGEST = 12, 200
HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
ONE_AT_A_TIME = threading.Lock()  # However many try to sign in, they take 64 MiB of a process.


class WeakPassword(ValueError):
    """A password that is not taken; the message says why."""


def check_strength(password: str, name: str) -> None:
    """Raise `WeakPassword` for one that could be guessed (NIST SP 800-63B, 5.1.1: length counts, not odd characters)."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword(f"A password needs {SHORTEST} to {LONGEST} characters. A sentence is a good one.")
    if name.casefold() in password.casefold():
        raise WeakPassword("The password must not contain the name. A sentence of other words is a good one.")
    if len(set(password)) < SHORTEST // 2:
        raise WeakPassword("The password repeats a few characters. A sentence is a good one.")


def hash_password(password: str) -> str:
    with ONE_AT_A_TIME:
        return HASHER.hash(password)


def holds(hashed: str | None, password: str) -> bool:
    """Whether a password is the hashed one; it takes as long where there is none (None)."""
    with ONE_AT_A_TIME:
        try:
            return HASHER.verify(hashed or _nobodys_hash(), password[: LONGEST + 1]) and hashed is not None
        except (VerificationError, InvalidHashError):
            return False


def needs_new_hash(hashed: str) -> bool:
    """Whether a hash was made with other parameters than are asked for now."""
    return HASHER.check_needs_rehash(hashed)


@cache
def _nobodys_hash() -> str:
    return HASHER.hash("nobody has this password")
