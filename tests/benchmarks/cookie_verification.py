"""How long it takes to verify a choice cookie, in microseconds, beside a Flask session of the same content."""

import tempfile
import timeit
from pathlib import Path
from statistics import median

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from broadsheet.consent import Consent
from broadsheet.consent.choice import verify_cookie
from broadsheet.shipped import shipped
from broadsheet.signing import timed_signer

COOKIE = "broadsheet_choices"
ROUNDS, TIMES = 15, 2_000


def time_of(act: object) -> float:
    """Return the median time of a call, in microseconds."""
    runs = timeit.repeat(act, repeat=ROUNDS, number=TIMES)  # type: ignore[arg-type]
    return median(runs) / TIMES * 1e6


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        app = Flask("page")
        app.config["BROADSHEET_DATA"] = Path(name)
        consent = Consent(app, shipped("config") / "privacy.toml")
        app.add_url_rule("/", "page", lambda: str(consent.is_asking()))
        client = app.test_client()
        client.post(
            "/privacy/choices", data={"decision": "accept"}, headers={"Sec-Fetch-Site": "same-origin"}
        )
        cookie = client.get_cookie(COOKIE)
        assert cookie
        signer, open_cookie = timed_signer(app, f"consent.{COOKIE}"), app.extensions[f"broadsheet.{COOKIE}"]
        session = SecureCookieSessionInterface().get_signing_serializer(app)
        assert session
        content, _made = verify_cookie(signer, cookie.value) or ([], None)
        theirs = session.dumps(content)
        print(f"{len(cookie.value)} characters")
        print(
            f"{time_of(lambda: session.loads(theirs)):8.1f} µs  Flask's own session of the same content (SHA-1)"
        )
        print(f"{time_of(lambda: verify_cookie(signer, cookie.value)):8.1f} µs  verifying a choice")
        print(
            f"{time_of(lambda: open_cookie(cookie.value)):8.1f} µs  a choice that this process has verified before"
        )
        before = open_cookie.cache_info().misses
        for _ in range(1_000):
            client.get("/")
        print(
            f"{open_cookie.cache_info().misses - before + 1:8}    verifications for 1,000 requests with one cookie"
        )


if __name__ == "__main__":
    main()
