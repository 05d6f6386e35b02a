"""Passwords: which are taken, and how they are kept."""

from unicodedata import normalize

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type
from argon2.profiles import CHEAPEST, RFC_9106_LOW_MEMORY

from broadsheet.desk.accounts import passwords
from broadsheet.desk.accounts.passwords import (
    WeakPassword,
    check_strength,
    hash_password,
    holds,
    needs_new_hash,
)


@pytest.mark.parametrize(
    "password",
    [
        "seven grey herons",
        "семь серых цапель",
        "七羽の灰色の鷺が港にいる",
        "moles mow the lawn at noon",
        "x" * 3 + "Kd8!pQz2wLm",
    ],
)
def test_what_cannot_be_guessed_is_taken(password: str) -> None:
    check_strength(password, "mo")


@pytest.mark.parametrize(
    "password",
    [
        "", "short", "eleven char", "s" * 201, "aaaaaaaaaaaaaaaa", "abababababababab", "123456789012", "Password1234!",
        "passwordpassword", "qwertyuiop2024", "administrator1", "edda edda edda!", "Edda-1999-10",
    ],
)  # fmt: skip
def test_what_could_be_guessed_is_not(password: str) -> None:
    with pytest.raises(WeakPassword):
        check_strength(password, "edda")


def test_a_hash_is_argon2id_with_the_parameters_of_its_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY))
    made = extract_parameters(hash_password("seven grey herons"))
    assert (made.type, made.memory_cost, made.time_cost, made.salt_len) == (Type.ID, 64 * 1024, 3, 16)
    assert passwords.PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY).memory_cost == 64 * 1024


def test_a_password_holds_and_no_other_does() -> None:
    hashed = hash_password("seven grey herons")
    assert holds(hashed, "seven grey herons")
    for other in (
        "seven grey heron",
        "Seven grey herons",
        "",
        "seven grey herons\0",
        "x" * 100_000,
        "\ud800",
    ):
        assert not holds(hashed, other)
    assert not holds("no hash", "seven grey herons")
    assert not holds(None, "nobody has this password")


def test_a_password_is_the_same_from_another_keyboard() -> None:
    word = "größe fünf äpfel"
    assert holds(hash_password(normalize("NFC", word)), normalize("NFD", word))


def test_a_password_is_not_cut() -> None:
    longest = "".join(chr(33 + number % 90) for number in range(passwords.LONGEST))
    assert not holds(hash_password(longest), longest + "more")


def test_an_older_hash_asks_to_be_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY))
    assert needs_new_hash(PasswordHasher.from_parameters(CHEAPEST).hash("seven grey herons"))
    assert not needs_new_hash(hash_password("seven grey herons"))
