from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest

from broadsheet.transfer.media.public import is_public


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.216.34", "100.63.255.255", "100.128.0.1", "2606:4700::1111", "2a00:1450::1", "64:ff9b::808:808",
     "::ffff:8.8.8.8"],
)  # fmt: skip
def test_a_host_of_the_internet_may_be_asked(address: str) -> None:
    assert is_public(ip_address(address), 443)
    assert is_public(ip_address(address), 80)
    for port in (22, 25, 6379, 8080, 0):
        assert not is_public(ip_address(address), port)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "100.127.255.255", "0.1.2.3", "224.0.0.1", "239.255.255.250", "240.0.0.1",
        "255.255.255.255", "192.0.0.9", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1",
        "0::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::e000:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:808:808::",
        "2001::1", "2001:1::1", "2001:db8::1", "3fff::1", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd12::1",
        "fd00:ec2::254", "ff02::1", "ff0e::1", "100::1", "5f00::1", "4000::1", "6000::1",
    ],
)  # fmt: skip
def test_no_other_may_be_asked(address: str) -> None:
    assert not is_public(ip_address(address), 80)


def test_what_stands_for_no_host_may_not_be_asked() -> None:
    assert not is_public(IPv4Address(0), 80)
    assert not is_public(IPv6Address(0), 80)
