"""The newsroom's own list of what it does not want: words, domains, addresses and e-mail addresses, in a text file."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path

from ...settings import Settings, SettingsError
from .imitation import fold_words
from .links import find_hosts, read_host
from .submission import Submission

TAG = re.compile(r"<[^>]*>")
KINDS = ("word", "domain", "address", "e-mail")
MOST_LABELS = 10


@dataclass
class Blocklist:
    """What is blocked, in lower case; words by what they are folded to.

    A domain blocks its subdomains, `@example.org` all addresses there.
    """

    words: dict[str, str] = field(default_factory=dict)
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
                add_entry(found, entry)
            except ValueError as error:
                raise SettingsError(f"The block list {file} is wrong in line {number}: {error}.") from error
    return found


def add_entry(blocklist: Blocklist, entry: str) -> None:
    """Add what a line of the file says, such as `word casino`; raise `ValueError` for what it cannot say."""
    kind, _, value = entry.partition(" ")
    value = value.strip().casefold()
    if kind not in KINDS or not value:
        raise ValueError(f"it must begin with one of {', '.join(KINDS)}, and say which")
    if kind == "word":
        blocklist.words[" ".join(fold_words(value)) or value] = value
    elif kind == "domain":
        blocklist.domains.add(read_host(value.removeprefix("www.")))
    elif kind == "address":
        blocklist.networks.append(ip_network(value, strict=False))
    else:
        blocklist.emails.add(value)


def find_blocked(blocklist: Blocklist, submission: Submission) -> str:
    """Return what is blocked in a submission, such as `domain example.org`, or nothing.

    Looked at is what was typed and what is shown of it.
    """
    return (
        _find_word(blocklist, submission)
        or _find_domain(blocklist, submission)
        or _find_email(blocklist, submission.email)
        or _find_network(blocklist, submission.network)
    )


def _find_word(blocklist: Blocklist, submission: Submission) -> str:
    if not blocklist.words:
        return ""
    parts = (submission.name, submission.website, submission.text, read_shown(submission.html))
    words = f" {' '.join(fold_words(chr(10).join(parts)))} "
    return next((f"word {told}" for word, told in blocklist.words.items() if f" {word} " in words), "")


def _find_domain(blocklist: Blocklist, submission: Submission) -> str:
    if not blocklist.domains:
        return ""
    text = "\n".join((submission.name, submission.text, read_shown(submission.html)))
    text = "".join(character for character in text if unicodedata.category(character) != "Cf")
    for host in sorted(find_hosts(text, submission.html, submission.website)):
        parts = host.split(".")[-MOST_LABELS:]
        for at in range(len(parts) - 1):
            if ".".join(parts[at:]) in blocklist.domains:
                return f"domain {'.'.join(parts[at:])}"
    return ""


def read_shown(html: str) -> str:
    """Return the text that a comment's HTML shows."""
    return unescape(TAG.sub("", html))


def _find_email(blocklist: Blocklist, email: str) -> str:
    whole = email.casefold()
    for blocked in (whole, f"@{whole.rpartition('@')[2]}"):
        if email and blocked in blocklist.emails:
            return f"e-mail {blocked}"
    return ""


def _find_network(blocklist: Blocklist, network: str) -> str:
    try:
        address = ip_address(network)
    except ValueError:
        return ""
    # The list may name a single address, and addresses are not kept.
    return "the address" if any(address in blocked for blocked in blocklist.networks) else ""
