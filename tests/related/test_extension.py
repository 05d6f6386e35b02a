from datetime import UTC, datetime

from flask import Flask, render_template_string

from broadsheet.related import Described, Related

TEXTS = {
    "ferry": "The ferry waits for the tide to rise",
    "tide": "High tide this morning, so the ferry is late",
    "bread": "Rye bread",
    "oven": "An oven",
}


def test_related_stands_alone_in_anyones_app(bare_app: Flask) -> None:
    related = Related(bare_app)
    with bare_app.app_context():
        for id, text in TEXTS.items():
            related.add(id, id.title(), text, address=f"/docs/{id}")
    with bare_app.test_request_context("/docs/ferry"):
        page = render_template_string("{{ related.stories('ferry') }}")
    assert page.count("<h3>") == 3
    assert page.index("/docs/tide") < page.index("/docs/bread")
    assert "And the latest:" in page
    assert 'href="/docs/ferry"' not in page


def test_a_story_alone_says_so(bare_app: Flask) -> None:
    related = Related(bare_app)
    with bare_app.app_context():
        related.add("only", "Only", "Alone", address="/only")
    with bare_app.test_request_context("/"):
        assert "There is no other story yet." in related.stories("only")


def test_what_is_dated_ahead_is_not_shown(bare_app: Flask) -> None:
    related = Related(bare_app)
    with bare_app.app_context():
        related.add("now", "Now", "The tide", address="/now", published=datetime(2026, 1, 1, tzinfo=UTC))
        related.add(
            "later", "Later", "The tide", address="/later", published=datetime(2999, 1, 1, tzinfo=UTC)
        )
    with bare_app.test_request_context("/"):
        assert "/later" not in related.stories("now")


def test_documents_without_a_date_come_last(bare_app: Flask) -> None:
    related = Related(bare_app)
    dates = {
        "old": datetime(2001, 1, 1, tzinfo=UTC),
        "undated": None,
        "new": datetime(2020, 1, 1, tzinfo=UTC),
    }
    with bare_app.app_context():
        related.add("here", "Here", "nothing alike", address="/here")
        for id, published in dates.items():
            related.add(id, id, f"word{id}", address=f"/{id}", published=published)
    with bare_app.test_request_context("/"):
        page = related.stories("here")
    assert page.index("/new") < page.index("/old") < page.index("/undated")


def test_many_are_added_at_once_and_one_removed(bare_app: Flask) -> None:
    related = Related(bare_app)
    with bare_app.app_context():
        related.add_many(Described(id=i, title=i, text=t, address=f"/{i}") for i, t in TEXTS.items())
        related.remove("bread")
        related.remove("never there")
    with bare_app.test_request_context("/"):
        page = related.stories("ferry")
    assert "/tide" in page
    assert "/bread" not in page


def test_an_editor_has_the_last_word(bare_app: Flask) -> None:
    related = Related(bare_app)
    with bare_app.app_context():
        for id, text in TEXTS.items():
            related.add(
                id, id.title(), text, f"/{id}", pinned=["oven"], unrelated=["bread"], series="Weather"
            )
    with bare_app.test_request_context("/"):
        page = related.stories("ferry")
        assert page.index("/oven") < page.index("/tide")
        assert "/bread" not in page
        assert "/ferry" not in related.stories("bread")


def test_the_heading_promises_no_more_than_there_is(bare_app: Flask) -> None:
    related = Related(bare_app)
    with bare_app.app_context():
        for id in ("ferry", "tide", "oven"):
            related.add(id, id.title(), TEXTS[id], f"/{id}")
        related.add("odd", "Odd", "Xylophone", "/odd")
    with bare_app.test_request_context("/"):
        assert ">You may also like</h2>" in related.stories("ferry")
        odd = related.stories("odd")
    assert ">Latest</h2>" in odd
    assert "You may also like" not in odd
    assert odd.count("<h3>") == 3


def test_fifteen_lines_make_an_app_with_related_stories(bare_app: Flask) -> None:
    app = bare_app
    related = Related(app)
    recipes = {"rye": "Rye bread with caraway", "roll": "Rolls of rye bread", "soup": "Soup of leeks"}

    @app.get("/recipes/<id>")
    def show_recipe(id: str) -> str:
        page = "<h1>{{ id }}</h1>{{ related.stories(id) }}"
        return render_template_string(page, id=id)

    with app.app_context():
        for id, text in recipes.items():
            related.add(id, title=id.title(), text=text, address=f"/recipes/{id}")

    page = app.test_client().get("/recipes/rye").text
    assert page.index("You may also like") < page.index('href="/recipes/roll"')
