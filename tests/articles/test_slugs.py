import pytest

from broadsheet.articles.slugs import make_slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("The Ferry's Late!", "the-ferrys-late"),
        ("Zürich — à la carte", "zurich-a-la-carte"),
        ("Straße", "strasse"),
        ("أخبار اليوم", "أخبار-اليوم"),
        ("日本のニュース", "日本のニュース"),
        ("हिन्दी समाचार", "हिन्दी-समाचार"),
        ("../../etc/passwd", "etc-passwd"),
        ("!!!", ""),
    ],
)
def test_a_name_becomes_part_of_an_address(name: str, slug: str) -> None:
    assert make_slug(name) == slug


def test_a_long_name_ends_with_a_whole_word() -> None:
    slug = make_slug("word " * 100)
    assert len(slug) <= 80
    assert slug.endswith("-word")
    assert len(make_slug("x" * 500)) == 80
