"""Embeds: which service a link belongs to, and the address of its frame."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .policy import Policy, Service
from .standing import current_asked, current_standing


@dataclass(frozen=True)
class Embed:
    """A link that belongs to a service: the frame that stands for it, and whether it may load on this page."""

    service: Service
    url: str
    frame: str
    granted: bool

    @property
    def id(self) -> str:
        """What the page calls it, so that the answer to its buttons leads back to it."""
        return "embed-" + re.sub(r"[^\w-]+", "-", self.url).strip("-")[-60:]


def find_embed(url: str, service_id: str = "") -> Embed | None:
    """Return the embed behind a link, of the service named or of whichever it belongs to, or None."""
    told = current_asked().told
    services = [told.services[service_id]] if service_id else told.services.values()
    for service in services:
        frame = find_frame(service, url)
        if frame:
            return Embed(service, url, frame, may_load(told, service, url))
    return None


def may_load(policy: Policy, service: Service, url: str) -> bool:
    """Whether this embed may load: its service is granted, or needs no grant, or this one was asked for once."""
    standing = current_standing()
    if service.id in standing.granted or service.id not in policy.optional_services:
        return True
    return standing.once is not None and (standing.once.service, standing.once.url) == (service.id, url)


def find_frame(service: Service, url: str) -> str | None:
    """Return the address of the frame for a link of a service's own form, or None for any other link."""
    for link in service.links:
        found = _link_pattern(link).fullmatch(url)
        if found:
            return service.frame.replace("{id}", found["id"])
    return None


@lru_cache(maxsize=256)
def _link_pattern(link: str) -> re.Pattern[str]:
    before, _, after = link.partition("{id}")
    return re.compile(re.escape(before) + r"(?P<id>[\w-]+)" + re.escape(after), re.ASCII)
