"""The links of a comment: those that are shown, and addresses that are only written out."""

import re
from html import unescape
from urllib.parse import unquote, urlsplit

TYPED = re.compile(r"https?://|(?<![\w./])www\.", re.I)
HREF = re.compile(r'\bhref="([^"]*)"')
LINK_END = "/a>"  # In clean HTML nothing else reads so; typed, its bracket is escaped.
DOTS = re.compile("[。．｡]")  # They separate the parts of a host, too (RFC 3490, 3.1).
HOST = re.compile(r"(?<![\w@.-])(?:https?://)?((?:[\w-]+\.)+[^\W\d_][\w-]*)", re.I)


def count_links(text: str, html: str) -> int:
    """Return how many links a comment has: as typed, or in its clean HTML, whichever is more."""
    return max(len(TYPED.findall(text)), html.count(LINK_END))


def find_hosts(text: str, html: str, website: str) -> set[str]:
    """Return the hosts that a comment names or leads to, small, and as the domain name system knows them."""
    linked = [unescape(address) for address in HREF.findall(html)]
    hosts = [find_host(address) for address in (*linked, website)]
    return {read_host(host) for host in (*hosts, *HOST.findall(DOTS.sub(".", text))) if host}


def find_host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def read_host(host: str) -> str:
    """Return a host as it is looked up: without escapes, and in ASCII (RFC 5891)."""
    plain = unquote(host).rstrip(".").lower()
    try:
        return plain.encode("idna").decode("ascii")
    except UnicodeError:
        return plain
