import pytest

from broadsheet.related import RelatedIndex
from broadsheet.related.describing import digest_of, tell_day

FERRY = "The ferry waits for the spring tide at the old harbour, and the pilot waits with it."
TIDE = "A spring tide at the old harbour holds up the ferry; the pilot went home."
BREAD = "A loaf of rye from the bakery on the corner, with sourdough and salt."


@pytest.fixture
def index() -> RelatedIndex:
    index = RelatedIndex()
    index.add("ferry", "Ferry late", FERRY, "2026-11-01", "Coast", ["harbour"], "Winter at sea")
    index.add("tide", "Spring tide", TIDE, "2026-11-02", "Coast", ["harbour", "tide"], "Winter at sea")
    index.add("bread", "Rye bread", BREAD, None, "Food")
    index.add(
        "oven", "New oven", "The bakery has an oven for its loaf of rye and its salt sticks.", None, "Food"
    )
    return index


def test_an_explanation_adds_up(index: RelatedIndex) -> None:
    why = index.explain("ferry", "tide")
    assert sum(weight for _, weight in why.shared) == pytest.approx(why.similarity)
    assert why.score == pytest.approx((why.similarity + why.through_neighbours) * why.date_factor)
    assert why.score == pytest.approx(dict(index.related("ferry"))["tide"])
    assert (why.rank, why.days_apart, why.is_copy) == (1, 1.0, False)


def test_an_explanation_names_words_tags_section_and_series(index: RelatedIndex) -> None:
    shared = [term for term, _ in index.explain("ferry", "tide").shared]
    assert {"pilot", "tag: harbour", "section: coast", "series: winter at sea"} <= set(shared)
    assert shared.index("series: winter at sea") < shared.index("section: coast")


def test_what_is_not_in_the_list_is_explained_too(index: RelatedIndex) -> None:
    why = index.explain("ferry", "bread")
    assert why.rank is None
    assert why.days_apart is None
    assert why.through_neighbours == pytest.approx(0)


def test_an_unknown_article_is_an_error(index: RelatedIndex) -> None:
    with pytest.raises(KeyError):
        index.explain("ferry", "nowhere")


def test_a_digest_holds_all_that_is_compared() -> None:
    article = {
        "title": "A",
        "text": "B",
        "published": "2026-11-01",
        "section": "C",
        "tags": ["D"],
        "series": "E",
    }
    other = {
        "title": "a",
        "text": "b",
        "published": "2026-11-02",
        "section": "c",
        "tags": ["d"],
        "series": "e",
    }
    digests = {digest_of(article | {key: other[key]}) for key in article} | {digest_of(article)}
    assert len(digests) == len(article) + 1
    assert digest_of(article | {"address": "/a"}) == digest_of(article)


@pytest.mark.parametrize("published", ["1970-01-02", "1970-01-02T00:00:00Z", "1970-01-02 01:00+01:00"])
def test_a_moment_is_told_in_days(published: str) -> None:
    assert tell_day(published) == 1


def test_what_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="yesterday"):
        tell_day("yesterday")
