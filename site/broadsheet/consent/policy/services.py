"""Read the services of the consent policy: what loads, from where, and what it keeps."""

import re
from typing import Any

from ...delivery.content_policy import EXTENSIBLE
from . import keys
from .keys import PolicyError, Table
from .model import Cookie, Service

SERVICE_KEYS = {
    "id", "name", "category", "purpose", "recipient", "sale", "script", "link", "frame", "hosts", "contacts", "cookies",
    "signals", "google_tag",
}  # fmt: skip
# Google Consent Mode v2.
SIGNALS = ("ad_storage", "ad_user_data", "ad_personalization", "analytics_storage")


def build_service(entry: Table) -> Service:
    where = f"service {entry.get('id', '?')}"
    keys.refuse_unknown(entry, SERVICE_KEYS, where)
    service = Service(
        id=keys.read_id(entry, where),
        name=keys.read_text(entry, "name", where),
        category=keys.read_text(entry, "category", where),
        purpose=keys.read_text(entry, "purpose", where),
        recipient=keys.read_text(entry, "recipient", where),
        sale=keys.read_flag(entry, "sale", where),
        script=keys.read_address(entry, "script", where),
        links=keys.read_texts(entry, "link", where),
        frame=keys.read_address(entry, "frame", where),
        hosts=_build_hosts(entry, where),
        contacts=keys.read_texts(entry, "contacts", where),
        cookies=[_build_cookie(cookie, where) for cookie in keys.read_tables(entry, "cookies")],
        signals=keys.read_texts(entry, "signals", where),
        google_tag=keys.read_text(entry, "google_tag", where, default=""),
    )
    _check_service(service, where)
    return service


def _check_service(service: Service, where: str) -> None:
    if bool(service.links) != bool(service.frame):
        raise PolicyError(f"{where}: link and frame go together; an embed needs both.")
    for link in service.links:
        if link.count("{id}") != 1:
            raise PolicyError(
                f"{where}: link must have {{id}} once, for the part that differs from film to film."
            )
    for signal in service.signals:
        if signal not in SIGNALS:
            raise PolicyError(f"{where}: signals has {signal!r}; it may have {', '.join(SIGNALS)}.")


def _build_hosts(entry: Table, where: str) -> dict[str, list[str]]:
    hosts = entry.get("hosts", {})
    if not isinstance(hosts, dict):
        raise PolicyError(
            f'{where}: hosts must be a table, such as {{ frame-src = ["https://example.org"] }}.'
        )
    keys.refuse_unknown(hosts, EXTENSIBLE, f"{where}, hosts")
    for directive, sources in hosts.items():
        if not _are_hosts(sources):
            raise PolicyError(
                f"{where}, hosts: {directive} must be a list of addresses, such as https://example.org."
            )
    return dict(hosts)


def _are_hosts(sources: Any) -> bool:
    plain = isinstance(sources, list) and all(isinstance(source, str) and source for source in sources)
    return plain and not any(re.search(r"[\s;,']", source) for source in sources)


def _build_cookie(entry: Table, where: str) -> Cookie:
    where = f"{where}, cookie {entry.get('name', '?')}"
    keys.refuse_unknown(entry, {"name", "purpose", "duration"}, where)
    return Cookie(*(keys.read_text(entry, key, where) for key in ("name", "purpose", "duration")))
