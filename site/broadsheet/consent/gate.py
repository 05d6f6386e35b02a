"""One verified choice decides what the browser may do: the hosts in its policy, and the cookies that it keeps."""

from collections import defaultdict
from collections.abc import Iterator
from ipaddress import ip_address
from itertools import islice

from flask import Flask, Response, request

from ..delivery import content_policy
from ..delivery.content_policy import Sources
from ..delivery.cookies import bare_name
from .choice import forget_once
from .policy import Cookie
from .standing import current_asked, current_standing, granted_services

MOST_PARENTS = 5
MOST_EXPIRED = 50  # names at once: each takes a header for every domain
FRAME = "frame-src"


def init_app(app: Flask) -> None:
    content_policy.add_provider(app, granted_sources)
    app.after_request(close_gate)


def granted_sources() -> Sources:
    """Return the hosts that the granted services need, by directive of the Content-Security-Policy (rule 20)."""
    sources: defaultdict[str, set[str]] = defaultdict(set)
    for service in granted_services():
        for directive, hosts in service.hosts.items():
            sources[directive] |= set(hosts)
    once = current_standing().once
    if once:  # A frame, and nothing else of its service.
        sources[FRAME] |= set(current_asked().policy.services[once.service].hosts.get(FRAME, []))
    return {directive: frozenset(hosts) for directive, hosts in sources.items()}


def close_gate(response: Response) -> Response:
    """Expire, on a page or with a choice, the cookies of services that are not granted (rule 8)."""
    if response.mimetype != "text/html" or not request.cookies:
        return response
    if request.method == "GET":
        forget_once(response)  # Once is this page.
    if response.status_code < 400:
        for name in islice(find_unwanted_cookies(), MOST_EXPIRED):
            for domain in (None, *parent_domains(request.host.partition(":")[0])):
                response.delete_cookie(name, path="/", domain=domain, secure=request.is_secure)
    return response


def find_unwanted_cookies() -> Iterator[str]:
    """Yield the names of the request's cookies that belong to services which are not granted, and to none that is."""
    granted = {service.id for service in granted_services()}
    services = current_asked().policy.services.values()
    wanted = [cookie for service in services if service.id in granted for cookie in service.cookies]
    unwanted = [cookie for service in services if service.id not in granted for cookie in service.cookies]
    for name in request.cookies:
        if _matches(name, unwanted) and not _matches(bare_name(name), wanted):
            yield name


def parent_domains(host: str) -> Iterator[str]:
    """Yield the domains that a script of this host may have set a cookie for: the nearest to the top."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        parts = host.split(".")
        for at in range(max(0, len(parts) - 1 - MOST_PARENTS), len(parts) - 1):
            yield ".".join(parts[at:])


def _matches(name: str, cookies: list[Cookie]) -> bool:
    return any(cookie.matches(name) for cookie in cookies)
