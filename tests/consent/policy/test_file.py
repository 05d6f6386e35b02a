from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from broadsheet.consent import Consent
from broadsheet.consent.policy import Cookie, Policy
from broadsheet.consent.policy.file import PolicyError, load_policy
from broadsheet.consent.policy.translation import find_missing_words
from broadsheet.consent.policy.wording import word
from broadsheet.shipped import shipped

GOOD = """
version = "1"
controller = "Us"
contact = "us@example.org"
notice = "May we?"
[[category]]
id = "media"
name = "Films"
description = "Films."
[[service]]
id = "film"
name = "Film"
category = "media"
purpose = "Plays films."
recipient = "Them"
link = "https://film.example/watch/{id}"
frame = "https://film.example/embed/{id}"
hosts = { frame-src = ["https://film.example"] }
[[service.cookies]]
name = "seen"
purpose = "Remembers films."
duration = "1 day"
"""


def load(tmp_path: Path, text: str) -> Policy:
    file = tmp_path / "privacy.toml"
    file.write_text(text)
    return load_policy(file, 8000)


def test_the_shipped_policy_has_a_service_for_every_optional_category() -> None:
    policy = load_policy(shipped("config") / "privacy.toml", 8123)
    assert policy.optional
    assert all(category.services for category in policy.optional)
    assert any(service.sale for service in policy.services.values())
    assert "http://localhost:8123/demo/scripts/statistics.js" in {s.script for s in policy.services.values()}


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('version = "1"', "", "version"),
        ('version = "1"', "version = 1", "version"),
        ('contact = "us@example.org"', 'contract = "x"', "contract"),
        ('id = "media"', 'id = "Media!"', "id"),
        ('category = "media"', 'category = "meida"', "meida"),
        ('purpose = "Plays films."', "", "purpose"),
        ("link =", "lnik =", "lnik"),
        ('link = "https://film.example/watch/{id}"', "", "link and frame"),
        ("frame-src", "frame-ancestors", "frame-ancestors"),
        ('["https://film.example"]', '["https://film.example; script-src *"]', "frame-src"),
        ('["https://film.example"]', "[\"'unsafe-inline'\"]", "frame-src"),
        ('hosts = { frame-src = ["https://film.example"] }', "hosts = 5", "hosts"),
        ('link = "https://film.example/watch/{id}"', 'link = "https://film.example/watch/"', "link"),
        ('recipient = "Them"', 'recipient = "Them"\nscript = "javascript:alert(1)"', "script"),
        ('version = "1"', 'version = "1"\ndays = 99999999999', "days"),
        ('duration = "1 day"', "", "duration"),
        ('name = "Film"', 'name = "Film"\nsale = "yes"', "sale"),
        ('version = "1"', 'version = "1"\ndays = 0', "days"),
        ('version = "1"', 'version = "1', "TOML"),
        ('version = "1"', 'version = "1"\nupdated = "today"', "updated"),
        ('version = "1"', 'version = "1"\nkeep_days = -1', "keep_days"),
        ('version = "1"', 'version = "1"\nmode = "ask"', "mode is 'ask'"),
        ('version = "1"', 'version = "1"\nregions = { US = "notice" }', "region_headers"),
        ('version = "1"', 'version = "1"\nregion_headers = ["X"]\nregions = { us = "notice" }', "'us'"),
        ('version = "1"', 'version = "1"\nregion_headers = ["X"]\nregions = { US = "no" }', "US is 'no'"),
        (
            'version = "1"',
            'version = "1"\nmode = "opt-out"\nregion_headers = ["X"]\nregions = { US = "notice" }',
            "mode must be",
        ),
        ('notice = "May we?"', "notice = 5", "notice"),
        ('recipient = "Them"', 'recipient = "Them"\nsignals = ["all"]', "signals has 'all'"),
        ('recipient = "Them"', 'recipient = "Them"\ncontacts = [5]', "contacts"),
    ],
)
def test_a_broken_policy_is_refused_by_key(tmp_path: Path, old: str, new: str, named: str) -> None:
    assert old in GOOD
    load(tmp_path, GOOD)
    with pytest.raises(PolicyError, match=named):
        load(tmp_path, GOOD.replace(old, new))


def test_a_service_used_twice_is_refused(tmp_path: Path) -> None:
    twice = GOOD + GOOD[GOOD.index("[[service]]") : GOOD.index("[[service.cookies]]")]
    with pytest.raises(PolicyError, match="film"):
        load(tmp_path, twice)


def test_a_missing_policy_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"gone\.toml"):
        load_policy(tmp_path / "gone.toml", 8000)


def test_the_hash_follows_every_word(tmp_path: Path) -> None:
    first = hash_of(load(tmp_path, GOOD))
    assert first == hash_of(load(tmp_path, GOOD))
    for told in ("May we?", '"Us"', "us@example.org", "Films.", "Plays films.", "Them", "1 day"):
        assert hash_of(load(tmp_path, GOOD.replace(told.strip('"'), "Other"))) != first, told


def hash_of(policy: Policy) -> str:
    return word(policy, "en", "opt-in").hash


def test_each_mode_has_its_question(tmp_path: Path) -> None:
    asked = GOOD.replace('notice = "May we?"', "") + '[notice]\nopt-in = "May we?"\nopt-out = "We do."\n'
    assert load(tmp_path, asked).notice == {"opt-in": "May we?", "opt-out": "We do."}
    with pytest.raises(PolicyError, match="no text for the mode 'notice'"):
        load(tmp_path, 'mode = "notice"\n' + asked)


WORDS = """
[notice]
opt-in = "Dürfen wir?"
[category.media]
name = "Filme"
description = "Filme eben."
[service.film]
purpose = "Spielt Filme."
[service.film.cookies.seen]
purpose = "Merkt sich Filme."
duration = "1 Tag"
"""


def translate(tmp_path: Path, words: str, name: str = "privacy.de.toml") -> Policy:
    (tmp_path / name).write_text(words)
    return load(tmp_path, GOOD)


def test_a_translation_stands_beside_the_policy(tmp_path: Path) -> None:
    policy = translate(tmp_path, WORDS)
    assert policy.languages == ("en", "de")
    german = policy.told_in("de")
    assert (german.notice["opt-in"], german.categories[0].name) == ("Dürfen wir?", "Filme")
    assert german.services["film"].cookies[0] == Cookie("seen", "Merkt sich Filme.", "1 Tag")
    assert german.services["film"].recipient == "Them"
    assert german.optional_services == policy.optional_services
    assert policy.told_in("xx") is policy
    assert list(find_missing_words(policy)) == []


def test_what_is_not_translated_is_listed(tmp_path: Path) -> None:
    policy = translate(tmp_path, '[notice]\nopt-in = "Dürfen wir?"\n')
    assert list(find_missing_words(policy)) == [
        "de: category.media.name", "de: category.media.description", "de: service.film.purpose",
        "de: service.film.cookies.seen.purpose", "de: service.film.cookies.seen.duration",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("[service.film]", "[service.flim]", "flim"),
        ("[category.media]", "[category.medien]", "medien"),
        ("cookies.seen", "cookies.gone", "gone"),
        ("opt-in", "opt-im", "opt-im"),
        ("name =", "nmae =", "nmae"),
        ('name = "Filme"', "name = 5", "name"),
        ("[notice]", "[nitice]", "nitice"),
        ("[category.media]", "category = 7\n[x]", "category|x"),
    ],
)
def test_a_broken_translation_is_refused_by_key(tmp_path: Path, old: str, new: str, named: str) -> None:
    with pytest.raises(PolicyError, match=named) as caught:
        translate(tmp_path, WORDS.replace(old, new, 1))
    assert "privacy.de.toml" in str(caught.value)


def test_a_translation_into_the_policys_own_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="is the language of the policy itself"):
        translate(tmp_path, WORDS, "privacy.en.toml")


@pytest.mark.parametrize(
    ("pattern", "name", "meant"),
    [
        ("_ga_*", "_ga_X1", True),
        ("_ga_*", "_gb", False),
        ("cart[1]", "cart[1]", True),
        ("a?", "ab", False),
        ("*", "", True),
    ],
)
def test_a_star_stands_for_any_letters_and_nothing_else_for_others(
    pattern: str, name: str, meant: bool
) -> None:
    assert Cookie(pattern, "", "").matches(name) is meant


def test_a_translation_of_no_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="tag of a language"):
        translate(tmp_path, WORDS, "privacy.German!.toml")


def test_a_region_that_anyone_could_forge_stops_the_start(
    bare_app: Flask, small_policy: Callable[..., Policy]
) -> None:
    regions = 'version = "1"\nregion_headers = ["X-Country"]\nregions = { FR = "notice" }'
    with pytest.raises(PolicyError, match="trusted_proxies"):
        Consent(bare_app, small_policy(('version = "1"', regions)))
