"""Refuse a request for a host that cannot be a name, before Flask trips over it."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Flask

from .content_policy import build_policy

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LONGEST = 254  # characters of a name, with the point that may stand behind it (RFC 1035, 2.3.4)
REFUSAL = b"The request names a host that cannot exist. Check the address.\n"


def init_app(app: Flask) -> None:
    app.wsgi_app = refuse_impossible_hosts(app.wsgi_app)  # type: ignore[method-assign, assignment]


def refuse_impossible_hosts(inner: "WSGIApplication") -> "WSGIApplication":
    """Answer 400 where the host has no form in the domain name system (RFC 5891), else ask `inner`."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if not can_exist(environ.get("HTTP_HOST", "")):
            headers = [("Content-Type", "text/plain"), ("Content-Security-Policy", build_policy({}))]
            start_response("400 Bad Request", headers)
            return [REFUSAL]
        return inner(environ, start_response)

    return answer


@lru_cache(maxsize=64)
def can_exist(host: str) -> bool:
    name = host.partition(":")[0]
    try:
        name.encode("idna")
    except UnicodeError:
        return False
    return len(name) <= LONGEST
