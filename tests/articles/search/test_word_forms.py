import pytest

from broadsheet.articles.search.word_forms import list_forms


@pytest.mark.parametrize(
    ("one", "other"),
    [("ferry", "ferries"), ("cat", "cats"), ("tax", "taxes"), ("church", "churches"), ("glass", "glasses")],
)
def test_singular_and_plural_find_each_other(one: str, other: str) -> None:
    assert other in list_forms(one)
    assert one in list_forms(other)


@pytest.mark.parametrize("word", ["news", "new", "as", "2019s", "東京", ""])
def test_some_words_have_no_other_form(word: str) -> None:
    assert list_forms(word) == []
