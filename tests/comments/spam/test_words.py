import time

import pytest

from broadsheet.comments.moderation import Submission
from broadsheet.comments.spam.rules import find_broken
from broadsheet.comments.spam.score import Counts, rate
from broadsheet.comments.spam.words import LONGEST, MOST, describe_word, find_words


def write(text: str, name: str = "Ada", email: str = "", website: str = "") -> Submission:
    return Submission("story", None, name, email, website, text)


def test_words_hosts_and_looks_are_counted() -> None:
    words = find_words(
        write(
            "Don't miss [this](https://www.Example.org/a?b), ＷＯＷ: 2,500 €!",
            name="Ada Reader",
            email="ada@mail.example",
            website="https://shop.example/x",
        )
    )
    assert {"don't", "miss", "wow", "0", "000", "€", "host:example.org", "links:1"} <= set(words)
    assert {"name:ada", "name:reader", "mail:mail.example", "site:shop.example"} <= set(words)
    assert "example" not in words


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("see https://example.org.", "example.org"),
        ("(www.example.org)", "example.org"),
        ("https://safe.example@bad.example/x", "bad.example"),
        ("https://пример.рф/страница", "пример.рф"),
        ("詳しくはhttps://example.jpをご覧ください", "example.jp"),
    ],
)
def test_the_host_of_a_link_is_read(text: str, host: str) -> None:
    assert f"host:{host}" in find_words(write(text))


def test_words_after_a_link_are_read_where_no_space_parts_them() -> None:
    assert {"ご覧", "覧く"} <= set(find_words(write("https://example.jpをご覧ください")))


def test_the_words_of_a_comment_are_the_same_always() -> None:
    text = " ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(600))
    assert find_words(write(text)) == find_words(write(text))
    assert len(find_words(write(text))) == MOST


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("casino", "casino"),
        ("host:example.org", "links to example.org"),
        ("links:3+", "3 or more links"),
        ("mail:none", "no e-mail address"),
        ("name:ada", "the name “ada”"),
        ("!!!!", "!!!!"),
    ],
)
def test_a_word_is_told_as_people_say_it(word: str, said: str) -> None:
    assert describe_word(word) == said


HOSTILE = {
    "long": "the ferry was late again " * 400,
    "one word": "a" * 10_000,
    "emoji": "🎉" * 10_000,
    "links": "https://a.b " * 830,
    "dots": "www." * 2_500,
    "host": "https://" + "a.-" * 3_300,
    "no host": "https://" * 1_250,
    "at": "https://" + "@" * 9_990,
    "money": "win $1 " * 1_400,
    "visit": "follow " * 1_400,
    "telephone": "call 1" + " ( " * 3_300,
    "long when folded": "\ufdfa" * 10_000,
    "marks": "a" + "\u0301" * 9_999,
    "thai": "ก็" * 5_000,
    "capitals": "İ" * 10_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_is_read_quickly(text: str) -> None:
    begin = time.process_time()
    submission = write(text, name=text[:80], email=f"a@{text[:200]}", website=f"https://{text[:200]}")
    words = find_words(submission)
    assert 0 < rate(words, find_broken(submission, words), Counts()).likelihood < 1
    assert (
        time.process_time() - begin < 0.5
    )  # It takes some milliseconds; what is quadratic takes many seconds.
    assert len(words) <= MOST
    assert max(map(len, words)) <= LONGEST
