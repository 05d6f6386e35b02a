"""The mail server and the sender, as the settings name them."""

import re
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.policy import SMTP
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from ..settings import Settings, SettingsError
from .address import is_plain_address

PORTS = {"smtp": 587, "smtps": 465}  # Submission (RFC 6409), and with TLS from the start (RFC 8314).
SHAPE = "it must be like smtp://user:password@mail.example.org:587 or smtps://…"
ENCODED = "write characters such as / ? # % @ in a user or password as %2F %3F %23 %25 %40"


@dataclass(frozen=True)
class Server:
    """Where mails are handed over, and as whom. `own_host` is this site's name, or its address in brackets."""

    host: str
    port: int
    tls: bool
    user: str
    password: str = field(repr=False)
    sender: Address
    own_host: str

    @property
    def is_loopback(self) -> bool:
        """Whether it is this machine, so that nobody stands between."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


def read_server(settings: Settings) -> Server | None:
    """Return the mail server, or None when there is none; raise `SettingsError`, which holds no password."""
    if not settings.mail_server:
        return None
    if not settings.address:
        raise SettingsError(
            "mail_server is set, and address is empty. The links in mails must lead to the site's own address, whatever a "
            "request says it is. Set address to the public address, such as https://news.example.org."
        )
    if not settings.mail_from:
        raise SettingsError(
            "mail_server is set, and mail_from is empty. Mails need a sender. Set it, such as "
            "Our News <news@example.org>."
        )
    sender, own_host = _read_sender(settings.mail_from), _name_host(settings.address)
    return _read_address(settings.mail_server, sender, own_host)


def _read_address(address: str, sender: Address, own_host: str) -> Server:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:  # Its words may hold a piece of the password.
        raise SettingsError(f"mail_server cannot be read; {SHAPE}, and {ENCODED}.") from None
    if parts.scheme not in PORTS:
        raise SettingsError(f"mail_server begins with neither smtp:// nor smtps://; {SHAPE}.")
    if not host or not host.isprintable() or " " in host:
        raise SettingsError(f"mail_server names no host; {SHAPE}.")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise SettingsError(f"mail_server goes on after the host; {SHAPE}, and {ENCODED}.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise SettingsError(f"mail_server needs both a user and a password, or neither; {SHAPE}.")
    if not re.fullmatch("[!-~ ]*", user + password):
        raise SettingsError(
            "The user or password in mail_server has characters that cannot be sent to a mail server; "
            "only those of ASCII can. Choose another password there."
        )
    port = PORTS[parts.scheme] if port is None else port
    return Server(host, port, parts.scheme == "smtps", user, password, sender, own_host)


def _read_sender(given: str) -> Address:
    wrong = SettingsError(
        f"mail_from is {given!r}; it must be one address of ASCII characters, such as news@example.org or "
        'Our News <news@example.org>. A name with a comma or another sign needs quotes: "News, Ours" <news@example.org>.'
    )
    if not given.isprintable():
        raise wrong
    try:
        header = SMTP.header_factory("From", given)
        (address,) = header.addresses
    except (ValueError, IndexError, AttributeError):
        raise wrong from None
    plain = is_plain_address(address.addr_spec) and address.addr_spec.isascii()
    if not plain or not address.display_name.isprintable() or header.defects:
        raise wrong
    return address  # type: ignore[no-any-return]


def _name_host(address: str) -> str:
    """Return the host of the site's address as mail servers write it (RFC 5321, 4.1.3 for an IP address)."""
    host = urlsplit(address).hostname or ""
    try:
        return f"[IPv6:{host}]" if ip_address(host).version == 6 else f"[{host}]"
    except ValueError:
        pass
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        raise SettingsError(
            f"address is {address!r}, whose host cannot stand in a mail; use another."
        ) from None
