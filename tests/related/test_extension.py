from datetime import UTC, datetime

from flask import Flask, render_template_string

from broadsheet.related import Related

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
