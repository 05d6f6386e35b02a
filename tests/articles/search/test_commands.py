from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select, text

from broadsheet.articles.publishing import Report
from broadsheet.articles.search.models import KnownWord
from broadsheet.storage import reading, writing


def known_words(app: Flask) -> set[str]:
    with app.app_context():
        return set(reading().scalars(select(KnownWord.word)))


def test_rebuilding_heals_the_index_and_forgets_old_words(
    app: Flask,
    write_story: Callable[..., Path],
    publish: Callable[[], Report],
    runner: FlaskCliRunner,
) -> None:
    write_story("ferry", "The ferry", text="A walrus.")
    file = write_story("mill", "The mill", text="A porpoise.")
    publish()
    file.unlink()
    publish()
    assert "porpoise" in known_words(app)
    with app.app_context(), writing() as session:
        session.execute(text("DELETE FROM broadsheet_search_index"))
    result = runner.invoke(args=["search", "rebuild"])
    assert result.exit_code == 0, result.output
    assert "Indexed 1 article anew." in result.output
    assert {"walrus", "ferry"} <= known_words(app)
    assert "porpoise" not in known_words(app)
    assert "The <mark>ferry</mark>" in app.test_client().get("/search?q=ferry").text
