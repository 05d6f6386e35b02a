"""What waits between reading and storing."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.transfer.items import ForeignArticle, ForeignComment, ForeignFile, ForeignPicture, LeftOut
from broadsheet.transfer.spool import Spool


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    with Spool(tmp_path) as made:
        yield made
    assert list(tmp_path.iterdir()) == []


def say(spool: Spool, id: str, parent: str | None = None, thread: str = "ferry") -> None:
    spool.add(ForeignComment(id, thread, f"I am {id}.", parent=parent))


def order(spool: Spool, length: int = 100) -> list[list[str]]:
    return [[comment.id for comment in some] for some in spool.comments(length)]


def test_an_article_comes_back_as_it_was(spool: Spool) -> None:
    article = ForeignArticle(
        "7", "Ferry", "<p>Late.</p>", published=datetime(2023, 9, 1, 9, 30, tzinfo=UTC),
        picture=ForeignPicture("/a.jpg", "A ferry"),
        tags=["Tide"], notes=["Something."],
    )  # fmt: skip
    spool.add(article)
    assert list(spool.articles()) == [article]
    assert spool.find_article("7") == ("", article)


def test_the_second_of_an_id_is_left_out(spool: Spool) -> None:
    spool.add(ForeignArticle("7", "Ferry", "First"))
    spool.add(ForeignArticle("7", "Tide", "Second"))
    say(spool, "1")
    say(spool, "1")
    assert [article.text for article in spool.articles()] == ["First"]
    assert [one.what for one in spool.left_out()] == ["article 7, 'Tide'", "comment 1"]


def test_answers_come_after_what_they_answer(spool: Spool) -> None:
    say(spool, "3", parent="2")
    say(spool, "2", parent="1")
    say(spool, "1")
    say(spool, "4", parent="1")
    assert spool.arrange_comments() == []
    assert order(spool) == [["1"], ["2", "4"], ["3"]]


def test_they_come_a_few_at_a_time(spool: Spool) -> None:
    for number in range(5):
        say(spool, str(number))
    spool.arrange_comments()
    assert order(spool, 2) == [["0", "1"], ["2", "3"], ["4"]]


def test_an_answer_to_nothing_begins_a_thread(spool: Spool) -> None:
    say(spool, "1", parent="gone")
    say(spool, "2", parent="1")
    say(spool, "3", thread="tide")
    say(spool, "4", parent="3", thread="ferry")
    assert sorted(spool.arrange_comments()) == ["1", "4"]
    assert order(spool) == [["1", "3", "4"], ["2"]]
    assert [comment.parent for some in spool.comments(100) for comment in some] == [None, None, None, "1"]


def test_circles_of_parents_are_cut_once(spool: Spool) -> None:
    say(spool, "self", parent="self")
    say(spool, "a", parent="c")
    say(spool, "b", parent="a")
    say(spool, "c", parent="b")
    say(spool, "below", parent="c")
    cut = spool.arrange_comments()
    assert len(cut) == 2
    assert "self" in cut
    assert sorted(id for some in order(spool) for id in some) == ["a", "b", "below", "c", "self"]


def test_a_chain_of_ten_thousand_answers_is_arranged(spool: Spool) -> None:
    for number in range(10_000):
        say(spool, str(number), parent=str(number - 1) if number else None)
    assert spool.arrange_comments() == []
    assert len(order(spool)) == 10_000


def test_files_that_texts_show_or_link_to_are_wanted(spool: Spool) -> None:
    spool.add(ForeignFile("/up/never.jpg", "https://old.example/up/never.jpg"))
    spool.add(ForeignFile("/up/a.jpg", "https://old.example/up/a.jpg"))
    spool.add(
        ForeignArticle("7", "Ferry", '<p><img src="/up/a.jpg"> <a href="/up/b.pdf">b</a> <a href="/tide/">c</a></p>',
                       picture=ForeignPicture("/up/lead.png"))
    )  # fmt: skip
    spool.add(
        ForeignArticle(
            "8", "Tide", "![d](/up/d.webp) and [e](https://other.example/e.pdf)", markup="markdown"
        )
    )
    found = {file.path: file.address for file in spool.wanted_files()}
    assert found == {
        "/up/a.jpg": "https://old.example/up/a.jpg", "/up/b.pdf": "", "/up/lead.png": "", "/up/d.webp": "",
    }  # fmt: skip


def test_what_is_left_out_is_remembered_in_order(spool: Spool) -> None:
    for number in range(2_500):
        spool.add(LeftOut(f"line {number}", "it is odd"))
    assert [one.what for one in spool.left_out()] == [f"line {number}" for number in range(2_500)]
