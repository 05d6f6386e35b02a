from pathlib import Path

from flask import Flask, render_template_string

from broadsheet.consent import Consent

POLICY = """
version = "1"
controller = "Us"
contact = "us@example.org"
notice = "May we?"
[[category]]
id = "statistics"
name = "Statistics"
description = "Counting."
[[service]]
id = "stats"
name = "Stats"
category = "statistics"
purpose = "Counts."
recipient = "Them"
script = "https://stats.example/s.js"
hosts = { script-src = ["https://stats.example"] }
"""


def test_consent_stands_alone_in_anyones_app(bare_app: Flask, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(POLICY)
    bare_app.config["BROADSHEET_PRIVACY_POLICY"] = tmp_path / "mine.toml"
    Consent(bare_app)
    page = "{{ consent.scripts() }}<main>Hello</main>{{ consent.notice() }}"
    bare_app.add_url_rule("/", "home", lambda: render_template_string(page))
    client = bare_app.test_client()
    first = client.get("/")
    assert "May we?" in first.text
    assert first.text.count('id="privacy-tab"') == 1
    assert "stats.example" not in first.text + first.headers["Content-Security-Policy"]
    client.post("/privacy/choices", data={"decision": "accept"}, headers={"Sec-Fetch-Site": "same-origin"})
    then = client.get("/")
    assert '<script src="https://stats.example/s.js" defer></script>' in then.text
    assert "script-src 'self' https://stats.example;" in then.headers["Content-Security-Policy"]
    assert "May we?" not in then.text
    assert client.get("/privacy").status_code == client.get("/privacy/choices").status_code == 200


def test_nobody_is_asked_where_there_is_nothing_to_choose(bare_app: Flask, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(POLICY.replace("[[category]]", "[[category]]\nrequired = true"))
    bare_app.config["BROADSHEET_PRIVACY_POLICY"] = tmp_path / "mine.toml"
    Consent(bare_app)
    bare_app.add_url_rule("/", "home", lambda: render_template_string("{{ consent.notice() }}"))
    page = bare_app.test_client().get("/").text
    assert "May we?" not in page
    assert "privacy-tab" in page
