"""The consent policy: what readers are told and asked, category by category, service by service."""

import hashlib
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Cookie:
    """A cookie that a service sets: its name, what for, and how long it lasts, in words."""

    name: str
    purpose: str
    duration: str


@dataclass(frozen=True)
class Service:
    """One recipient of data: a script, an embed, or a cookie of our own."""

    id: str
    name: str
    category: str
    purpose: str
    recipient: str
    sale: bool
    script: str
    link: str
    frame: str
    hosts: dict[str, list[str]]
    cookies: list[Cookie]


@dataclass(frozen=True)
class Category:
    """A purpose that a reader decides on; a required one needs no choice."""

    id: str
    name: str
    description: str
    required: bool
    services: list[Service]


@dataclass(frozen=True)
class Policy:
    """All that a reader is told and asked."""

    version: str
    controller: str
    contact: str
    days: int
    notice: str
    categories: list[Category]

    @property
    def services(self) -> dict[str, Service]:
        return {service.id: service for category in self.categories for service in category.services}

    @property
    def optional(self) -> list[Category]:
        return [category for category in self.categories if not category.required]

    @property
    def optional_services(self) -> frozenset[str]:
        return frozenset(service.id for category in self.optional for service in category.services)

    @property
    def notice_hash(self) -> str:
        """Return the SHA-256, in hex, of all that the reader is told (GDPR 7(1): what was agreed to is provable)."""
        told = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()
