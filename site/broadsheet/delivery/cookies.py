"""Cookies of our own: never readable by script, never sent from another site's form, locked to this host on HTTPS."""

from flask import Response, current_app, request

from ..settings import settings_of

HOST_PREFIX = "__Host-"


def read_cookie(name: str) -> str | None:
    return request.cookies.get(_full_name(name))


def set_cookie(response: Response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        _full_name(name),
        value,
        max_age=seconds,
        path="/",
        secure=is_https(),
        httponly=True,
        samesite="Lax",
    )


def drop_cookie(response: Response, name: str) -> None:
    response.delete_cookie(_full_name(name), path="/", secure=is_https(), httponly=True, samesite="Lax")


def _full_name(name: str) -> str:
    """Return the name with the prefix that keeps a subdomain from overriding the cookie (RFC 6265bis 4.1.3)."""
    return f"{HOST_PREFIX}{name}" if is_https() else name


def is_https() -> bool:
    """Whether readers come over HTTPS: the request says so, or the public address does, where a proxy ends it unsaid."""
    return request.is_secure or settings_of(current_app).address.startswith("https:")
