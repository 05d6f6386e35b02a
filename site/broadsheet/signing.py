"""The site's secrets, made on the first start, and the signers made from them.

Each purpose has its own salt, so that a token made for one is worth nothing for another. The first key of
the file signs; the others are still accepted, so that a key can be replaced without breaking what it signed.
"""

import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask
from itsdangerous import BadData, Signer, TimestampSigner, URLSafeSerializer, URLSafeTimedSerializer
from itsdangerous.encoding import base64_decode, base64_encode, want_bytes

from .settings import Settings, SettingsError, settings_of

SHORTEST_KEY = 32
MOST_SIGNERS = 64  # Making one takes longer than signing; there are a dozen purposes.
# itsdangerous would sign with SHA-1 unless told otherwise.
SIGNER = {"key_derivation": "hmac", "digest_method": hashlib.sha256}


class OneSpelling(Signer):
    """Accepts a signature in one spelling only: base64 leaves bits over that could be flipped unnoticed."""

    def verify_signature(self, value: str | bytes, sig: str | bytes) -> bool:
        try:
            spelled_as_ours = base64_encode(base64_decode(sig)) == want_bytes(sig)
        except BadData:
            return False
        return spelled_as_ours and super().verify_signature(value, sig)


class OneSpellingTimed(OneSpelling, TimestampSigner):
    """The same, with the time of signing."""


def load_keys(settings: Settings) -> list[str]:
    """Return the signing keys, newest first; make the file, readable by its owner alone, if it is ours to make.

    Raises `SettingsError` when a file that the operator named is missing, when our own can be read by others, or
    when a key is shorter than 32 characters. (How a named file is guarded is the operator's business.)
    """
    ours = settings.secrets_file is None
    file = settings.secrets_file or settings.data / "secrets"
    if ours and not file.exists():
        _make_keys(file)
    try:
        keys = file.read_text("utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The secrets file {file} cannot be read: {error}.") from error
    if ours and file.stat().st_mode & 0o077:
        raise SettingsError(f"The secrets file {file} can be read by others. Run: chmod 600 {file}")
    if not keys or any(len(key) < SHORTEST_KEY for key in keys):
        raise SettingsError(
            f"The secrets file {file} needs keys of {SHORTEST_KEY} characters or more, a line each."
        )
    return keys


def _make_keys(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".secrets-{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(secrets.token_urlsafe(48) + "\n")
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(
            draft, file
        )  # Unlike a rename it fails when another process was first, whose keys then stand.
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def init_app(app: Flask) -> None:
    """Give the app a secret key, for the token of the confirmation page, unless it has one of its own."""
    if not app.secret_key:
        newest, *older = [derive_key(key, "flask.session") for key in keys_of(app)]
        app.config.update(SECRET_KEY=newest, SECRET_KEY_FALLBACKS=older)


def derive_key(key: str, purpose: str) -> str:
    """Return a key, in hex, that is of use for one purpose and does not give `key` away (HMAC-SHA-256, RFC 2104)."""
    return hmac.new(key.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def keys_of(app: Flask) -> list[str]:
    if "broadsheet.keys" not in app.extensions:
        app.extensions["broadsheet.keys"] = load_keys(settings_of(app))
    found: list[str] = app.extensions["broadsheet.keys"]
    return found


def timed_signer(app: Flask, purpose: str) -> URLSafeTimedSerializer:
    """Return the signer for tokens that carry the time of their making."""
    return _make_timed(purpose, *keys_of(app))


def steady_signer(app: Flask, purpose: str) -> URLSafeSerializer:
    """Return the signer whose token is the same for the same content: fit for a page that everyone shares."""
    return _make_steady(purpose, *keys_of(app))


@lru_cache(MOST_SIGNERS)
def _make_timed(purpose: str, *keys: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(signer=OneSpellingTimed, **_arguments(purpose, keys))


@lru_cache(MOST_SIGNERS)
def _make_steady(purpose: str, *keys: str) -> URLSafeSerializer:
    return URLSafeSerializer(signer=OneSpelling, **_arguments(purpose, keys))


def _arguments(purpose: str, keys: tuple[str, ...]) -> dict[str, Any]:
    return {"secret_key": list(reversed(keys)), "salt": f"broadsheet.{purpose}", "signer_kwargs": SIGNER}
