"""Each reader is given what is theirs, from memory or not, and nothing of another's."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from broadsheet.consent.choice import COOKIE
from broadsheet.storage import writing

Count = Callable[[Flask], Any]
People = Callable[[], FlaskClient]
ACCEPT, REFUSE = {"decision": "accept"}, {"decision": "refuse"}


def test_all_who_chose_the_same_share_a_page(
    app: Flask, story: str, someone: People, count_made: Count
) -> None:
    people = [someone() for _ in range(4)]
    for person in people[:2]:
        person.post("/privacy/choices", data=ACCEPT)
    people[2].post("/privacy/choices", data=REFUSE)
    with count_made(app) as made:
        accepted, accepted_too, refused, asked = [person.get(story).text for person in people]
        assert [person.get(story).text for person in people] == [accepted, accepted_too, refused, asked]
    assert len(made) == 3
    assert accepted == accepted_too
    assert 'id="privacy-notice"' in asked
    assert 'id="privacy-notice"' not in refused + accepted
    assert "statistics.js" in accepted
    assert "statistics.js" not in refused + asked


def test_the_policy_of_a_kept_page_is_that_of_the_choice(story: str, someone: People) -> None:
    granting, plain = someone(), someone()
    granting.post("/privacy/choices", data=ACCEPT)
    policies = [
        [person.get(story).headers["Content-Security-Policy"] for person in (granting, plain)]
        for _ in range(2)
    ]
    assert policies[0] == policies[1]
    assert policies[0][0] != policies[0][1]


def test_a_forged_choice_gets_what_no_choice_gets(app: Flask, story: str, someone: People) -> None:
    granting, forger = someone(), someone()
    granting.post("/privacy/choices", data=ACCEPT)
    cookie = granting.get_cookie(COOKIE)
    assert cookie
    granting.get(story)
    forger.set_cookie(COOKIE, cookie.value[:-1] + ("A" if cookie.value[-1] != "A" else "B"))
    assert forger.get(story).data == someone().get(story).data


def test_a_cookie_played_back_after_withdrawal_grants_nothing(
    app: Flask, make_app: Callable[..., Flask], story: str, reader: FlaskClient
) -> None:
    """Rule 25, on the worker that knew the cookie and on another."""
    other = make_app(COMMENTS_MODERATION="show", DEMO=True)
    reader.post("/privacy/choices", data=ACCEPT)
    cookie = reader.get_cookie(COOKIE)
    assert cookie
    thieves = [app.test_client(), other.test_client()]
    for thief in thieves:
        thief.set_cookie(COOKIE, cookie.value)
        assert "statistics.js" in thief.get(story).text
    reader.post("/privacy/choices", data={"decision": "withdraw"})
    for thief in thieves:
        assert "statistics.js" not in thief.get(story).text


def test_a_choice_ends_with_its_time(story: str, reader: FlaskClient, app: Flask) -> None:
    reader.post("/privacy/choices", data=ACCEPT)
    assert "statistics.js" in reader.get(story).text
    with app.app_context(), writing() as session:
        past = datetime.now(UTC) - timedelta(days=1)
        session.execute(text("UPDATE broadsheet_consent_records SET expires = :past"), {"past": past})
    assert "statistics.js" not in reader.get(story).text


def test_each_language_and_signal_has_its_page(story: str, client: FlaskClient) -> None:
    said = [{}, {"Accept-Language": "de"}, {"Accept-Language": "fr"}, {"Sec-GPC": "1"}]
    pages = [client.get(story, headers=headers).text for headers in said]
    assert len(set(pages)) == 4
    assert [client.get(story, headers=headers).text for headers in said] == pages


def test_who_wrote_is_given_a_page_of_their_own(
    app: Flask, make_app: Callable[..., Flask], story: str, make_reader: Callable[[Flask], FlaskClient]
) -> None:
    app = make_app(COMMENTS_MODERATION="hold", COMMENTS_RATE=0, COMMENTS_FORM_SECONDS=0)
    writer, reader = make_reader(app), make_reader(app)
    form = {"thread": find_token(reader.get(story).text), "text": "My secret words", "name": "Grace"}
    form |= {"remember": "yes", "email": "grace@example.org"}
    assert writer.post("/comments", data=form).status_code == 303
    for _ in range(2):
        own = writer.get(story)
        assert "My secret words" in own.text
        assert "grace@example.org" in own.text
        assert "ETag" not in own.headers
        assert "My secret words" not in reader.get(story).text
        assert "grace@example.org" not in reader.get(story).text


def test_an_answer_that_clears_a_cookie_is_for_one_reader(story: str, someone: People) -> None:
    dirty = someone()
    for _ in range(2):
        dirty.set_cookie("demo_advertising", "1")
        assert "demo_advertising=;" in dirty.get(story).headers["Set-Cookie"]
        assert "Set-Cookie" not in someone().get(story).headers


def find_token(page: str) -> str:
    return page.split('name="thread" value="')[1].split('"')[0]
