from typing import Any

import pytest
from flask import Flask

from broadsheet.mail import init_app
from broadsheet.mail.server import read_server
from broadsheet.settings import Settings, SettingsError, load_settings

GOOD: dict[str, Any] = {
    "mail_server": "smtps://ada%40example.org:zw%2Flf@mail.example.org",
    "mail_from": "Our News <news@example.org>",
    "address": "https://news.example.org:8443",
}


def test_no_server_means_no_mail() -> None:
    assert read_server(Settings()) is None


def test_a_server_is_read_whole() -> None:
    server = read_server(Settings(**GOOD))
    assert server
    assert (server.host, server.port, server.tls) == ("mail.example.org", 465, True)
    assert (server.user, server.password) == ("ada@example.org", "zw/lf")
    assert (server.sender.display_name, server.sender.addr_spec) == ("Our News", "news@example.org")
    assert server.own_host == "news.example.org"
    assert "zw/lf" not in repr(server)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://bücher.example", "xn--bcher-kva.example"),
        ("http://127.0.0.1:8000", "[127.0.0.1]"),
        ("http://[::1]:8000", "[IPv6:::1]"),
    ],
)
def test_the_site_has_a_name_that_mail_servers_understand(address: str, host: str) -> None:
    server = read_server(Settings(**GOOD | {"address": address}))
    assert server
    assert server.own_host == host


@pytest.mark.parametrize(
    ("sender", "read"),
    [
        ("news@example.org", ("", "news@example.org")),
        ('"News, Ours" <news@example.org>', ("News, Ours", "news@example.org")),
        ("Zeitung für Küste <news@example.org>", ("Zeitung für Küste", "news@example.org")),
    ],
)
def test_a_sender_may_have_a_name(sender: str, read: tuple[str, str]) -> None:
    server = read_server(Settings(**GOOD | {"mail_from": sender}))
    assert server
    assert (server.sender.display_name, server.sender.addr_spec) == read


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"address": ""}, "address is empty.*Set address"),
        ({"mail_from": ""}, "mail_from is empty.*Set it"),
        ({"mail_from": "news"}, "mail_from is 'news'"),
        ({"mail_from": "Our News"}, "mail_from"),
        ({"mail_from": "News, Ours <news@example.org>"}, "mail_from.*quotes"),
        ({"mail_from": "a@example.org, b@example.org"}, "mail_from"),
        ({"mail_from": "zwölf@example.org"}, "mail_from.*ASCII"),
        ({"mail_from": "News\r\nBcc: eve@example.org <news@example.org>"}, "mail_from"),
        ({"mail_from": "=?utf-8?q?x=0D=0ABcc=3A_y?= <news@example.org>"}, "mail_from"),
        ({"mail_server": "mail.example.org"}, "neither smtp:// nor smtps://"),
        ({"mail_server": "ada:secret@mail.example.org:587"}, "neither smtp:// nor smtps://"),
        ({"mail_server": "https://ada:secret@mail.example.org"}, "neither smtp:// nor smtps://"),
        ({"mail_server": "smtp://"}, "no host"),
        ({"mail_server": "smtp://ada:secret@"}, "no host"),
        ({"mail_server": "smtp://ada:secret@mail.example.org:many"}, "cannot be read"),
        ({"mail_server": "smtp://ada:secret@mail.example.org:99999"}, "cannot be read"),
        ({"mail_server": "smtp://ada:secret@[mail"}, "cannot be read"),
        ({"mail_server": "smtp://ada:sec/secret@mail.example.org"}, "cannot be read.*%2F"),
        ({"mail_server": "smtp://mail.example.org/secret"}, "goes on after the host.*%2F"),
        ({"mail_server": "smtp://mail.example.org?secret"}, "goes on after the host"),
        ({"mail_server": "smtp://ada@mail.example.org"}, "both a user and a password"),
        ({"mail_server": "smtp://:secret@mail.example.org"}, "both a user and a password"),
        ({"mail_server": "smtp://ada:secretö@mail.example.org"}, "ASCII"),
        ({"mail_server": "smtp://ada:secret%0D%0A@mail.example.org"}, "ASCII"),
    ],
)
def test_a_wrong_setting_is_said_without_the_password(wrong: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsError, match=words) as caught:
        read_server(Settings(**GOOD | wrong))
    error: BaseException | None = caught.value
    while error:  # A log shows what an error came from too.
        assert "secret" not in str(error)
        error = None if error.__suppress_context__ else error.__cause__ or error.__context__


def test_a_setting_of_the_wrong_kind_is_said_without_the_password() -> None:
    with pytest.raises(SettingsError, match="mail_server is wrong") as caught:
        load_settings(environ={}, given={"mail_server": ["smtp://ada:secret@mail.example.org"]})
    assert "secret" not in str(caught.value)


def test_an_app_does_not_start_with_half_of_it(bare_app: Flask) -> None:
    bare_app.config["BROADSHEET_MAIL_SERVER"] = "smtp://mail.example.org"
    with pytest.raises(SettingsError, match="address is empty"):
        init_app(bare_app)
    assert "broadsheet.storage" not in bare_app.extensions


def test_several_extensions_may_ask_for_mail(bare_app: Flask) -> None:
    for _ in range(2):
        init_app(bare_app)
    assert "mail" in bare_app.cli.commands
