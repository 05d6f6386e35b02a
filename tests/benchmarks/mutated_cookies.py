"""Try mutated choice cookies against a page: `mutated_cookies.py [HOW MANY]`, by default 100,000.

None may be accepted, and none may be answered by anything but a page that asks.
"""

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from broadsheet.consent import Consent
from broadsheet.shipped import shipped
from broadsheet.signing import SIGNER, timed_signer

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
COOKIE = "broadsheet_choices"


def flip_bit(value: str, dice: random.Random) -> str:
    at, bit = dice.randrange(len(value)), 1 << dice.randrange(7)
    return value[:at] + chr(ord(value[at]) ^ bit) + value[at + 1 :]


def swap_letters(value: str, dice: random.Random) -> str:
    one, other = sorted(dice.sample(range(len(value)), 2))
    return value[:one] + value[other] + value[one + 1 : other] + value[one] + value[other + 1 :]


def cut_off(value: str, dice: random.Random) -> str:
    return (
        value[: dice.randrange(len(value))] if dice.random() < 0.5 else value[dice.randrange(1, len(value)) :]
    )


def put_in(value: str, dice: random.Random) -> str:
    at = dice.randrange(len(value) + 1)
    return value[:at] + dice.choice(LETTERS) + value[at:]


def replace_letter(value: str, dice: random.Random) -> str:
    at = dice.randrange(len(value))
    return value[:at] + dice.choice(LETTERS) + value[at + 1 :]


def move_parts(value: str, dice: random.Random) -> str:
    parts = value.split(".")
    dice.shuffle(parts)
    return ".".join(parts)


WAYS: tuple[Callable[[str, random.Random], str], ...] = (
    flip_bit, swap_letters, cut_off, put_in, replace_letter, move_parts,
)  # fmt: skip


def mutate(value: str, forged: list[str], count: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """Yield (way, cookie) for `count` mutations of a good cookie; `forged` are some made with other keys and salts."""
    dice = random.Random(seed)  # noqa: S311 -- it repeats
    made = 0
    while made < count:
        if forged and dice.random() < 0.1:
            way, other = "other key or salt", dice.choice(forged)
        else:
            chosen = dice.choice(WAYS)
            way, other = chosen.__name__, chosen(value, dice)
        if other != value:
            made += 1
            yield way, other


def forge(app: Flask, content: object) -> list[str]:
    """Return cookies of the same content, signed with the site's key for other purposes, and with keys of others."""
    others = [
        str(timed_signer(app, purpose).dumps(content))
        for purpose in ("consent.once", "comments.thread", "", COOKIE)
    ]
    for key in ("an older key of this site, removed since", "", "secret", "0" * 64):
        signer = URLSafeTimedSerializer(key, salt=f"broadsheet.consent.{COOKIE}", signer_kwargs=SIGNER)
        others.append(str(signer.dumps(content)))
    weaker = URLSafeTimedSerializer("0" * 48, salt=f"broadsheet.consent.{COOKIE}")
    return [*others, str(weaker.dumps(content))]


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        app = Flask("page")
        app.config["BROADSHEET_DATA"] = Path(name)
        consent = Consent(app, shipped("config") / "privacy.toml")
        app.add_url_rule("/", "page", lambda: "asks" if consent.is_asking() else "does not ask")
        client = app.test_client()
        client.post(
            "/privacy/choices", data={"decision": "accept"}, headers={"Sec-Fetch-Site": "same-origin"}
        )
        cookie = client.get_cookie(COOKIE)
        assert cookie
        assert client.get("/").text == "does not ask"
        content = timed_signer(app, f"consent.{COOKIE}").loads(cookie.value)
        reader = app.test_client(use_cookies=False)
        outcomes: Counter[tuple[str, str]] = Counter()
        for way, value in mutate(cookie.value, forge(app, content), count):
            answer = reader.get("/", environ_overrides={"HTTP_COOKIE": f"{COOKIE}={value}"})
            outcomes[way, f"{answer.status_code} {answer.text}"] += 1
        for (way, outcome), times in sorted(outcomes.items()):
            print(f"{times:>8}  {way:<20} {outcome}")
        bad = sum(times for (_, outcome), times in outcomes.items() if outcome != "200 asks")
        print(f"{count} mutated cookies, {len(cookie.value)} characters long: {bad} accepted or failed.")
        sys.exit(bad > 0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
