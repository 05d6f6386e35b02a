"""Whose request it is, for as long as that matters: a keyed hash of the address that nobody can undo after two days.

The key is made of the site's secret and of a random part kept in the database for each day. When a day's random part is
removed, its hashes say nothing more, not even to whoever holds the secret.
"""

import hashlib
import hmac
import secrets
import time
from datetime import date, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from flask import current_app
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ..signing import derive_key, keys_of
from .models import Limit, VisitorKey

IPV6_PREFIX = 64  # What one household is given (RFC 6177).
KEPT_DAYS = 2


def name_network(address: str | None) -> str:
    """Return the network that counts as one visitor: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ip_network((int(found), IPV6_PREFIX), strict=False))
    return str(found)


def hash_visitor(session: Session, address: str | None, day: date) -> str:
    """Return the visitor's name for a day, in hex; `session` is in a writing transaction."""
    return hash_name(session, name_network(address), day)


def hash_name(session: Session, who: str, day: date) -> str:
    """Return the name that somebody has for a day, in hex; `session` is in a writing transaction."""
    secret = derive_key(keys_of(current_app)[0], "visitors")
    key = f"{secret}{_key_of(session, day)}".encode()
    return hmac.new(key, who.encode(), hashlib.sha256).hexdigest()[:32]


def forget_visitors(session: Session, today: date) -> None:
    """Remove the random parts of the days that are past, and the limits that limit nobody any more."""
    session.execute(delete(Limit).where(Limit.used_until < time.time()))
    session.execute(delete(VisitorKey).where(VisitorKey.day <= today - timedelta(days=KEPT_DAYS)))


def _key_of(session: Session, day: date) -> str:
    known: dict[date, str] = current_app.extensions.setdefault("broadsheet.visitor_keys", {})
    if day not in known:
        found = session.get(VisitorKey, day)
        if found is None:
            return _make_key(session, day)
        known.clear()  # What is past must not stay in memory either.
        known[day] = found.key
    return known[day]


def _make_key(session: Session, day: date) -> str:
    forget_visitors(session, day)
    made = VisitorKey(day=day, key=secrets.token_hex(32))
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # Another node was first.
        made = session.get_one(VisitorKey, day, populate_existing=True)
    return made.key
