"""What a request says by itself: the Global Privacy Control signal, and the region where a trusted header names it."""

import re
from itertools import takewhile

from flask import Flask, request

from ..settings import settings_of
from .policy import MODES, Policy
from .policy.keys import PolicyError

SIGNAL = "Sec-GPC"
REGION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


def read_signal() -> bool:
    """Whether the browser asks not to sell or share (W3C Global Privacy Control): `1`, in any of repeated headers."""
    return any(value.strip() == "1" for value in request.headers.get(SIGNAL, "").split(","))


def read_region(policy: Policy) -> str | None:
    """Return the reader's region, such as `US-CA`, from the headers that the operator trusts, or None.

    One header may name it whole, or one the country and the next its part.
    """
    parts = [request.headers.get(name, "").strip().upper() for name in policy.region_headers]
    region = "-".join(takewhile(bool, parts))
    return region if REGION.fullmatch(region) else None


def choose_mode(policy: Policy, region: str | None) -> str:
    """Return the mode for a region, by its own entry or its country's; the strictest where neither is known."""
    if not policy.regions:
        return policy.mode
    country = (region or "").partition("-")[0]
    return policy.regions.get(region or "") or policy.regions.get(country) or MODES[0]


def check_trust(app: Flask, policy: Policy) -> None:
    """Raise `PolicyError` for a region that anybody could forge, because no proxy stands in front to set it."""
    if policy.region_headers and not settings_of(app).trusted_proxies:
        raise PolicyError(
            "region_headers is set, but the setting trusted_proxies is 0, so readers could name any region themselves. "
            "Set trusted_proxies to the number of proxies in front, and let the nearest one set these headers."
        )
