"""A name that readers know from the newsroom is nobody else's."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from broadsheet.comments.moderation.reserved import list_reserved
from broadsheet.storage import reading


def test_the_full_names_of_accounts_are_reserved_before_they_wrote_anything(
    app: Flask, make_user: Callable[..., int]
) -> None:
    make_user("mo", shown_name="Mo Patient")
    make_user("ada", shown_name="Ada")
    with app.app_context():
        names = list(list_reserved(reading()))
    assert "Mo Patient" in names
    assert "Ada" not in names


@pytest.mark.parametrize("name", ["Mo Patient", "MO  PATIENT", "Mо Pаtient", "mopatient"])
def test_no_reader_posts_under_the_name_of_an_account(
    app: Flask, reader, story: str, make_user: Callable[..., int], name: str
) -> None:
    make_user("mo", shown_name="Mo Patient")
    page = reader.get(story).text
    token = re.search(r'name="thread" value="([^"]*)"', page)
    assert token
    answer = reader.post("/comments", data={"thread": unescape(token[1]), "name": name, "text": "It was me"})
    assert answer.status_code == 422
    assert "This name belongs to the newsroom" in answer.text
