import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from broadsheet.mail.connection import Unreachable, connect
from broadsheet.mail.server import Server

CERTIFICATE = Path(__file__).with_name("mail.example.org.pem")
PASSWORD = "secret/?#@%word"
SIGN_IN = f"ada:{quote(PASSWORD, safe='')}@"


@pytest.fixture
def reach(make_mailing_app: Callable[..., Flask], stopped_server: Any) -> Callable[[str], None]:
    """Connect to an address, whose {port} is the server's."""

    def run(address: str) -> None:
        app = make_mailing_app(MAIL_SERVER=address.format(port=stopped_server.port))
        server: Server = app.extensions["broadsheet.mail"]
        connect(server).quit()

    return run


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let mail.example.org be a host that is not this machine by its name, and is by its address."""
    look_up = socket.getaddrinfo

    def here(host: Any, *given: Any, **named: Any) -> Any:
        return look_up("127.0.0.1" if host == "mail.example.org" else host, *given, **named)

    monkeypatch.setattr(socket, "getaddrinfo", here)


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the machine trust the certificate of the tests."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


def test_a_password_stays_here_where_there_is_no_tls(
    server: Any, post: Any, elsewhere: None, reach: Callable[[str], None]
) -> None:
    with pytest.raises(Unreachable, match="offers no TLS") as caught:
        reach(f"smtp://{SIGN_IN}mail.example.org:{{port}}")
    assert (post.signed_in, "secret" in str(caught.value)) == ([], False)


def test_without_a_password_no_tls_is_needed(
    server: Any, elsewhere: None, reach: Callable[[str], None]
) -> None:
    reach("smtp://mail.example.org:{port}")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_may_be_told_a_password(
    server: Any, post: Any, reach: Callable[[str], None], host: str
) -> None:
    reach(f"smtp://{SIGN_IN}{host}:{{port}}")
    assert post.signed_in == [PASSWORD.encode()]


def test_tls_is_begun_where_it_is_offered(
    stopped_server: Any,
    post: Any,
    certificate: Any,
    elsewhere: None,
    trusted: None,
    reach: Callable[[str], None],
) -> None:
    stopped_server.start(tls_context=certificate, require_starttls=True, auth_require_tls=True)
    reach(f"smtp://{SIGN_IN}mail.example.org:{{port}}")
    assert post.signed_in == [PASSWORD.encode()]


def test_tls_from_the_start(
    stopped_server: Any,
    post: Any,
    certificate: Any,
    elsewhere: None,
    trusted: None,
    reach: Callable[[str], None],
) -> None:
    stopped_server.start(ssl_context=certificate)
    reach(f"smtps://{SIGN_IN}mail.example.org:{{port}}")
    assert post.signed_in == [PASSWORD.encode()]


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_certificate_that_nobody_knows_is_refused(
    stopped_server: Any,
    post: Any,
    certificate: Any,
    elsewhere: None,
    reach: Callable[[str], None],
    scheme: str,
) -> None:
    stopped_server.start(**{"tls_context" if scheme == "smtp" else "ssl_context": certificate})
    with pytest.raises(Unreachable, match=r"certificate of mail\.example\.org"):
        reach(f"{scheme}://{SIGN_IN}mail.example.org:{{port}}")
    assert post.signed_in == []


def test_a_certificate_of_another_name_is_refused(
    stopped_server: Any, certificate: Any, trusted: None, reach: Callable[[str], None]
) -> None:
    stopped_server.start(ssl_context=certificate)
    with pytest.raises(Unreachable, match="certificate of localhost"):
        reach("smtps://localhost:{port}")


def test_a_mail_server_of_this_machine_may_have_made_its_certificate_itself(
    stopped_server: Any, post: Any, certificate: Any, reach: Callable[[str], None]
) -> None:
    stopped_server.start(tls_context=certificate, require_starttls=True, auth_require_tls=True)
    reach(f"smtp://{SIGN_IN}localhost:{{port}}")
    assert post.signed_in == [PASSWORD.encode()]


def test_a_wrong_password_is_said_without_it(server: Any, post: Any, reach: Callable[[str], None]) -> None:
    with pytest.raises(Unreachable, match="refused the user or password") as caught:
        reach("smtp://ada:secretive@localhost:{port}")
    assert post.signed_in
    assert "secretive" not in str(caught.value)


def test_a_server_that_takes_no_password_is_said_so(
    stopped_server: Any, certificate: Any, reach: Callable[[str], None]
) -> None:
    stopped_server.start(auth_require_tls=True)
    with pytest.raises(Unreachable, match="takes no user and password"):
        reach(f"smtp://{SIGN_IN}localhost:{{port}}")


def test_a_host_that_is_not_there_is_named(reach: Callable[[str], None]) -> None:
    with pytest.raises(Unreachable, match=r"No connection to nowhere\.invalid, port 587"):
        reach("smtp://nowhere.invalid")
