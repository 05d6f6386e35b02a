"""Downloads come from the open internet only, and end (rule 22). The strict rule is the default; tests ask this machine."""

import ssl
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path

import pytest
from old_site import OldSite

from broadsheet.transfer.media.connecting import IP, FetchingError
from broadsheet.transfer.media.fetching import Limits, fetch, read_address

Start = Callable[..., OldSite]


def home_only(ip: IP, _port: int) -> bool:
    return str(ip) == "127.0.0.1"


def to(*ips: str) -> Callable[[str, int], list[IP]]:
    return lambda _host, _port: [ip_address(ip) for ip in ips]


def sending(content: bytes = b"a boat", status: int = 200, **headers: str) -> Callable[..., None]:
    """Return what sends an answer; headers are written with underscores."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in ({"Content_Length": str(len(content))} | headers).items():
            if value:
                handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def leading(to: str, status: int = 302) -> Callable[..., None]:
    return sending(b"", status, Location=to)


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Send a byte now and then, for eight seconds if one lets it."""
    for _ in range(80):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def test_a_file_is_fetched_with_nothing_but_its_address(
    old_site: OldSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.2:9")
    old_site.answers["/F%C3%A4hre%20am%20Kai.jpg?w=300"] = sending()
    assert fetch(old_site.address("/Fähre am Kai.jpg?w=300#top"), may_ask=home_only) == b"a boat"
    [(_path, headers)] = old_site.asked
    assert headers == {
        "Host": f"127.0.0.1:{old_site.server_port}",
        "Accept-Encoding": "identity",
        "Connection": "close",
        "User-Agent": "Broadsheet",
    }


def test_by_default_this_machine_is_not_asked(old_site: OldSite) -> None:
    for host in ("127.0.0.1", "localhost", "127.1", "0x7f.0.0.1", "2130706433", "0", "127。0。0。1"):
        with pytest.raises(FetchingError, match="not open to the whole internet"):
            fetch(old_site.address(host=host))
    assert old_site.asked == []


def test_one_address_of_a_host_that_is_not_public_is_enough(old_site: OldSite) -> None:
    old_site.answers["/boat.jpg"] = sending()
    with pytest.raises(FetchingError, match=r"boats\.example, port \d+, is not open"):
        fetch(old_site.address(host="boats.example"), may_ask=home_only, resolve=to("127.0.0.1", "10.0.0.1"))
    with pytest.raises(FetchingError, match="not open"):
        fetch(old_site.address(host="boats.example"), may_ask=home_only, resolve=to())
    assert old_site.asked == []


def test_a_host_that_is_another_when_resolved_again_is_asked_where_it_was_looked_at(
    start: Start, old_site: OldSite
) -> None:
    inner = start("127.0.0.2", old_site.server_port)
    old_site.answers["/boat.jpg"] = sending()
    answers = iter(["127.0.0.1", "127.0.0.2"])
    given = []

    def rebinding(_host: str, _port: int) -> list[IP]:
        given.append(next(answers))
        return [ip_address(given[-1])]

    assert fetch(old_site.address(host="boats.example"), may_ask=home_only, resolve=rebinding) == b"a boat"
    assert (given, inner.asked) == (["127.0.0.1"], [])
    assert old_site.asked[0][1]["Host"] == f"boats.example:{old_site.server_port}"


def test_the_next_address_is_asked_when_the_first_is_dead(old_site: OldSite) -> None:
    old_site.answers["/boat.jpg"] = sending()
    address = old_site.address(host="boats.example")
    assert fetch(address, may_ask=lambda _ip, _port: True, resolve=to("127.0.0.3", "127.0.0.1")) == b"a boat"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_it_follows_where_an_address_leads(old_site: OldSite, status: int) -> None:
    old_site.answers["/old/boat.jpg"] = leading("../F\xc3\xa4hre.jpg", status)
    old_site.answers["/F%C3%A4hre.jpg"] = sending()
    assert fetch(old_site.address("/old/boat.jpg"), may_ask=home_only) == b"a boat"


def test_what_leads_inside_is_not_followed(start: Start, old_site: OldSite) -> None:
    inner = start("127.0.0.2")
    inner.answers["/secret"] = sending()
    for target in (inner.address("/secret"), inner.address("/secret").removeprefix("http:")):
        old_site.answers["/boat.jpg"] = leading(target)
        with pytest.raises(FetchingError, match=r"127\.0\.0\.2, port \d+, is not open"):
            fetch(old_site.address(), may_ask=home_only)
    assert inner.asked == []


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x", "http://[", "http://a@b/x", ""],
)
def test_what_leads_out_of_the_web_is_not_followed(old_site: OldSite, target: str) -> None:
    old_site.answers["/boat.jpg"] = leading(target)
    with pytest.raises(FetchingError):
        fetch(old_site.address(), may_ask=home_only)
    assert len(old_site.asked) == 1


def test_what_leads_in_a_circle_ends(old_site: OldSite) -> None:
    old_site.answers["/boat.jpg"] = leading("/boat.jpg")
    with pytest.raises(FetchingError, match="leads on more than 5 times"):
        fetch(old_site.address(), may_ask=home_only)
    assert len(old_site.asked) == 6


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"x" * 100_000)


def endless_chunks(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"186a0\r\n" + b"x" * 100_000 + b"\r\n")


@pytest.mark.parametrize("answer", [endless, endless_chunks, sending(b"", Content_Length="3000000000")])
def test_what_is_too_large_is_not_read_to_its_end(old_site: OldSite, answer: Callable[..., None]) -> None:
    old_site.answers["/boat.jpg"] = answer
    with pytest.raises(FetchingError, match="larger than 2 MB"):
        fetch(old_site.address(), Limits(bytes=2_000_000), home_only)


def test_what_is_just_as_large_as_it_may_be_is_fetched(old_site: OldSite) -> None:
    old_site.answers["/boat.jpg"] = sending(b"x" * 200_000)
    assert len(fetch(old_site.address(), Limits(bytes=200_000), home_only)) == 200_000


def slow_body(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 80\r\n\r\n")
    drip(handler)


def slow_head(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    drip(handler)
    handler.wfile.write(b"\r\nContent-Length: 0\r\n\r\n")


def slow_chain(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(0.3)
    leading("/boat.jpg")(handler)


@pytest.mark.parametrize("answer", [slow_body, slow_head, slow_chain])
def test_a_slow_drip_ends(old_site: OldSite, answer: Callable[..., None]) -> None:
    old_site.answers["/boat.jpg"] = answer
    with pytest.raises(FetchingError, match=r"more than 0\.5 seconds"):
        fetch(old_site.address(), Limits(seconds=0.5), home_only)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (sending(status=404), "answers 404"),
        (sending(status=206), "answers 206"),
        (sending(status=401), "answers 401"),
        (sending(Content_Length="100"), "broke off"),
        (sending(Content_Length="", Transfer_Encoding="chunked"), "broke off"),
        (sending(Content_Encoding="gzip"), "compressed"),
        (sending(Transfer_Encoding="gzip, chunked"), "compressed"),
        (lambda handler: None, "broke off"),
        (lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH\r\n"), "no HTTP"),
        (lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X: x\r\n" * 1000), "no HTTP"),
    ],
)
def test_a_bad_answer_is_told_in_half_a_sentence(
    old_site: OldSite, answer: Callable[..., None], reason: str
) -> None:
    old_site.answers["/boat.jpg"] = answer
    with pytest.raises(FetchingError, match=reason):
        fetch(old_site.address(), may_ask=home_only)


def test_cookies_are_not_sent_back(old_site: OldSite) -> None:
    old_site.answers["/boat.jpg"] = sending(b"", 302, Location="/there.jpg", Set_Cookie="reader=1; Path=/")
    old_site.answers["/there.jpg"] = sending()
    fetch(old_site.address(), may_ask=home_only)
    assert all("Cookie" not in headers for _path, headers in old_site.asked)


def test_nobody_there_is_told_in_half_a_sentence() -> None:
    with pytest.raises(FetchingError, match="cannot be reached"):
        fetch("http://127.0.0.1:1/boat.jpg", may_ask=home_only)
    with pytest.raises(FetchingError, match="host is not known"):
        fetch("http://boats.invalid/boat.jpg", may_ask=home_only)


@pytest.mark.parametrize(
    "address",
    [
        "boat.jpg", "/boat.jpg", "//boats.example/x", "file:///etc/passwd", "data:image/png,x", "http:///x", "http://",
        "http://ada:pass@boats.example/x", "http://@boats.example/x", "http://boats.example:99999/x",
        "http://boats.example/a\r\nHost: x", "http://boats.example/\0", "http://[::1/x", "http://a..b/x",
        "http://boats.example/" + "x" * 5000, "",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused(address: str) -> None:
    with pytest.raises(FetchingError):
        read_address(address)


@pytest.fixture
def secure_site(old_site: OldSite, certificate: tuple[Path, Path]) -> OldSite:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    old_site.socket = context.wrap_socket(old_site.socket, server_side=True)
    old_site.answers["/boat.jpg"] = sending()
    return old_site


def test_over_https_the_hosts_name_is_verified_and_the_address_is_the_one_looked_at(
    secure_site: OldSite,
) -> None:
    address = secure_site.address(host="localhost", scheme="https")
    assert fetch(address, may_ask=home_only, resolve=to("127.0.0.1")) == b"a boat"
    with pytest.raises(FetchingError, match=r"certificate does not hold \(Hostname mismatch"):
        fetch(address.replace("localhost", "boats.example"), may_ask=home_only, resolve=to("127.0.0.1"))


def test_a_slow_drip_over_https_ends_too(secure_site: OldSite) -> None:
    secure_site.answers["/boat.jpg"] = slow_body
    address = secure_site.address(host="localhost", scheme="https")
    with pytest.raises(FetchingError, match=r"more than 0\.5 seconds"):
        fetch(address, Limits(seconds=0.5), home_only, to("127.0.0.1"))
