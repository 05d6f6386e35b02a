"""Parts of a page are kept by themselves, within the memory of the page cache."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from flask import Flask
from flask.testing import FlaskClient

from broadsheet.delivery.page_cache.middleware import PageCache

Write = Callable[..., int]
Count = Callable[[Flask, str], AbstractContextManager[list[str]]]


def test_the_list_is_made_once_for_all_who_have_nothing_of_their_own_in_it(
    app: Flask, count_rendered: Count, story: str, write: Write, make_reader: Callable[[Flask], FlaskClient]
) -> None:
    write(app, "Hello")
    readers = [make_reader(app) for _ in range(3)]
    for reader in readers:
        reader.set_cookie("broadsheet_details", "someone who is remembered")
    with count_rendered(app, "comments/_list.html") as lists:
        pages = [reader.get(story).text for reader in readers]
    assert len(lists) == 1
    assert all("Hello" in page for page in pages)


def test_texts_are_weighed_as_wide_as_their_letters(
    app: Flask, story: str, client: FlaskClient, write: Write
) -> None:
    cache: PageCache = app.extensions["broadsheet.page_cache"]
    sizes = []
    for words in ("a" * 5_000, "a" * 5_000 + "\N{PARTY POPPER}"):
        write(app, words)
        client.get(story)
        sizes += [part.size for key, part in cache.shelf.entries.items() if key[0] == "comments.list"]
    assert sizes[1] > 4 * sizes[0]
