from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from itsdangerous import BadSignature

from broadsheet.settings import Settings, SettingsError
from broadsheet.signing import load_keys, timed_signer


def test_the_first_start_makes_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    keys = load_keys(Settings(data=tmp_path))
    assert len(keys[0]) >= 32
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o600
    assert load_keys(Settings(data=tmp_path)) == keys


def test_processes_that_start_together_agree_on_the_key(
    tmp_path: Path, together: Callable[..., None]
) -> None:
    found: list[list[str]] = []
    together(lambda: found.append(load_keys(Settings(data=tmp_path))), people=8)
    assert len(found) == 8
    assert len({tuple(keys) for keys in found}) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["secrets"]


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    load_keys(Settings(data=tmp_path))
    (tmp_path / "secrets").chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        load_keys(Settings(data=tmp_path))


def test_a_named_file_is_never_made(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_keys(Settings(data=tmp_path, secrets_file=tmp_path / "mine"))
    (tmp_path / "mine").write_text("short\n")
    with pytest.raises(SettingsError, match="32 characters"):
        load_keys(Settings(data=tmp_path, secrets_file=tmp_path / "mine"))


def test_a_token_for_one_purpose_is_worth_nothing_for_another(app: Flask) -> None:
    token = timed_signer(app, "one").dumps("content")
    assert timed_signer(app, "one").loads(token) == "content"
    with pytest.raises(BadSignature):
        timed_signer(app, "two").loads(token)


def test_a_replaced_key_still_verifies_what_it_signed(app: Flask) -> None:
    token = timed_signer(app, "one").dumps("content")
    app.extensions["broadsheet.keys"].insert(0, "k" * 40)
    assert timed_signer(app, "one").loads(token) == "content"
    newer = timed_signer(app, "one").dumps("content")
    app.extensions["broadsheet.keys"].pop()
    assert timed_signer(app, "one").loads(newer) == "content"
    with pytest.raises(BadSignature):
        timed_signer(app, "one").loads(token)


def test_no_character_of_a_token_can_be_changed(app: Flask) -> None:
    signer = timed_signer(app, "one")
    token = signer.dumps(["content"])
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.="
    for place, right in enumerate(token):
        for letter in letters.replace(right, ""):
            with pytest.raises(BadSignature):
                signer.loads(token[:place] + letter + token[place + 1 :])
    for other in (token + "=", token + "A", token[:-1]):
        with pytest.raises(BadSignature):
            signer.loads(other)
