"""The consent policy: what readers are told and asked, category by category, service by service."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

OPT_IN, OPT_OUT, NOTICE = "opt-in", "opt-out", "notice"
MODES = (OPT_IN, OPT_OUT, NOTICE)  # The strictest first.


@dataclass(frozen=True)
class Cookie:
    """A cookie that a service sets: its name (`*` stands for any letters), what for, and how long it lasts, in words."""

    name: str
    purpose: str
    duration: str

    def matches(self, name: str) -> bool:
        """Whether a cookie, or a key of the browser's storage, of this name is the one that is meant."""
        pattern = ".*".join(map(re.escape, self.name.split("*")))
        return re.fullmatch(pattern, name, re.DOTALL) is not None


@dataclass(frozen=True)
class Service:
    """One recipient of data: a script, an embed, or a cookie of our own.

    `links` are the addresses that become an embed, `{id}` standing for what differs; `hosts` are what the browser's policy
    lets through, by directive, and `contacts` what a frame contacts beyond them; `signals` are those of Google Consent
    Mode v2 that follow its grant, and `google_tag` the id that its script is configured with.
    """

    id: str
    name: str
    category: str
    purpose: str
    recipient: str
    sale: bool
    script: str
    links: list[str]
    frame: str
    hosts: dict[str, list[str]]
    contacts: list[str]
    cookies: list[Cookie]
    signals: list[str]
    google_tag: str

    @property
    def sources(self) -> set[str]:
        """All that the service contacts, as the sources of a browser's policy."""
        return {source for sources in self.hosts.values() for source in sources} | set(self.contacts)

    @property
    def contacted(self) -> list[str]:
        """The hosts that hear of the reader when the service loads."""
        return sorted({source.split("//")[-1] for source in self.sources})


@dataclass(frozen=True)
class Category:
    """A purpose that a reader decides on; a required one needs no choice."""

    id: str
    name: str
    description: str
    required: bool
    services: list[Service]


@dataclass(frozen=True, eq=False)  # Compared by identity, so that what is made of it can be kept.
class Policy:
    """All that a reader is told and asked, in one language; `translations` holds the same in the others, each with the
    keys whose words are `missing` from its file.

    `notice` has the question for each mode; `regions` has the mode for each region, such as `US-CA`, which is read
    from `region_headers`; `days` is how long an answer lasts, `keep_days` how long its record is kept after that.
    """

    version: str
    updated: date
    language: str
    controller: str
    contact: str
    days: int
    keep_days: int
    mode: str
    region_headers: list[str]
    regions: dict[str, str]
    notice: dict[str, str]
    categories: list[Category]
    translations: "dict[str, Policy]" = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @cached_property
    def services(self) -> dict[str, Service]:
        return {service.id: service for category in self.categories for service in category.services}

    @cached_property
    def optional(self) -> list[Category]:
        return [category for category in self.categories if not category.required]

    @cached_property
    def optional_services(self) -> frozenset[str]:
        return frozenset(service.id for category in self.optional for service in category.services)

    @cached_property
    def sale_services(self) -> frozenset[str]:
        """The services that a Global Privacy Control signal turns off (rule 11)."""
        return frozenset(id for id in self.optional_services if self.services[id].sale)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        return (self.language, *self.translations)

    @cached_property
    def modes(self) -> tuple[str, ...]:
        """The modes in use, the strictest first."""
        used = {self.mode, *self.regions.values()}
        return tuple(mode for mode in MODES if mode in used)

    def told_in(self, language: str) -> "Policy":
        """Return the policy in a language, or in its own where it is not translated."""
        return self.translations.get(language, self)
