"""One verified choice decides what the page may load: scripts, embeds, and the hosts of the browser's policy."""

import re
from collections import defaultdict

from flask import current_app, g

from ..delivery.content_policy import Sources
from .choice import Choice, read_choice
from .policy import Policy, Service


def policy_in_force() -> Policy:
    policy: Policy = current_app.extensions["broadsheet.consent"]
    return policy


def current_choice() -> Choice | None:
    """Return this request's choice, verified once."""
    if "broadsheet_choice" not in g:
        g.broadsheet_choice = read_choice(policy_in_force())
    choice: Choice | None = g.broadsheet_choice
    return choice


def granted_services() -> list[Service]:
    """Return the services that may load on this page, in the policy's order."""
    policy = policy_in_force()
    choice = current_choice()
    granted = choice.granted if choice else frozenset()
    return [s for s in policy.services.values() if s.id in granted or s.id not in policy.optional_services]


def granted_sources() -> Sources:
    """Return the hosts that the granted services need, by directive of the Content-Security-Policy."""
    sources: defaultdict[str, set[str]] = defaultdict(set)
    for service in granted_services():
        for directive, hosts in service.hosts.items():
            sources[directive] |= set(hosts)
    return {directive: frozenset(hosts) for directive, hosts in sources.items()}


def find_embed(url: str) -> tuple[Service, str] | None:
    """Return the service that a link belongs to and the address of its frame, if there is one."""
    for service in policy_in_force().services.values():
        if service.link:
            found = _link_pattern(service.link).fullmatch(url)
            if found:
                return service, service.frame.replace("{id}", found["id"])
    return None


def _link_pattern(link: str) -> re.Pattern[str]:
    before, _, after = link.partition("{id}")
    return re.compile(re.escape(before) + r"(?P<id>[\w-]+)" + re.escape(after), re.ASCII)
