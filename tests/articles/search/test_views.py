import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from broadsheet.articles.publishing import Report
from broadsheet.storage import reading, writing

Publish = Callable[[], Report]
Write = Callable[..., Path]

ARTICLE = """---
title: {title}
standfirst: {standfirst}
author: {author}
section: {section}
tags: [{tags}]
published: {published}
---

{text}
"""


@pytest.fixture
def write(content: Path) -> Callable[..., None]:
    def run(name: str, text: str = "Calm.", **head: str) -> None:
        given = {
            "title": name,
            "standfirst": "Short.",
            "author": "Ada Reporter",
            "section": "Coast",
            "tags": "",
            "published": "2021-11-01 09:00",
        }
        (content / f"{name}.md").write_text(ARTICLE.format(text=text, **given | head), "utf-8")

    return run


def titles(page: str) -> list[str]:
    """Return the titles in the list of results, without the marks."""
    found = re.findall(r'<h2 class="search-title"><a href="[^"]*">(.*?)</a></h2>', page)
    return [re.sub(r"</?mark>", "", title) for title in found]


@pytest.fixture
def ask(client: FlaskClient) -> Callable[..., str]:
    def run(q: str, **more: str | int) -> str:
        response = client.get("/search", query_string={"q": q, **more})
        assert response.status_code == 200
        return response.text

    return run


Ask = Callable[..., str]


@pytest.fixture
def town(write: Callable[..., None], publish: Publish) -> None:
    write("ferry", "The boat is late. A tide mill stands there.", title="The ferry is late")
    write("mill", "It turns with the tide. The ferry calls there.", title="The mill", section="Town")
    write("cafe", "Strong coffee in Kraków.", title="The Café of Łódź", author="Zoë Ångström", tags="éclair")
    write("tokyo", "昨日、東京都知事が語った。", title="首都の話")
    publish()


@pytest.mark.usefixtures("town")
def test_words_are_found_wherever_they_stand(ask: Ask) -> None:
    assert titles(ask("late")) == ["The ferry is late"]
    assert titles(ask("coffee")) == titles(ask("zoë")) == titles(ask("eclair")) == ["The Café of Łódź"]
    assert titles(ask("tide ferry turns")) == ["The mill"]


@pytest.mark.usefixtures("town")
def test_the_title_counts_more_than_the_text(ask: Ask) -> None:
    assert titles(ask("ferry")) == ["The ferry is late", "The mill"]
    assert titles(ask("mill")) == ["The mill", "The ferry is late"]


@pytest.mark.usefixtures("town")
def test_accents_and_case_may_be_left_out(ask: Ask) -> None:
    for typed in ("cafe", "CAFÉ", "cafe\u0301", "lodz", "krakow", "angstrom"):
        assert titles(ask(typed)) == ["The Café of Łódź"], typed
    assert "<mark>Café</mark> of" in ask("cafe")
    assert "in <mark>Kraków</mark>." in ask("krakow")


@pytest.mark.usefixtures("town")
def test_a_script_without_spaces_is_searched(ask: Ask) -> None:
    for typed in ("東京", "東京都", "東", "知事", '"東京都"'):
        assert titles(ask(typed)) == ["首都の話"], typed
    assert "昨日、<mark>東京都</mark>知事" in ask("東京都")
    assert titles(ask("東知")) == []


@pytest.mark.usefixtures("town")
def test_a_plural_finds_its_singular(ask: Ask) -> None:
    assert titles(ask("ferries")) == ["The ferry is late", "The mill"]
    assert titles(ask('"ferries"')) == []


@pytest.mark.usefixtures("town")
def test_the_last_word_may_be_unfinished(ask: Ask) -> None:
    assert titles(ask("the coff")) == ["The Café of Łódź"]
    assert titles(ask("coff strong", exact=1)) == []
    assert "<mark>coffee</mark>" in ask("coff")


@pytest.mark.usefixtures("town")
def test_quoted_words_stand_together(ask: Ask) -> None:
    for typed in ('"tide mill"', "“tide mill”", "»Tide Mill«", '"tide mill" ferry'):
        assert titles(ask(typed)) == ["The ferry is late"], typed
    assert "<mark>tide mill</mark> stands" in ask('"tide mill"')
    assert titles(ask('"mill tide"')) == []


@pytest.mark.usefixtures("town")
def test_a_phrase_does_not_cross_from_one_part_to_the_next(ask: Ask) -> None:
    assert titles(ask('"late short"')) == []
    assert titles(ask('"is late"')) == ["The ferry is late"]


@pytest.mark.usefixtures("town")
def test_a_minus_leaves_out(ask: Ask) -> None:
    assert titles(ask("ferry -turns")) == ["The ferry is late"]
    assert titles(ask('ferry -"tide mill"')) == ["The mill"]
    assert titles(ask("ferry - turns")) == ["The mill"]
    assert "leave stories out" in ask("-ferry")


@pytest.mark.usefixtures("town")
def test_a_section_may_be_chosen(ask: Ask) -> None:
    page = ask("ferry", section="town")
    assert titles(page) == ["The mill"]
    assert '<option value="town" selected>Town</option>' in page
    assert titles(ask("ferry", section="none")) == ["The ferry is late", "The mill"]
    assert "No story in Town" in ask("coffee", section="town")


@pytest.mark.usefixtures("town")
def test_a_misspelt_word_is_put_right_and_told_of(ask: Ask) -> None:
    for typed in ("fery", "ferrry", "ferrz", "efrry", "berry"):
        page = ask(typed)
        assert titles(page) == ["The ferry is late", "The mill"], typed
    page = ask("fery")
    assert "Nothing has “fery”; these are stories with “ferry”." in page
    assert '<a href="/search?exact=1&amp;q=fery">Search for exactly “fery”</a>' in page
    assert 'value="fery"' in page
    assert titles(ask("fery", exact=1)) == []
    assert titles(ask("tidr ferry turns")) == ["The mill"]
    assert titles(ask("cofefe")) == ["The Café of Łódź"]
    assert titles(ask("xqzwvk")) == titles(ask('"fery"')) == []


@pytest.mark.usefixtures("town")
def test_a_word_of_the_removed_is_no_correction(ask: Ask, content: Path, publish: Publish) -> None:
    (content / "cafe.md").unlink()
    publish()
    page = ask("cofee")
    assert titles(page) == []
    assert "coffee" not in page


@pytest.mark.usefixtures("town")
def test_what_changes_and_goes_is_searched_so(ask: Ask, write: Callable[..., None], publish: Publish) -> None:
    write("ferry", "All new words.", title="Walrus")
    publish()
    assert titles(ask("late", exact=1)) == []
    assert titles(ask("walrus")) == ["Walrus"]


def test_only_what_is_listed_is_found(
    content: Path, write: Callable[..., None], publish: Publish, ask: Ask
) -> None:
    write("later", "A walrus.", published="2999-01-01")
    write("imprint", "A walrus.")
    file = content / "imprint.md"
    file.write_text(file.read_text("utf-8").replace("---\n", "---\npage: true\n", 1), "utf-8")
    publish()
    assert titles(ask("walrus")) == []


def test_the_newer_of_two_alike_stands_first(write: Callable[..., None], publish: Publish, ask: Ask) -> None:
    for year in (2015, 2023, 2019):
        write(f"story-{year}", "A walrus swam.", title=f"Swum in {year}", published=f"{year}-05-01")
    publish()
    assert titles(ask("walrus")) == ["Swum in 2023", "Swum in 2019", "Swum in 2015"]


def test_many_results_have_pages(
    write: Callable[..., None], publish: Publish, ask: Ask, client: FlaskClient
) -> None:
    for number in range(25):
        write(f"s{number}", "A walrus & a whale.", title=f"Story {number}")
    publish()
    first, second = ask("walrus whale", section="coast"), ask("walrus whale", section="coast", page=2)
    assert (len(titles(first)), len(titles(second))) == (20, 5)
    assert len({*titles(first), *titles(second)}) == 25
    assert "25 stories" in first
    assert 'rel="next" href="/search?page=2&amp;q=walrus+whale&amp;section=coast"' in first
    assert 'rel="prev" href="/search?q=walrus+whale&amp;section=coast"' in second
    assert 'rel="next"' not in second
    for page in ("3", "0", "-1", "99999999999999999999"):
        assert client.get("/search", query_string={"q": "walrus", "page": page}).status_code == 404


@pytest.mark.usefixtures("town")
def test_the_form_keeps_what_was_typed(ask: Ask) -> None:
    page = ask('"tide mill" -<b>')
    assert 'role="search"' in page
    assert 'value="&#34;tide mill&#34; -&lt;b&gt;"' in page
    assert '<label for="page-search-words">' in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.usefixtures("town")
def test_where_nothing_is_found_the_newest_stories_follow(ask: Ask) -> None:
    for typed in ("xqzwvk", ""):
        assert "The latest stories" in ask(typed)
    assert "Nothing was found" in ask("xqzwvk")
    assert "Nothing was found" not in ask("")
    assert "There is no word in that" in ask("?!")


def test_markup_of_an_article_is_text(write: Callable[..., None], publish: Publish, ask: Ask) -> None:
    write("odd", "A `<script>alert(1)</script>` walrus.", title='"<img src=x> & walrus"')
    publish()
    page = ask("walrus script alert img")
    assert "<img src=x>" not in page
    assert "<script>alert" not in page
    assert "&lt;<mark>img</mark> src=x&gt; &amp; <mark>walrus</mark>" in page


AWKWARD = [
    "NEAR(ferry tide, 2)",
    "ferry NEAR tide",
    "title:ferry",
    "{title text}: ferry",
    "^ferry",
    "ferry*",
    "*",
    "**",
    "ferry AND",
    "AND OR NOT",
    "NOT ferry",
    "(ferry",
    "ferry)",
    "()",
    '"',
    '""',
    '"""',
    '"ferry',
    'ferry"',
    "'ferry'",
    "''",
    "\\",
    "ferry\\",
    "ferry & tide",
    "!ferry",
    "ferry:*",
    "ferry:A",
    "ferry <-> tide",
    "<->",
    "|",
    "ferry + tide",
    "- -",
    "--",
    '-"',
    '-""',
    "ferry\0tide",
    "\0",
    "\ud800",
    "ferry\udfff",
    "%",
    "_",
    ";--",
    "%(x)s {0} {{ 1 }}",
    "𝔣𝔢𝔯𝔯𝔶",
    "ﬀ",
    "İ",
    "ß",
    "\u0301",
    "e\u0301" * 50,
    "กขฃ",
    "ก",
    "हिन्दी",
    "שָׁלוֹם",
    "\u202eferry",
    "²",
    "½",
    "Ⅷ",
    "a" * 100_000,
    "ferry " * 20_000,
    '"' * 100_000,
    "-" * 100_000,
    "東" * 50_000,
]


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("exact", [{}, {"exact": 1}], ids=["corrected", "exact"])
def test_no_text_is_an_error(ask: Ask, exact: dict[str, int]) -> None:
    for typed in AWKWARD:
        ask(typed.encode("utf-8", "replace").decode(), **exact)
        ask("walrus " + typed.encode("utf-8", "replace").decode(), **exact)


@pytest.mark.usefixtures("town")
def test_no_naughty_string_is_an_error(ask: Ask, shared: Path) -> None:
    for typed in json.loads((shared / "strings" / "blns.json").read_text("utf-8")):
        ask(typed)


@pytest.mark.usefixtures("town")
def test_a_long_question_is_cut_and_says_so(ask: Ask) -> None:
    page = ask("ferry " + " ".join(f"late{number}" for number in range(30)))
    assert "Only its first 20 words were looked for." in page
    assert "That was long" in ask("ferry " * 1_000)
    assert "That was long" not in ask("ferry")


@pytest.mark.usefixtures("town")
def test_any_parameters_are_taken(client: FlaskClient) -> None:
    for query in ("q=%00&section=%00", "q=%ff%fe", "q=a&q=b&page=x", "section=%ed%a0%80&q=ferry"):
        assert client.get(f"/search?{query}").status_code == 200, query


def test_browsers_are_told_of_the_search(client: FlaskClient) -> None:
    response = client.get("/opensearch.xml")
    assert response.mimetype == "application/opensearchdescription+xml"
    assert 'template="http://localhost/search?q={searchTerms}"' in response.text


def test_its_address_belongs_to_the_site(write: Callable[..., None], content: Path, publish: Publish) -> None:
    write("own", section="Search")
    assert "belongs to the site itself" in str(publish().problems[0])


@pytest.mark.usefixtures("town")
def test_publishing_fills_what_the_index_lacks(app: Flask, ask: Ask, publish: Publish) -> None:
    with app.app_context(), writing() as session:
        session.execute(text("DELETE FROM broadsheet_search_articles"))
    assert titles(ask("ferry")) == []
    publish()
    assert titles(ask("ferry")) == ["The ferry is late", "The mill"]
    with app.app_context():
        counts = "SELECT (SELECT count(*) FROM broadsheet_search_index), (SELECT count(*) FROM broadsheet_search_articles)"
        assert tuple(reading().execute(text(counts)).one()) == (4, 4)
