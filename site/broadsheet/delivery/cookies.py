"""Cookies of our own: never readable by script, never sent from another site's form, locked to this host on HTTPS."""

from flask import Response, current_app, request

from ..settings import settings_of

HOST_PREFIX, SECURE_PREFIX = "__Host-", "__Secure-"


def read_cookie(name: str, path: str = "/") -> str | None:
    return request.cookies.get(_full_name(name, path))


def set_cookie(response: Response, name: str, value: str, seconds: int, path: str = "/") -> None:
    """Set a cookie that browsers send to the addresses below a path."""
    response.set_cookie(
        _full_name(name, path),
        value,
        max_age=seconds,
        path=path,
        secure=is_https(),
        httponly=True,
        samesite="Lax",
    )


def drop_cookie(response: Response, name: str, path: str = "/") -> None:
    response.delete_cookie(
        _full_name(name, path), path=path, secure=is_https(), httponly=True, samesite="Lax"
    )


def _full_name(name: str, path: str) -> str:
    """Return the name with the prefix that keeps a subdomain from overriding the cookie (RFC 6265bis 4.1.3).

    Browsers take the stricter prefix for the whole host only.
    """
    prefix = HOST_PREFIX if path == "/" else SECURE_PREFIX
    return f"{prefix}{name}" if is_https() else name


def bare_name(name: str) -> str:
    """Return a cookie's name without such a prefix."""
    return name.removeprefix(HOST_PREFIX).removeprefix(SECURE_PREFIX)


def is_https() -> bool:
    """Whether readers come over HTTPS: the request says so, or the public address does, where a proxy ends it unsaid."""
    return request.is_secure or settings_of(current_app).address.startswith("https:")
