from pathlib import Path

import pytest

from broadsheet.consent.policy_file import PolicyError, load_policy
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


def load(tmp_path: Path, text: str) -> object:
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
    first = load(tmp_path, GOOD)
    assert first.notice_hash == load(tmp_path, GOOD).notice_hash
    assert first.notice_hash != load(tmp_path, GOOD.replace("May we?", "May we!")).notice_hash
