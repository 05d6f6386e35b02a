"""The cookie of tokens is the browser's word: whatever it says, the page is shown, and little is remembered of it."""

from collections.abc import Callable

import pytest
from flask import Flask

from broadsheet.comments.changing.tokens import COOKIE, MOST_KEPT, read_changeable
from broadsheet.comments.reader import REMEMBERED, WRITTEN

ODD = {
    "no such comment": "0:a:b",
    "just too large": f"{2**31}:a:b",
    "ten digits": "9999999999:a:b",
    "many": "~".join(f"{id}:a:b" for id in range(1, 40_000)),
}


@pytest.mark.parametrize("said", ODD.values(), ids=ODD.keys())
def test_odd_ids_spoil_no_page(app: Flask, story: str, said: str) -> None:
    client = app.test_client(use_cookies=False)
    assert client.get(story, headers={"Cookie": f"{COOKIE}={said}"}).status_code == 200


def test_no_more_comments_are_read_than_are_written(app: Flask) -> None:
    with app.test_request_context(headers={"Cookie": f"{COOKIE}={ODD['many']}"}):
        assert read_changeable() == frozenset(range(40_000 - MOST_KEPT, 40_000))


def test_what_one_browser_claims_is_shown_to_no_other(
    app: Flask, story: str, write: Callable[..., int]
) -> None:
    """Whichever comes first after a change, and whatever the writers' own cookies beside it say."""
    client = app.test_client(use_cookies=False)
    for number, beside in enumerate(("", f"; {WRITTEN}=x", f"; {REMEMBERED}=x", "; broadsheet_reader=x")):
        ids = [write(app, f"Comment {number} {letter}") for letter in "abcdef"]
        claimed = "~".join(f"{id}::" for id in ids)
        assert client.get(story, headers={"Cookie": f"{COOKIE}={claimed}{beside}"}).status_code == 200
        page = client.get(story).text
        assert f"Comment {number} f" in page
        assert "/edit" not in page
