"""Hold what a browser kept or contacted against the policy: is it declared, and may it be there in this phase?"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..policy import Policy, Service

DECLARED, TOO_EARLY, UNDECLARED = "declared", "not granted", "undeclared"
CONTACTS = "contacts"
# Playwright's resource type → the directive of the Content-Security-Policy.
DIRECTIVES = {
    "script": "script-src", "stylesheet": "style-src", "image": "img-src", "font": "font-src", "media": "media-src",
    "document": "frame-src",
}  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """Something that a browser kept or contacted: its kind (`cookie`, `storage`, `host`) and its name.

    `detail` is how long it is kept, in words, or the directives under which a host was contacted, with spaces between.
    """

    kind: str
    name: str
    detail: str


@dataclass(frozen=True)
class Judgement:
    """What the policy says of it: `declared`, `not granted` (declared, but there without consent) or `undeclared`."""

    seen: Seen
    verdict: str
    service: str = ""


def judge(policy: Policy, granted: frozenset[str], seen: Seen) -> Judgement:
    """Judge one thing; `granted` are the optional services that may load in this phase."""
    services = [service for service in policy.services.values() if declares(service, seen)]
    for service in services:
        if service.id in granted or service.id not in policy.optional_services:
            return Judgement(seen, DECLARED, service.id)
    if services:
        return Judgement(seen, TOO_EARLY, services[0].id)
    return Judgement(seen, UNDECLARED)


def declares(service: Service, seen: Seen) -> bool:
    if seen.kind == "host":
        return any(_covers(source, seen.name) for source in service.sources)
    return any(cookie.matches(seen.name) for cookie in service.cookies)


def name_directive(resource_type: str) -> str:
    """Return the key of a service's `hosts` for a request, or `contacts` for what a frame asks for by itself."""
    return CONTACTS if resource_type == "nested" else DIRECTIVES.get(resource_type, "connect-src")


def propose_lines(seen: Seen) -> Iterator[str]:
    """Yield the lines that would declare it, to be added to the service that it belongs to."""
    if seen.kind != "host":
        yield "  [[service.cookies]]"
        yield f"  name = {_quote(seen.name)}"
        yield '  purpose = "…"'
        yield f"  duration = {_quote(seen.detail)}"
        return
    directives = [name for name in seen.detail.split() if name != CONTACTS]
    if directives:
        yield "hosts = { " + ", ".join(f"{name} = [{_quote(seen.name)}]" for name in directives) + " }"
    else:
        yield f"{CONTACTS} = [{_quote(seen.name)}]"


def _quote(text: str) -> str:
    """Write a text as TOML does, whose basic strings are those of JSON."""
    return json.dumps(text)


def _covers(source: str, contacted: str) -> bool:
    """Whether a source of the browser's policy, such as https://*.example.org, covers a contacted host."""
    wanted, found = _split(source), _split(contacted)
    if wanted[0] and wanted[0] != found[0]:
        return False
    if wanted[1].startswith("*."):
        return found[1].endswith(wanted[1][1:])
    return wanted[1] == found[1]


def _split(source: str) -> tuple[str, str]:
    """Return scheme and host, with the port where there is one."""
    parts = urlsplit(source if "//" in source else f"//{source}")
    return parts.scheme, parts.netloc
