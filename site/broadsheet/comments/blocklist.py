"""The newsroom's own list of what it does not want: words, domains, addresses and e-mail addresses, in a text file."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path

from ..settings import Settings, SettingsError
from .imitation import fold_name
from .submission import Submission

KINDS = ("word", "domain", "address", "e-mail")
HOST = re.compile(r"(?<![\w@.-])(?:https?://)?((?:[\w-]+\.)+[^\W\d_]{2,})", re.I)


@dataclass
class Blocklist:
    """What is blocked, folded to lower case. A domain blocks its subdomains, `@example.org` all addresses there."""

    words: list[str] = field(default_factory=list)
    domains: set[str] = field(default_factory=set)
    networks: list[IPv4Network | IPv6Network] = field(default_factory=list)
    emails: set[str] = field(default_factory=set)


def load_blocklist(settings: Settings) -> Blocklist:
    """Return the list as the file has it now, empty if there is none; raise `SettingsError` for a wrong line."""
    file = settings.blocklist_file
    try:
        changed = file.stat().st_mtime_ns
    except OSError as error:
        if settings.comments_blocklist is None and isinstance(error, FileNotFoundError):
            return Blocklist()
        raise SettingsError(f"The block list {file} cannot be read: {error.strerror}.") from error
    return _read(file, changed)


@lru_cache(4)
def _read(file: Path, _changed: int) -> Blocklist:
    found = Blocklist()
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The block list {file} cannot be read: {error}.") from error
    for number, line in enumerate(lines, 1):
        entry = line.split("#", 1)[0].strip()
        if entry:
            try:
                _add(found, entry)
            except ValueError as error:
                raise SettingsError(f"The block list {file} is wrong in line {number}: {error}.") from error
    return found


def _add(blocklist: Blocklist, entry: str) -> None:
    kind, _, value = entry.partition(" ")
    value = value.strip().casefold()
    if kind not in KINDS or not value:
        raise ValueError(f"it must begin with one of {', '.join(KINDS)}, and say which")
    if kind == "word":
        blocklist.words.append(" ".join(fold_name(value)) or value)
    elif kind == "domain":
        blocklist.domains.add(value.removeprefix("www."))
    elif kind == "address":
        blocklist.networks.append(ip_network(value, strict=False))
    else:
        blocklist.emails.add(value)


def find_blocked(blocklist: Blocklist, submission: Submission) -> str:
    """Return what is blocked in a submission, such as `domain example.org`, or nothing."""
    typed = "\n".join((submission.name, submission.website, submission.text))
    words = f" {' '.join(fold_name(typed))} "
    for word in blocklist.words:
        if f" {word} " in words:
            return f"word {word}"
    for host in HOST.findall(typed.casefold()):
        parts = host.split(".")
        for at in range(len(parts) - 1):
            if ".".join(parts[at:]) in blocklist.domains:
                return f"domain {'.'.join(parts[at:])}"
    email = submission.email.casefold()
    for blocked in (email, f"@{email.rpartition('@')[2]}"):
        if email and blocked in blocklist.emails:
            return f"e-mail {blocked}"
    return _find_network(blocklist, submission.network)


def _find_network(blocklist: Blocklist, network: str) -> str:
    try:
        address = ip_address(network)
    except ValueError:
        return ""
    return next((f"address {blocked}" for blocked in blocklist.networks if address in blocked), "")
