"""Lines that a script or an attacker wrote: each becomes an item, or says why not."""

import json

import pytest

from broadsheet.transfer.items import ForeignArticle, ForeignComment
from broadsheet.transfer.reading.jsonl import read_line

FERRY = {"id": "ferry", "title": "The ferry is late", "text": "Again."}
COMMENT = {"type": "comment", "id": 1, "thread": "ferry", "text": "Yes."}


def test_halves_of_characters_are_left_out() -> None:
    article = read_line(
        json.dumps(FERRY | {"id": "f\ud800", "title": "\udfffx", "tags": ["\ud800", "a"]}).encode()
    )
    assert isinstance(article, ForeignArticle)
    assert (article.id, article.title, article.tags) == ("f", "x", ["a"])
    comment = read_line(json.dumps(COMMENT | {"parent": "2\ud800"}).encode())
    assert isinstance(comment, ForeignComment)
    assert comment.parent == "ferry 2"


@pytest.mark.parametrize("key", ["related", "corrections", "image", "series"])
def test_a_head_of_lists_in_lists_is_left_out_and_named(key: str) -> None:
    line = json.dumps(FERRY)[:-1] + f', "{key}": {"[" * 400}1{"]" * 400}}}'
    article = read_line(line.encode())
    assert isinstance(article, ForeignArticle)
    assert not article.head
    assert article.notes == [f"Its {key} has lists or objects too deep in each other, and was left out."]


def test_a_number_beside_which_no_other_finds_room_is_not_kept() -> None:
    comment = read_line(json.dumps(COMMENT | {"id": 2**31 - 1}).encode())
    assert isinstance(comment, ForeignComment)
    assert comment.own_id is None
