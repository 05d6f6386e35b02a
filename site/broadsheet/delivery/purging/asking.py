"""How each CDN is asked to drop keys, as its documentation says (see `delivery.cdn`)."""

import json
import urllib.error
import urllib.request
from collections.abc import Sequence

from ..cdn import CDNS

TIMEOUT_SECONDS = 10
MOST_READ = 100_000  # bytes of an answer


class NotPurged(Exception):
    """The CDN did not confirm; the message says what happened."""


def drop_keys(cdn: str, address: str, token: str, keys: Sequence[str]) -> None:
    """Have a CDN drop all pages that have one of these keys; raise `NotPurged` unless it confirms that."""
    most = CDNS[cdn].most
    for at in range(0, len(keys), most):
        request = make_request(cdn, address, token, keys[at : at + most])
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 -- the operator's address
                body = answer.read(MOST_READ)
        except (urllib.error.URLError, OSError) as error:
            raise NotPurged(f"{address}: {error}") from error
        if cdn == "cloudflare" and not _says_success(body):
            raise NotPurged(f"{address}: it answered without success")


def make_request(cdn: str, address: str, token: str, keys: Sequence[str]) -> urllib.request.Request:
    """Return the request that drops a few keys."""
    if cdn == "fastly":
        headers = {"Fastly-Key": token, "Surrogate-Key": " ".join(keys), "Accept": "application/json"}
        return urllib.request.Request(address, b"", headers, method="POST")  # noqa: S310
    if cdn == "cloudflare":
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        return urllib.request.Request(address, json.dumps({"tags": keys}).encode(), headers, method="POST")  # noqa: S310
    headers = {"xkey-purge": " ".join(keys)} | ({"Authorization": f"Bearer {token}"} if token else {})
    return urllib.request.Request(address, headers=headers, method="PURGE")  # noqa: S310


def _says_success(body: bytes) -> bool:
    try:
        return json.loads(body).get("success") is True
    except (ValueError, AttributeError):
        return False
