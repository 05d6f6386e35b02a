from collections.abc import Callable

from flask import Flask

CHOICE = {"data": {"decision": "accept"}, "headers": {"Sec-Fetch-Site": "same-origin"}}


def test_a_cookie_is_locked_to_the_host_over_https(app: Flask) -> None:
    response = app.test_client().post("/privacy/choices", base_url="https://news.example.org", **CHOICE)
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-broadsheet_choices=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


def test_a_public_address_of_https_locks_it_where_the_proxy_says_nothing(
    make_app: Callable[..., Flask],
) -> None:
    client = make_app(ADDRESS="https://news.example.org").test_client()
    cookie = client.post("/privacy/choices", **CHOICE).headers["Set-Cookie"]
    assert cookie.startswith("__Host-broadsheet_choices=")
    assert "Secure" in cookie.split("; ")


def test_a_cookie_is_out_of_reach_of_scripts_and_other_sites(app: Flask) -> None:
    cookie = app.test_client().post("/privacy/choices", **CHOICE).headers["Set-Cookie"]
    assert cookie.startswith("broadsheet_choices=")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Secure" not in cookie.split("; ")


def test_over_https_a_cookie_without_the_prefix_is_not_ours(app: Flask) -> None:
    client = app.test_client()
    client.post("/privacy/choices", **CHOICE)
    plain = client.get_cookie("broadsheet_choices")
    assert plain
    client.set_cookie("broadsheet_choices", plain.value, domain="news.example.org")
    assert "privacy-notice" in client.get("/", base_url="https://news.example.org").text
