from pathlib import Path

import pytest

from broadsheet.comments.moderation.blocklist import find_blocked, load_blocklist
from broadsheet.comments.moderation.submission import Submission
from broadsheet.comments.posting.markdown import render_comment
from broadsheet.settings import SettingsError, load_settings

LIST = """
# what we do not want
word casino
word cheap watches
domain spam.example
domain bücher.example
address 192.0.2.0/24
address 2001:db8::/32
e-mail eve@example.org
e-mail @spam.example
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "blocklist.txt"
    file.write_text(LIST)
    return file


def blocked(
    file: Path, text: str = "", email: str = "", network: str = "", name: str = "Ada", website: str = ""
) -> str:
    settings = load_settings(given={"comments_blocklist": file})
    told = {"network": network, "html": render_comment(text)}
    submission = Submission("ferry", None, name, email, website, text, **told)  # type: ignore[arg-type]
    return find_blocked(load_blocklist(settings), submission)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"text": "Visit my CASINO!"}, "word casino"),
        ({"text": "Visit my cаsinо!"}, "word casino"),
        ({"name": "Casino"}, "word casino"),
        ({"text": "Cheap\nwatches here"}, "word cheap watches"),
        ({"text": "see https://www.spam.example/x"}, "domain spam.example"),
        ({"text": "see deep.SPAM.example now"}, "domain spam.example"),
        ({"network": "192.0.2.77"}, "the address"),
        ({"network": "2001:db8::1"}, "the address"),
        ({"email": "Eve@Example.org"}, "e-mail eve@example.org"),
        ({"email": "anyone@spam.example"}, "e-mail @spam.example"),
        ({"text": "[x](https://u@spam.example/)"}, "domain spam.example"),
        ({"text": "[x](https://spam\\.example/)"}, "domain spam.example"),
        ({"text": "[x](https://spam&#46;example/)"}, "domain spam.example"),
        ({"text": "[x](https://sp%61m.example/)"}, "domain spam.example"),
        ({"text": "see spam。example"}, "domain spam.example"),
        ({"website": "https://u@spam.example/"}, "domain spam.example"),
        ({"text": "[x](https://xn--bcher-kva.example/)"}, "domain xn--bcher-kva.example"),
        ({"text": "cas&#105;no"}, "word casino"),
        ({"text": "ca**sin**o"}, "word casino"),
        ({"text": "cas\u3164ino"}, "word casino"),
        ({"text": "The casinos are closed"}, ""),
        ({"text": "notspam.example and spam.example.org"}, ""),
        ({"network": "192.0.3.1"}, ""),
        ({"network": "unknown"}, ""),
        ({"email": "ada@example.org"}, ""),
    ],
)
def test_what_is_on_the_list_is_found(file: Path, told: dict[str, str], found: str) -> None:
    assert blocked(file, **told) == found


def test_a_changed_list_is_read_again(file: Path) -> None:
    assert blocked(file, text="casino")
    file.write_text("word horse\n")
    assert (blocked(file, text="casino"), blocked(file, text="horse")) == ("", "word horse")


def test_without_a_list_nothing_is_blocked(tmp_path: Path) -> None:
    assert (
        find_blocked(load_blocklist(load_settings()), Submission("ferry", None, "Ada", "", "", "casino"))
        == ""
    )


@pytest.mark.parametrize("line", ["casino", "word", "address here", "word  "])
def test_a_wrong_line_is_named(file: Path, line: str) -> None:
    file.write_text(f"word fine\n{line}\n")
    with pytest.raises(SettingsError, match="line 2"):
        blocked(file)


def test_a_named_list_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        blocked(tmp_path / "gone.txt")


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("web3", "I love the web."),
        ("mp3", "Our MP voted."),
        ("mi6", "5 ml"),
        ("corn", "see x.com"),
        ("bum", "They burn wood"),
    ],
)
def test_a_word_is_matched_whole(tmp_path: Path, word: str, text: str) -> None:
    file = tmp_path / "words.txt"
    file.write_text(f"word {word}\n")
    assert blocked(file, text=text) == ""
    assert blocked(file, text=f"Some {word.upper()}.") == f"word {word}"


@pytest.mark.parametrize(
    "text",
    [
        "spam&#46;example",
        "spam\\.example",
        "*spam*.example",
        "http&#58;//spam&#46;example/x",
        "spam\u00ad.exam\u200bple",
    ],
)
def test_a_domain_is_found_as_it_is_shown(file: Path, text: str) -> None:
    assert blocked(file, text=text) == "domain spam.example"
