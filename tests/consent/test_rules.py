"""The rules of consent that a plain HTTP client can hold us to, each by its number; a browser holds us to the others.

`docs/reference/consent-rules.md` lists them all, with the tests of each.
"""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, text
from werkzeug.test import TestResponse

from broadsheet.consent.ledger.records import hash_record
from broadsheet.consent.ledger.verifying import verify_ledger
from broadsheet.consent.models import Record, ShownWording
from broadsheet.consent.policy import Policy
from broadsheet.consent.policy.wording import hash_wording
from broadsheet.storage import reading, writing

Choose = Callable[..., TestResponse]
Records = Callable[[], list[Record]]
InMode = Callable[..., Flask]
AsReader = Callable[[Flask], FlaskClient]

HOST = "http://localhost:8000"
EVERY_PAGE = ("/", "/sections/nothing", "/privacy", "/privacy/choices", "/nowhere")
GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "write-the-privacy-policy.md"


def header(client: FlaskClient, **headers: str) -> str:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get("/", headers=sent).headers["Content-Security-Policy"]


def test_rule_1_a_first_view_sets_no_cookie_and_names_no_other_host(client: FlaskClient, story: str) -> None:
    for address in (*EVERY_PAGE, story, "/feed.json", "/assets/site.css", "/.well-known/gpc.json"):
        response = client.get(address)
        assert "Set-Cookie" not in response.headers, address
        assert "localhost:8000" not in response.headers["Content-Security-Policy"], address
        assert "localhost:8000/" not in response.text, address


def test_rule_4_nothing_is_ticked_in_advance(reader: FlaskClient) -> None:
    page = reader.get("/privacy/choices").text
    assert page.count('type="checkbox"') == 3
    assert " checked" not in page


def test_rule_7_everything_can_be_read_before_choosing(
    client: FlaskClient, policy: Policy, story: str
) -> None:
    first = client.get(story).text
    assert 'href="/privacy"' in first
    page = unescape(client.get("/privacy").text)
    for service in policy.services.values():
        for told in (service.name, service.purpose, service.recipient, *service.contacted):
            assert told in page
        for cookie in service.cookies:
            for told in (f">{cookie.name}</code>", cookie.purpose, cookie.duration):
                assert told in page
    assert f"lasts {policy.days} days" in page


def test_rule_8_a_withdrawal_takes_effect_in_the_very_next_answer(
    reader: FlaskClient, choose: Choose
) -> None:
    choose("accept")
    assert HOST in header(reader)
    for name in ("demo_statistics", "demo_advertising", "kept_by_the_host"):
        reader.set_cookie(name, "4")
    response = choose("refuse")
    dropped = {c.split("=")[0] for c in response.headers.getlist("Set-Cookie") if "Max-Age=0" in c}
    assert dropped == {"demo_statistics", "demo_advertising"}
    assert HOST not in response.headers["Content-Security-Policy"]
    page = reader.get("/")
    assert HOST not in page.headers["Content-Security-Policy"] + page.text


def test_rule_8_every_page_has_the_way_back(client: FlaskClient, story: str) -> None:
    for address in (*EVERY_PAGE, story):
        page = client.get(address).text
        assert page.count('id="privacy-tab"') == 1, address
        assert "Privacy &amp; Cookies Policy" in page


def test_rule_8_granting_and_withdrawing_are_the_same_form(reader: FlaskClient, choose: Choose) -> None:
    for decision in ("accept", "refuse"):
        choose(decision)
        page = reader.get("/privacy/choices").text
        assert (
            page.count('name="decision" value="accept"') == page.count('name="decision" value="refuse"') == 1
        )


def test_rule_9_each_choice_adds_exactly_one_record(choose: Choose, records: Records) -> None:
    choose("accept", surface="notice")
    choose("save", service="film", surface="choices")
    choose("refuse")
    choose("refuse")
    found = records()
    assert [record.action for record in found] == ["grant", "change", "withdraw", "refuse"]
    assert [record.surface for record in found] == ["notice", "choices", "choices", "choices"]
    assert [record.before for record in found] == [None, *(record.receipt for record in found[:-1])]
    assert found[1].categories == {"statistics": "none", "media": "all", "advertising": "none"}


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_rule_9_the_notice_hash_leads_to_the_words_that_were_shown(
    app: Flask, reader: FlaskClient, records: Records, language: str
) -> None:
    page = reader.get("/", headers={"Accept-Language": language}).text
    shown = re.search(r'class="privacy-notice-words">(.*?)\n', page)
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', page))
    assert shown
    reader.post("/privacy/choices", data=fields | {"decision": "accept"})
    (record,) = records()
    with app.app_context():
        kept = reading().get(ShownWording, record.notice_hash)
    assert kept
    assert hash_wording(kept.told) == record.notice_hash
    assert kept.told["question"] == unescape(shown[1])
    assert (record.language, kept.told["language"]) == (language, language)


def test_rule_9_an_embeds_words_are_kept_too(
    app: Flask, reader: FlaskClient, records: Records, publish: Callable[[], object], content: Path
) -> None:
    (content / "film.md").write_text("---\ntitle: Film\n---\n\n[A film](/demo/films/tide-mill)\n")
    publish()
    form = re.search(r'<form class="privacy-embed-buttons".*?</form>', reader.get("/news/film").text, re.S)
    assert form
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', form[0]))
    reader.post("/privacy/choices", data=fields | {"decision": "allow"})
    (record,) = records()
    assert fields["notice"] == record.notice_hash
    with app.app_context():
        kept = reading().get(ShownWording, record.notice_hash)
    assert kept
    assert kept.told["words"]["embed"].startswith("This comes from")


def test_rule_9_an_answer_to_words_that_are_not_in_force_is_no_answer(
    reader: FlaskClient, choose: Choose, records: Records
) -> None:
    response = choose("accept", notice="0" * 64)
    assert response.status_code == 409
    assert "the question has changed" in response.text
    assert "Set-Cookie" not in response.headers
    assert records() == []


@pytest.mark.parametrize(("days", "asks"), [(179, False), (181, True)])
@pytest.mark.parametrize("decision", ["accept", "refuse"])
def test_rule_10_an_answer_lasts_as_long_whichever_it_is(
    reader: FlaskClient,
    choose: Choose,
    pass_days: Callable[[int], None],
    decision: str,
    days: int,
    asks: bool,
) -> None:
    response = choose(decision)
    assert f"Max-Age={180 * 24 * 3600};" in response.headers["Set-Cookie"]
    pass_days(days)
    assert ("privacy-notice" in reader.get("/").text) is asks


def test_rule_10_a_new_policy_version_asks_again(
    app: Flask, reader: FlaskClient, choose: Choose, policy: Policy
) -> None:
    choose("accept")
    app.extensions["broadsheet.consent"] = replace(policy, version="next")
    assert "privacy-notice" in reader.get("/").text
    assert HOST not in header(reader)


def test_rule_10_an_objection_holds_while_a_new_version_asks(in_mode: InMode, make_reader: AsReader) -> None:
    app = in_mode("opt-out")
    reader = make_reader(app)
    reader.post("/privacy/choices", data={"decision": "opt-out"})
    app.extensions["broadsheet.consent"] = replace(app.extensions["broadsheet.consent"], version="next")
    page = reader.get("/").text
    assert "privacy-notice" in page
    assert "scripts/advertising.js" not in page
    assert "scripts/statistics.js" in page


@pytest.mark.parametrize(
    ("value", "is_signal"),
    [
        ("1", True),
        ("0", False),
        ("1;x", False),
        ("", False),
        ("true", False),
        ("0, 1", True),
        ("1,0", True),
        (" 1 ", True),
    ],
)
def test_rule_11_the_signal_turns_selling_off_against_an_earlier_grant(
    reader: FlaskClient, choose: Choose, value: str, is_signal: bool
) -> None:
    choose("accept")
    page = reader.get("/", headers={"Sec-GPC": value}).text
    assert ("scripts/advertising.js" in page) is not is_signal
    assert "scripts/statistics.js" in page
    assert ("Opt-Out Request Honored" in page) is is_signal


def test_rule_11_the_signal_holds_against_every_button(
    reader: FlaskClient, choose: Choose, records: Records
) -> None:
    signal = {"Sec-GPC": "1"}
    choose("accept", headers=signal)
    choose("save", headers=signal, service=["film", "advertising"])
    refused = choose("allow", headers=signal, service="advertising", surface="embed")
    assert refused.status_code == 422
    assert "your browser asks not to sell" in refused.text
    assert [record.granted for record in records()] == [["film", "reading-statistics"], ["film"]]
    assert all(record.gpc for record in records())


def test_rule_11_the_signal_holds_against_load_once(
    app: Flask, reader: FlaskClient, choose: Choose, policy: Policy
) -> None:
    """Asked for without the signal, and read with it."""
    sold = [replace(s, sale=True) if s.id == "film" else s for s in policy.services.values()]
    of = {c.id: [s for s in sold if s.category == c.id] for c in policy.categories}
    app.extensions["broadsheet.consent"] = replace(
        policy, categories=[replace(c, services=of[c.id]) for c in policy.categories]
    )
    choose("once", service="film", url="/demo/films/tide-mill")
    assert "frame-src 'none'" in header(reader, Sec_GPC="1")
    choose("once", service="film", url="/demo/films/tide-mill")
    assert f"frame-src {HOST};" in header(reader)


def test_rule_11_what_a_form_says_of_the_signal_counts_only_beside_it(
    choose: Choose, records: Records
) -> None:
    choose("opt-out", surface="gpc")
    assert (records()[0].surface, records()[0].gpc) == ("choices", False)


def test_rule_11_the_signal_can_be_put_on_record(
    reader: FlaskClient, choose: Choose, records: Records
) -> None:
    choose("accept")
    choose("opt-out", headers={"Sec-GPC": "1"}, surface="gpc")
    record = records()[-1]
    assert (record.action, record.surface, record.gpc) == ("signal", "gpc", True)
    assert record.granted == ["film", "reading-statistics"]
    assert "scripts/advertising.js" not in reader.get("/").text


@pytest.mark.parametrize("address", [*EVERY_PAGE, "/coast/ferry"])
def test_rule_13_where_selling_goes_on_every_page_has_the_link(
    in_mode: InMode, make_reader: AsReader, address: str
) -> None:
    words = "Do Not Sell or Share My Personal Information"
    assert words in make_reader(in_mode("opt-out")).get(address).text


def test_rule_13_its_button_turns_selling_off_and_nothing_else(
    in_mode: InMode, make_reader: AsReader
) -> None:
    reader = make_reader(in_mode("opt-out"))
    before = reader.get("/").text
    assert "scripts/advertising.js" in before
    page = reader.get("/privacy/choices").text
    assert '<button class="choice-button" name="decision" value="opt-out">' in page
    reader.post("/privacy/choices", data={"decision": "opt-out"})
    after = reader.get("/").text
    assert "scripts/advertising.js" not in after
    assert "scripts/statistics.js" in after


def test_rule_14_the_site_says_that_it_honours_the_signal(client: FlaskClient, policy: Policy) -> None:
    response = client.get("/.well-known/gpc.json")
    assert response.mimetype == "application/json"
    assert response.json == {"gpc": True, "lastUpdate": policy.updated.isoformat()}
    assert date.fromisoformat(response.json["lastUpdate"]) <= datetime.now(UTC).date()


def test_rule_16_reading_changes_nothing(reader: FlaskClient, records: Records) -> None:
    for address in ("/privacy/choices?decision=accept", "/privacy?decision=accept", "/privacy/receipt"):
        assert "Set-Cookie" not in reader.get(address).headers
    assert records() == []


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}],
)
@pytest.mark.parametrize("decision", ["accept", "refuse", "save", "allow", "once", "opt-out"])
def test_rule_16_another_site_decides_nothing(
    client: FlaskClient, records: Records, headers: dict[str, str], decision: str
) -> None:
    client.set_cookie("demo_statistics", "1")
    response = client.post(
        "/privacy/choices",
        data={"decision": decision, "service": "film", "url": "/demo/films/a"},
        headers=headers,
    )
    assert response.status_code == 403
    assert "Set-Cookie" not in response.headers
    assert records() == []


def test_rule_16_who_proves_nothing_is_asked_to_confirm(client: FlaskClient, records: Records) -> None:
    response = client.post("/privacy/choices", data={"decision": "accept"})
    assert "Please confirm" in response.text
    assert records() == []


def test_rule_16_no_page_can_be_framed(client: FlaskClient, story: str) -> None:
    for address in (*EVERY_PAGE, story):
        response = client.get(address)
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("spoil", ["tamper", "foreign", "oversized", "garbage", "binary", "empty"])
def test_rule_17_a_bad_cookie_is_no_choice(
    app: Flask,
    reader: FlaskClient,
    choose: Choose,
    make_app: Callable[..., Flask],
    tmp_path: Path,
    spoil: str,
) -> None:
    choose("accept")
    cookie = reader.get_cookie("broadsheet_choices")
    assert cookie
    bad = {
        "tamper": cookie.value[:20] + ("A" if cookie.value[20] != "A" else "B") + cookie.value[21:],
        "foreign": _foreign_cookie(make_app, tmp_path),
        "oversized": cookie.value + "A" * 3_000,
        "garbage": "%%%;;..",
        "binary": "\xff\xfe\x00".replace("\x00", "é"),
        "empty": "",
    }[spoil]
    reader.set_cookie("broadsheet_choices", bad)
    response = reader.get("/")
    assert response.status_code == 200
    assert "privacy-notice" in response.text
    assert HOST not in response.headers["Content-Security-Policy"]


def _foreign_cookie(make_app: Callable[..., Flask], tmp_path: Path) -> str:
    """Return a cookie that another site signed, which runs the same software with keys of its own."""
    client = make_app(DATA=tmp_path / "other").test_client()
    client.post("/privacy/choices", data={"decision": "accept"}, headers={"Sec-Fetch-Site": "same-origin"})
    cookie = client.get_cookie("broadsheet_choices")
    assert cookie
    return cookie.value


def test_rule_18_the_guide_says_how_each_deceptive_pattern_is_avoided() -> None:
    guide = GUIDE.read_text("utf-8")
    for pattern in ("Overloading", "Skipping", "Stirring", "Obstructing", "Fickle", "Left in the dark"):
        assert re.search(rf"^- \*\*{pattern}\*\*: [A-Z].{{60,}}", guide, re.M), pattern


@pytest.mark.parametrize(
    ("mode", "loads", "button"),
    [("opt-in", False, "Refuse"), ("opt-out", True, "Opt out"), ("notice", True, "Opt out")],
)
def test_rule_19_the_mode_decides_what_loads_before_an_answer(
    in_mode: InMode, make_reader: AsReader, mode: str, loads: bool, button: str
) -> None:
    reader = make_reader(in_mode(mode))
    page = reader.get("/")
    assert ("scripts/statistics.js" in page.text) is loads
    assert (HOST in page.headers["Content-Security-Policy"]) is loads
    assert f'value="refuse">{button}</button>' in page.text
    reader.post("/privacy/choices", data={"decision": "refuse"})
    assert HOST not in header(reader)


REGIONS = """region_headers = ["CF-IPCountry", "CF-Region-Code"]
regions = { US = "notice", US-CA = "opt-out", CA = "notice" }"""


@pytest.mark.parametrize(
    ("country", "part", "mode"),
    [
        ("US", "CA", "opt-out"), ("US", "TX", "notice"), ("US", "", "notice"), ("us", "ca", "opt-out"),
        ("FR", "", "opt-in"), ("", "", "opt-in"), ("XX", "", "opt-in"), ("", "CA", "opt-in"), ("US\t", "<", "opt-in"),
        ("United States", "", "opt-in"), ("US-CA", "", "opt-out"),
    ],
)  # fmt: skip
def test_rule_19_the_mode_follows_the_region(
    in_mode: InMode, make_reader: AsReader, country: str, part: str, mode: str
) -> None:
    reader = make_reader(in_mode(regions=REGIONS, TRUSTED_PROXIES=1))
    page = reader.get("/privacy/choices", headers={"CF-IPCountry": country, "CF-Region-Code": part}).text
    page_of_story = reader.get("/", headers={"CF-IPCountry": country, "CF-Region-Code": part}).text
    assert (" checked" in page) is (mode != "opt-in")
    assert ('id="privacy-sale"' in page_of_story) is (mode == "opt-out")


def test_rule_19_a_region_is_recorded_and_only_from_a_trusted_header(
    in_mode: InMode, make_reader: AsReader
) -> None:
    app = in_mode(regions=REGIONS, TRUSTED_PROXIES=1)
    forged = {"X-Country": "US", "CF-IPCountry": "US", "CF-Region-Code": "CA"}
    make_reader(app).post("/privacy/choices", data={"decision": "refuse"}, headers=forged)
    with app.app_context():
        (record,) = reading().query(Record)
    assert (record.region, record.mode) == ("US-CA", "opt-out")
    plain = in_mode()
    page = plain.test_client().get("/", headers=forged)
    assert HOST not in page.headers["Content-Security-Policy"]


def test_rule_20_what_was_not_granted_is_absent_from_the_browsers_policy(
    reader: FlaskClient, choose: Choose
) -> None:
    assert HOST not in header(reader)
    choose("save", service="film")
    policy = header(reader)
    assert f"frame-src {HOST};" in policy
    assert "script-src 'self';" in policy
    choose("accept")
    assert f"script-src 'self' {HOST};" in header(reader)


def test_rule_23_a_receipt_is_given_and_a_changed_one_told_apart(reader: FlaskClient, choose: Choose) -> None:
    assert reader.get("/privacy/receipt").status_code == 404
    choose("save", service="film")
    receipt = reader.get("/privacy/receipt")
    assert receipt.mimetype == "application/json"
    content = receipt.json
    assert content["record"]["granted"] == ["film"]
    assert content["notice"]["question"].startswith("May we")
    assert reader.post("/privacy/receipt", json=content).json["valid"] is True
    for change in (
        lambda c: c["record"].update(granted=[]),
        lambda c: c["record"].update(time="2020-01-01T00:00:00Z"),
        lambda c: c["notice"].update(question="We may."),
        lambda c: c.update(issuer="https://elsewhere.example"),
        lambda c: c.update(extra=1),
        lambda c: c.update(signature=c["signature"][:-2] + "AA"),
    ):
        changed = json.loads(json.dumps(content))
        change(changed)
        assert reader.post("/privacy/receipt", json=changed).json == {
            "valid": False,
            "state": "changed",
            "receipt": "",
        }


TAMPERINGS = {
    "changed": ("UPDATE broadsheet_consent_records SET granted = '[\"advertising\"]' WHERE number = 3", 3),
    "deleted": ("DELETE FROM broadsheet_consent_records WHERE number = 2", 2),
    "first deleted": ("DELETE FROM broadsheet_consent_records WHERE number = 1", 1),
    "last deleted": ("DELETE FROM broadsheet_consent_records WHERE number = 5", 5),
    "all deleted": ("DELETE FROM broadsheet_consent_records", 1),
    "renumbered": ("UPDATE broadsheet_consent_records SET number = 9 WHERE number = 4", 4),
    "words changed": ("UPDATE broadsheet_consent_wordings SET told = '{}'", 1),
    "words deleted": ("DELETE FROM broadsheet_consent_wordings", 1),
    "seal deleted": ("DELETE FROM broadsheet_consent_seals", 5),
    "seal changed": ("UPDATE broadsheet_consent_seals SET token = token || 'x'", 0),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_rule_24_one_changed_record_is_found(app: Flask, choose: Choose, tampering: str) -> None:
    for decision in ("accept", "refuse", "accept", "save", "refuse"):
        choose(decision)
    statement, first_bad = TAMPERINGS[tampering]
    with app.app_context():
        assert verify_ledger(reading()) is None
        with writing() as session:
            session.execute(text(statement))
        fault = verify_ledger(reading())
    assert fault
    assert fault.number == first_bad


def test_rule_24_a_record_made_anew_with_its_own_hash_is_found(app: Flask, choose: Choose) -> None:
    """Its hash fits its content then; what follows it does not fit it."""
    for decision in ("accept", "refuse", "accept"):
        choose(decision)
    for number, first_bad in ((2, 3), (3, 3)):
        with app.app_context():
            with writing() as session:
                record = session.query(Record).filter_by(number=number).one()
                kept = (record.granted, record.hash)
                record.granted = ["advertising"]
                record.hash = hash_record(record)
            fault = verify_ledger(reading())
            with writing() as session:
                record = session.query(Record).filter_by(number=number).one()
                record.granted, record.hash = kept
        assert fault
        assert fault.number == first_bad


def test_rule_24_two_records_that_changed_places_are_found(app: Flask, choose: Choose) -> None:
    for decision in ("accept", "refuse", "accept"):
        choose(decision)
    with app.app_context():
        with writing() as session:
            for old, new in ((2, 90), (3, 2), (90, 3)):
                session.execute(
                    text("UPDATE broadsheet_consent_records SET number = :new WHERE number = :old"),
                    {"old": old, "new": new},
                )
        fault = verify_ledger(reading())
    assert fault
    assert fault.number == 2


def test_rule_24_what_was_cut_off_stays_missing_when_the_ledger_goes_on(app: Flask, choose: Choose) -> None:
    choose("accept")
    choose("refuse")
    with app.app_context(), writing() as session:
        session.execute(delete(Record).where(Record.number == 2))
    choose("accept")
    with app.app_context():
        fault = verify_ledger(reading())
    assert fault
    assert fault.number == 2


@pytest.mark.parametrize("later", ["refuse", "save", "accept"])
@pytest.mark.parametrize("mode", ["opt-in", "opt-out"])
def test_rule_25_a_cookie_from_before_a_later_choice_grants_nothing(
    in_mode: InMode, make_reader: AsReader, later: str, mode: str
) -> None:
    app = in_mode(mode)
    reader = make_reader(app)
    reader.post("/privacy/choices", data={"decision": "accept"})
    old = reader.get_cookie("broadsheet_choices")
    assert old
    assert HOST in header(reader)
    reader.post("/privacy/choices", data={"decision": later, "service": "film"})
    replayed = make_reader(app)
    replayed.set_cookie("broadsheet_choices", old.value)
    page = replayed.get("/")
    assert HOST not in page.headers["Content-Security-Policy"] + page.text
    assert "privacy-notice" in page.text


def test_rule_25_a_grant_that_the_ledger_does_not_know_grants_nothing(
    app: Flask, reader: FlaskClient, choose: Choose
) -> None:
    choose("accept")
    with app.app_context(), writing() as session:
        session.execute(delete(Record))
    assert HOST not in header(reader)


def test_a_ledger_that_cannot_be_read_grants_nothing(app: Flask, reader: FlaskClient, choose: Choose) -> None:
    choose("accept")
    with app.app_context(), writing() as session:
        session.execute(text("ALTER TABLE broadsheet_consent_records RENAME TO away"))
    try:
        page = reader.get("/")
        assert page.status_code == 200
        assert HOST not in page.headers["Content-Security-Policy"]
    finally:
        with app.app_context(), writing() as session:
            session.execute(text("ALTER TABLE away RENAME TO broadsheet_consent_records"))


def test_the_days_pass(pass_days: Callable[[int], None]) -> None:
    """The fixture really moves the clock of the choice."""
    from broadsheet.consent import choice

    pass_days(3)
    assert choice.datetime.now(UTC) - datetime.now(UTC) > timedelta(days=2)
