import json
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner

from broadsheet.consent.models import Refusal
from broadsheet.consent.report_views import MOST_A_MINUTE
from broadsheet.consent.watching import reports
from broadsheet.storage import reading

MODERN = [{
    "type": "csp-violation", "age": 1, "url": "https://news.example/x",
    "body": {"documentURL": "https://news.example/coast/ferry?reader=ada", "effectiveDirective": "script-src-elem",
             "blockedURL": "https://tracker.example/t.js?id=7", "disposition": "enforce"},
}]  # fmt: skip
OLDER = {
    "csp-report": {
        "document-uri": "https://news.example/coast/ferry",
        "effective-directive": "img-src",
        "blocked-uri": "inline",
    }
}


@pytest.fixture
def refusals(app: Flask) -> Callable[[], list[Refusal]]:
    def read() -> list[Refusal]:
        with app.app_context():
            return reports.list_refusals(reading())

    return read


def report(client: FlaskClient, content: object, kind: str = "application/reports+json") -> int:
    body = content if isinstance(content, bytes) else json.dumps(content)
    return client.post("/privacy/reports", data=body, content_type=kind).status_code


def test_refusals_are_counted_without_saying_whose(
    client: FlaskClient, refusals: Callable[[], list[Refusal]]
) -> None:
    for _ in range(3):
        assert report(client, MODERN) == 204
    assert report(client, OLDER, "application/csp-report") == 204
    first, second = refusals()
    assert (first.directive, first.blocked, first.page, first.times) == (
        "script-src-elem", "https://tracker.example", "/coast/ferry", 3,
    )  # fmt: skip
    assert (second.directive, second.blocked, second.times) == ("img-src", "inline", 1)


@pytest.mark.parametrize(
    "content",
    [b"", b"nonsense", b"[" * 50_000, [], [1, None, "x"], {"csp-report": 7}, [{"body": {"effectiveDirective": 5}}],
     b"\xff\xfe", [{"body": {"effectiveDirective": "\ud800", "blockedURL": "x", "documentURL": "y"}}],
     [{"body": {"effectiveDirective": "x", "blockedURL": "http://[", "documentURL": 7}}]],
)  # fmt: skip
def test_nonsense_is_taken_and_forgotten(
    client: FlaskClient, refusals: Callable[[], list[Refusal]], content: object
) -> None:
    assert report(client, content) == 204
    assert refusals() == []


def test_odd_addresses_are_kept_as_far_as_they_go(
    client: FlaskClient, refusals: Callable[[], list[Refusal]]
) -> None:
    odd = {"effectiveDirective": "x" * 5_000, "blockedURL": "http://[bad\0", "documentURL": "\ud800" * 5_000}
    assert report(client, [{"body": odd}]) == 204
    assert [len(refusal.directive) for refusal in refusals()] == [200]


def test_what_is_kept_is_bounded(
    app: Flask, client: FlaskClient, refusals: Callable[[], list[Refusal]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "MOST_KEPT", 5)
    for number in range(9):
        body = MODERN[0]["body"] | {"blockedURL": f"https://host{number}.example/"}
        report(client, [{"body": body}])
    assert len(refusals()) == 5
    assert "https://host8.example" in {refusal.blocked for refusal in refusals()}
    many = [{"body": MODERN[0]["body"] | {"effectiveDirective": f"d{n}"}} for n in range(100)]
    report(client, many)
    assert len(refusals()) == 5
    assert report(client, b" " * 100_000) == 204


def test_a_flood_is_dropped(client: FlaskClient, refusals: Callable[[], list[Refusal]]) -> None:
    for _ in range(MOST_A_MINUTE + 40):
        report(client, MODERN)
    assert refusals()[0].times == MOST_A_MINUTE


def test_pages_ask_for_reports_and_files_do_not(client: FlaskClient) -> None:
    plain = client.get("/").headers
    assert plain["Content-Security-Policy"].endswith("; report-uri /privacy/reports")
    assert "Reporting-Endpoints" not in plain
    secure = client.get("/", base_url="https://news.example").headers
    assert secure["Content-Security-Policy"].endswith("; report-uri /privacy/reports; report-to refused")
    assert secure["Reporting-Endpoints"] == 'refused="/privacy/reports"'
    assert "report-uri" not in client.get("/assets/site.css").headers["Content-Security-Policy"]


def test_reports_on_the_command_line(client: FlaskClient, runner: FlaskCliRunner) -> None:
    report(client, MODERN)
    output = runner.invoke(args=["privacy", "reports"]).output
    assert "1  script-src-elem  https://tracker.example  on /coast/ferry" in output
    assert "1 kinds of refusal." in output


def test_a_report_commands_no_terminal(
    client: FlaskClient, runner: FlaskCliRunner, refusals: Callable[[], list[Refusal]]
) -> None:
    odd = {
        "effectiveDirective": "x\x1b]0;owned\x07",
        "documentURL": "/a\n  1  forged",
        "blockedURL": "https://me:secret@t.example/",
    }
    report(client, [{"body": odd}])
    output = runner.invoke(args=["privacy", "reports"], color=True).output
    assert "\x1b" not in output
    assert len(output.splitlines()) == 2
    assert refusals()[0].blocked == "https://t.example"
