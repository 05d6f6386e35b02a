"""Twelve languages, whole: a missing translation fails here."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept

from broadsheet.consent.policy.file import load_policy
from broadsheet.consent.policy.translation import find_missing_words
from broadsheet.dates import show_list, show_moment
from broadsheet.languages import (
    LANGUAGES,
    choose_language,
    direction,
    name_language,
    pluraliser,
    read_catalogue,
    read_plurals,
    translator,
)
from broadsheet.shipped import shipped

ROOT = Path(__file__).parents[2]
OTHERS = [tag for tag in LANGUAGES if tag != "en"]
FILLED_IN = re.compile(r"%\(\w+\)s")


def find_messages() -> Iterator[str | tuple[str, ...]]:
    """Yield every text that the templates and the code mark for translation; one that changes with a number is a pair."""
    methods = [(f"**.{kind}", "jinja2") for kind in ("html", "txt", "xml")] + [("**.py", "python")]
    for folder in (ROOT / "templates", ROOT / "site" / "broadsheet"):
        for found in extract_from_dir(folder, method_map=methods):
            yield found[2]


FOUND = set(find_messages())
MESSAGES = {found for found in FOUND if isinstance(found, str)}
PLURALS = {found[0]: found[1] for found in FOUND if isinstance(found, tuple)}


def test_there_is_something_to_translate() -> None:
    assert len(MESSAGES) > 60


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated_and_none_too_many(language: str) -> None:
    catalogue = read_catalogue(language)
    assert {text for text in MESSAGES if not catalogue.get(text)} == set()
    assert set(catalogue) - MESSAGES == set()


@pytest.mark.parametrize("language", OTHERS)
def test_what_changes_with_a_number_has_each_of_the_languages_forms(language: str) -> None:
    forms, choose = read_plurals(language)
    used = {choose(number) for number in range(1_000)}
    assert set(forms) == set(PLURALS)
    for one, said in forms.items():
        assert len(said) == len(used), one
        names = set(FILLED_IN.findall(PLURALS[one]))
        for text in said:
            assert names - {"%(number)s"} <= set(FILLED_IN.findall(text)) <= names, text
            assert "%" not in FILLED_IN.sub("", text), text
        assert "%(number)s" in said[choose(5)], one


@pytest.mark.parametrize(
    ("language", "number", "form"),
    [("de", 1, 0), ("de", 0, 1), ("fr", 0, 0), ("fr", 2, 1), ("pl", 1, 0), ("pl", 3, 1), ("pl", 5, 2), ("pl", 22, 1),
     ("ar", 0, 0), ("ar", 2, 2), ("ar", 3, 3), ("ar", 11, 4), ("ar", 100, 5), ("ja", 1, 0), ("ja", 7, 0)],
)  # fmt: skip
def test_a_number_takes_its_form(language: str, number: int, form: int) -> None:
    assert read_plurals(language)[1](number) == form


def test_a_number_is_written_as_its_language_does() -> None:
    say = pluraliser("de")
    assert say("%(number)s comment", "%(number)s comments", 1204).startswith("1.204 ")
    assert pluraliser("en")("%(number)s comment", "%(number)s comments", 1204) == "1,204 comments"
    assert pluraliser("en")("%(number)s comment", "%(number)s comments", 1) == "1 comment"
    assert pluraliser("xx")("%(number)s comment", "%(number)s comments", 0) == "0 comments"


def test_what_is_filled_in_as_markup_stays_it_and_nothing_else_becomes_it() -> None:
    say = translator("en")
    assert say("%(a)s <b> %(c)s", a=Markup("<i>x</i>"), c="<u>") == "<i>x</i> &lt;b&gt; &lt;u&gt;"
    assert say("%(a)s <b>", a="<i>") == "<i> <b>"


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_fills_in_what_the_text_does(language: str) -> None:
    for text, said in read_catalogue(language).items():
        assert sorted(FILLED_IN.findall(text)) == sorted(FILLED_IN.findall(said)), text
        assert "%" not in FILLED_IN.sub("", said), text


def test_the_shipped_policy_is_said_in_every_language() -> None:
    policy = load_policy(shipped("config") / "privacy.toml", 8000)
    assert set(policy.languages) == set(LANGUAGES)
    assert list(find_missing_words(policy)) == []
    for language in OTHERS:
        assert set(policy.told_in(language).notice) == {"opt-in", "opt-out", "notice"}


@pytest.mark.parametrize(
    ("wanted", "accepted", "chosen"),
    [
        ("", "de-AT,de;q=0.9,en;q=0.5", "de"),
        ("fr", "de", "fr"),
        ("xx", "de", "de"),
        ("", "xx,yy", "en"),
        ("", "", "en"),
        ("", "ja;q=0.3, pt-BR", "pt"),
        ("", "de-AT-1996,en;q=0.9", "de"),
        ("", "de;q=0,fr;q=0.1", "fr"),
        ("", ";;;q=x,\x00", "en"),
    ],
)
def test_the_browser_chooses_and_the_reader_overrides(
    app: Flask, wanted: str, accepted: str, chosen: str
) -> None:
    with app.test_request_context("/", headers={"Accept-Language": accepted.replace("\x00", "")}) as context:
        assert choose_language(tuple(LANGUAGES), wanted, context.request.accept_languages, "en") == chosen


def test_an_endless_wish_takes_no_time(app: Flask) -> None:
    """It is passed over: shortening it step by step would take minutes."""
    for wish in ("a-" * 100_000 + "b", ",".join(f"x{n}" for n in range(50_000)) + ",de"):
        with app.test_request_context("/", headers={"Accept-Language": wish}) as context:
            assert choose_language(tuple(LANGUAGES), "", context.request.accept_languages, "en") == "en"


def test_a_part_of_a_language_has_its_words() -> None:
    assert translator("pt-BR")("Accept") == translator("pt")("Accept") != "Accept"
    assert (name_language("pt-BR"), name_language("xx")) == ("Português", "xx")


def test_an_unknown_language_speaks_english() -> None:
    assert translator("xx")("Accept") == "Accept"
    assert choose_language(("en",), "", LanguageAccept([("de", 1)]), "en") == "en"


def test_what_is_filled_in_is_set_apart_where_text_runs_from_the_right() -> None:
    assert "\u2068-Xy_\u2069" in translator("ar")("Your receipt is %(receipt)s.", receipt="-Xy_")
    assert translator("en")("Your receipt is %(receipt)s.", receipt="-Xy_") == "Your receipt is -Xy_."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["/", "/privacy", "/privacy/choices", "/privacy/receipt"])
def test_each_page_of_the_choice_is_in_the_language(client: FlaskClient, language: str, address: str) -> None:
    page = client.get(address, headers={"Accept-Language": language, "Accept": "text/html"}).text
    named = client.get(f"{address}?language={language}", headers={"Accept": "text/html"}).text
    for text in (page, named):
        assert f'lang="{language}" dir="{direction(language)}"' in text
        assert translator(language)("Privacy & Cookies Policy").replace("&", "&amp;") in text


def test_dates_and_lists_are_said_in_the_language(app: Flask) -> None:
    moment = datetime(2026, 11, 24, 5, 43, tzinfo=UTC)
    with app.app_context():
        assert show_moment(moment) == "24 November 2026, 05:43 UTC"
        assert show_moment(moment, "de") == "24. November 2026, 05:43 UTC"
        assert show_moment(moment, "ja") == "2026年11月24日 5:43 UTC"
        assert show_moment(moment, "no-such-tag") == show_moment(moment)
    assert (show_list(["a", "b", "c"], "de"), show_list(["a"], "de")) == ("a, b und c", "a")
