from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from itsdangerous import TimestampSigner

from broadsheet.comments.reader import MOST_WRITTEN, add_written, read_written


def carry(app: Flask, ids: range) -> str:
    """Post comment after comment, and return the cookie that the browser holds in the end."""
    value = ""
    for id in ids:
        with app.test_request_context(headers={"Cookie": f"broadsheet_written={value}"}):
            response = app.response_class()
            add_written(response, app, id)
            value = response.headers["Set-Cookie"].split(";")[0].split("=", 1)[1]
    return value


def test_the_newest_comments_of_a_busy_writer_fit_the_cookie(app: Flask) -> None:
    cookie = carry(app, range(1_000_000, 1_000_060))
    assert len(cookie) < 1_000
    with app.test_request_context(headers={"Cookie": f"broadsheet_written={cookie}"}):
        assert read_written() == frozenset(range(1_000_060 - MOST_WRITTEN, 1_000_060))


def test_after_a_week_a_writer_is_a_reader_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    cookie = carry(app, range(7, 8))
    later = int((datetime.now(UTC) + timedelta(days=8)).timestamp())
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: later)
    with app.test_request_context(headers={"Cookie": f"broadsheet_written={cookie}"}):
        assert read_written() == frozenset()
