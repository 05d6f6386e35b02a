from collections.abc import Callable
from pathlib import Path

from flask import Flask, render_template_string

from broadsheet.consent import Consent
from broadsheet.consent.policy import Policy


def test_consent_stands_alone_in_anyones_app_of_fifteen_lines(
    bare_app: Flask, small_policy: Callable[..., Policy]
) -> None:
    # The app: three lines and a page.
    app = bare_app
    Consent(app, policy=small_policy())
    page = """{{ consent.script("stats") }}<main>Hello {{ consent.embed("film", "https://fi.lm/7", "A film") }}</main>
    {{ consent.notice() }}"""
    app.add_url_rule("/", "home", lambda: render_template_string(page))
    # What it gives: notice, choices, gate, ledger, policy.
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    first = client.get("/")
    assert "May we?" in first.text
    assert first.text.count('id="privacy-tab"') == 1
    assert "/s.js" not in first.text
    assert "<iframe" not in first.text
    assert "stats.example" not in first.headers["Content-Security-Policy"]
    client.post("/privacy/choices", data={"decision": "accept"})
    then = client.get("/")
    assert '<script src="https://stats.example/s.js" defer></script>' in then.text
    assert '<iframe src="https://film.example/embed/7"' in then.text
    assert "script-src 'self' https://stats.example;" in then.headers["Content-Security-Policy"]
    assert "May we?" not in then.text
    assert client.get("/privacy/receipt").json["record"]["action"] == "grant"
    assert "1 records" in app.test_cli_runner().invoke(args=["privacy", "verify"]).output
    for address in ("/privacy", "/privacy/choices", "/.well-known/gpc.json"):
        assert client.get(address).status_code == 200


def test_the_policy_may_be_a_file(
    bare_app: Flask, small_policy: Callable[..., Policy], tmp_path: Path
) -> None:
    small_policy()
    Consent(bare_app, tmp_path / "policy" / "privacy.toml")
    assert bare_app.extensions["broadsheet.consent"].controller == "Us"


def test_nobody_is_asked_where_there_is_nothing_to_choose(
    bare_app: Flask, small_policy: Callable[..., Policy]
) -> None:
    Consent(bare_app, small_policy(("[[category]]", "[[category]]\nrequired = true")))
    bare_app.add_url_rule("/", "home", lambda: render_template_string("{{ consent.notice() }}"))
    page = bare_app.test_client().get("/").text
    assert "May we?" not in page
    assert "privacy-tab" in page


def test_a_policy_in_one_language_is_told_in_it_whatever_the_browser_likes(
    bare_app: Flask, small_policy: Callable[..., Policy]
) -> None:
    Consent(bare_app, small_policy())
    page = bare_app.test_client().get("/privacy/choices", headers={"Accept-Language": "de"}).text
    assert "Your privacy choices" in page
    assert "privacy-languages" not in page
