"""Tells the CDN what changed. What it has not confirmed is told again, after pauses that grow.

What is dropped is told twice, the second time some seconds later: a page that the site made just before the change may still
have been on its way when the CDN dropped the old one.
"""

import time
from functools import cached_property

from flask import Flask

from ...settings import settings_of
from ...storage import lookout_of, reading, writing
from ..cdn import EVERYTHING_KEY, name_key
from .asking import NotPurged, drop_keys
from .position import Told, confirm, is_confirmed, list_unconfirmed, number_site

LONGEST_PAUSE_SECONDS = 300
SECOND_TIME_SECONDS = 5.0


class Purger:
    """What this process knows of it; the database knows what was confirmed."""

    def __init__(self, app: Flask) -> None:
        settings = settings_of(app)
        self.app = app
        self.cdn = settings.cdn
        self.addresses = [part.strip() for part in settings.purge_url.split(",") if part.strip()]
        self.token = settings.purge_token
        self.is_site_confirmed = False
        self.moment: int | None = None
        self.failures = 0
        self.not_before = 0.0
        self.again: dict[str, float] = {}  # Keys, and when they are told for the second time.

    @cached_property
    def site(self) -> Told:
        return number_site(settings_of(self.app))

    def purge(self) -> str:
        """Tell what is due, and return in a few words what was told; "" for nothing."""
        now = time.monotonic()
        if now < self.not_before:
            return ""
        lookout = lookout_of(self.app)
        lookout.look()
        second = [key for key, moment in self.again.items() if moment <= now]
        moment = lookout.moment
        told = self.find_told() if moment != self.moment or not self.is_site_confirmed else []
        keys = sorted({*second, *(self.name(one) for one in told)})
        if keys and not self.drop(keys):
            return f"the CDN did not confirm {len(keys)} keys; it is asked again in {self.not_before - now:.0f} seconds"
        self.note(told, second, now)
        self.moment, self.is_site_confirmed = moment, True
        return f"{len(keys)} keys" if keys else ""

    def find_told(self) -> list[Told]:
        """Return what the CDN has not confirmed; where all of it is to go, that is told alone."""
        told = list_unconfirmed(reading())
        if not self.is_site_confirmed and not is_confirmed(reading(), self.site):
            return [self.site, *told]
        return told

    def name(self, told: Told) -> str:
        return EVERYTHING_KEY if told == self.site else name_key(told.name)

    def drop(self, keys: list[str]) -> bool:
        """Have all addresses drop keys, and say whether they confirmed it."""
        everything = [EVERYTHING_KEY] if EVERYTHING_KEY in keys else keys
        try:
            for address in self.addresses:
                drop_keys(self.cdn, address, self.token, everything)
        except NotPurged as error:
            self.failures += 1
            self.not_before = time.monotonic() + min(2**self.failures, LONGEST_PAUSE_SECONDS)
            self.app.logger.warning("The CDN did not confirm what it was to drop: %s", error)
            return False
        self.failures = 0
        return True

    def note(self, told: list[Told], second: list[str], now: float) -> None:
        for key in second:
            del self.again[key]
        if told:
            with writing() as session:
                confirm(session, told)
            self.again |= dict.fromkeys((self.name(one) for one in told), now + SECOND_TIME_SECONDS)
