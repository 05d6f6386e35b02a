from datetime import UTC, datetime

from flask import Flask, render_template_string

from broadsheet.related import Described, Related, refresh_lists, replace_documents
from broadsheet.storage import writing

TEXTS = {
    "ferry": "The ferry and the tide",
    "tide": "The tide and the ferry",
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


def test_lists_that_a_crash_left_unmade_are_made_later(bare_app: Flask) -> None:
    related = Related(bare_app)
    with bare_app.app_context():
        with writing() as session:
            documents = [
                Described(
                    id=i,
                    title=i,
                    text=t,
                    address=f"/{i}",
                    published=None,
                    section=None,
                    tags=[],
                    picture=None,
                )
                for i, t in TEXTS.items()
            ]
            replace_documents(session, documents)
        refresh_lists()
    with bare_app.test_request_context("/"):
        assert related.stories("ferry").index("/tide") < related.stories("ferry").index("/bread")
