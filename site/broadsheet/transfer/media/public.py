"""Which addresses of the network a download may come from: those that the whole internet reaches, and no others."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

PORTS = {80, 443}
NAT64 = IPv6Network("64:ff9b::/96")  # An IPv4 address, as networks without IPv4 write it (RFC 6052).
GIVEN_OUT = IPv6Network("2000::/3")  # No other part of IPv6 is for hosts of the internet (RFC 4291, 2.4).
# What one Python or another takes for public, but ends at a tunnel, at a relay, at the next router, or nowhere.
SPECIAL_4 = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))  # RFC 6890, RFC 7526
SPECIAL_6 = (
    IPv6Network("2001::/23"),
    IPv6Network("2002::/16"),
    IPv6Network("3fff::/20"),
)  # RFC 2928, 3056, 9637


def is_public(ip: IPv4Address | IPv6Address, port: int) -> bool:
    """Whether a host and port may be asked; of an IPv6 address that stands for an IPv4 address, that one decides."""
    if isinstance(ip, IPv6Address):
        behind = ip.ipv4_mapped or (IPv4Address(int(ip) & 0xFFFFFFFF) if ip in NAT64 else None)
        if behind is not None:
            return is_public(behind, port)
        is_host = ip in GIVEN_OUT and not any(ip in network for network in SPECIAL_6)
    else:
        is_host = not any(ip in network for network in SPECIAL_4)
    return port in PORTS and is_host and ip.is_global and not (ip.is_multicast or ip.is_reserved)
