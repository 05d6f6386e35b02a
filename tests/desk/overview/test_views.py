import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import event

from broadsheet.articles.publishing import publish_folder
from broadsheet.articles.reads.counting import add_reads
from broadsheet.backups.commands import backup
from broadsheet.comments.models import APPROVED, DELETED, HELD, SPAM
from broadsheet.consent.watching.reports import count_refusals
from broadsheet.delivery.slow_pages import KEY, note_slow_page
from broadsheet.desk.overview import sizes
from broadsheet.mail.outbox import put_mail
from broadsheet.storage import engine_of, writing

NOW = datetime.now(UTC)


def read(client: FlaskClient) -> BeautifulSoup:
    answer = client.get("/desk/")
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def totals(page: BeautifulSoup) -> dict[str, str]:
    """Return the number of each plot."""
    return {figure.svg.title["id"].removesuffix("-title"): figure.strong.text for figure in page("figure")}


def fact(page: BeautifulSoup, name: str) -> str:
    term = next(term for term in page("dt") if term.text == name)
    return " ".join(term.find_next("dd").text.split())


def row_of_today(page: BeautifulSoup, section: str) -> list[str]:
    table = page.find(id=section).find_parent("section").find("details").table
    return [cell.text for cell in table.tbody.tr("td")]


def test_comments_are_counted_by_what_became_of_them(
    app: Flask, story: str, write: Callable[..., int], moderator: FlaskClient
) -> None:
    for status, number in ((APPROVED, 4), (HELD, 3), (SPAM, 2), (DELETED, 1)):
        for _ in range(number):
            write(app, "Hello.", status=status)
    page = read(moderator)
    found = totals(page)
    assert [found[f"plot-{status}"] for status in (APPROVED, HELD, SPAM, DELETED)] == ["4", "3", "2", "1"]
    assert row_of_today(page, "about-comments") == ["4", "3", "2", "1"]
    assert fact(page, "Comments that wait").startswith("3 Nobody sees them until somebody decides.")


def test_choices_are_counted_by_what_was_chosen(
    app: Flask, reader: FlaskClient, moderator: FlaskClient
) -> None:
    for decision in ("accept", "refuse", "refuse", "withdraw"):
        reader.post("/privacy/choices", data={"decision": decision})
    app.extensions["broadsheet.consent.counter"].count((NOW.date(), "one"), 5)
    app.extensions["broadsheet.consent.counter"].count((NOW.date(), "two"), 6)
    app.extensions["broadsheet.consent.counter"].write()
    assert row_of_today(read(moderator), "about-choices") == ["11", "1", "2", "1"]


def test_readings_of_thirty_days_and_what_was_read_most_in_seven(
    app: Flask, write_story: Callable[..., Path], moderator: FlaskClient
) -> None:
    write_story("ferry", "The ferry is late")
    write_story("kelp", "Kelp & noodles")
    long_ago = {("kelp", NOW - timedelta(days=20)): 50, ("kelp", NOW - timedelta(days=31)): 1_000}
    with app.app_context():
        publish_folder()
        with writing() as session:
            add_reads(session, Counter({("ferry", NOW): 7, ("kelp", NOW): 3} | long_ago))
    page = read(moderator)
    assert totals(page)["plot-reads"] == "60"
    assert row_of_today(page, "about-reads") == ["10"]
    listed = [" ".join(item.text.split()) for item in page.find(class_="read-list")("li")]
    assert listed == ["The ferry is late 7", "Kelp & noodles 3"]


def test_where_nothing_is_counted_no_readings_are_shown(
    make_app: Callable[..., Flask], make_user: Callable[..., int], sign_in: Callable[..., FlaskClient]
) -> None:
    app = make_app(MOST_READ_HOURS=0)
    make_user("mo", app=app)
    page = read(sign_in("mo", app=app))
    assert "plot-reads" not in totals(page)
    assert "Readings are not counted on this site." in page.text


def test_a_plot_says_in_words_what_it_shows(
    app: Flask, story: str, write: Callable[..., int], moderator: FlaskClient
) -> None:
    write(app, "Hello.")
    write(app, "Hello again.")
    drawing = next(svg for svg in read(moderator)("svg") if svg.title["id"] == "plot-approved-title")
    assert drawing["role"] == "img"
    assert drawing["aria-labelledby"] == f"{drawing.title['id']} {drawing.desc['id']}"
    assert (drawing.title.text, drawing.desc.text) == ("Approved by day", "2, at most 2 on a day")
    (bar,) = drawing("rect", class_="plot-bar")
    assert (bar["x"], bar["height"]) == ("290", "60.0")


def test_what_failed_is_told(app: Flask, moderator: FlaskClient) -> None:
    with app.app_context(), writing() as session:
        put_mail(session, "ada@example.org", "Given up", "Hello.").next_try = None
        put_mail(session, "bo@example.org", "New", "Hello.")
        count_refusals(session, [("script-src", "https://evil.example", "/<coast>")])
    note_slow_page(app, "/search/<b>", 1.25)
    app.extensions[KEY].write()
    page = read(moderator)
    assert fact(page, "Mails given up").startswith(
        "1 The mail server did not take them; broadsheet mail list"
    )
    assert fact(page, "Mails given up").endswith("1 waits for its turn.")
    assert "ada@example.org" not in page.text
    rows = [[cell.text for cell in row(["th", "td"])] for row in page("tr")]
    assert ["/search/<b>", "1", "1,250"] in rows
    assert ["https://evil.example", "script-src", "/<coast>", "1"] in [row[:4] for row in rows]


def test_the_last_backup_is_told(moderator: FlaskClient, runner: FlaskCliRunner) -> None:
    assert fact(read(moderator), "Last backup").startswith("None")
    assert runner.invoke(backup).exit_code == 0
    assert re.match(rf"{NOW.day} \w+ {NOW.year}, ", fact(read(moderator), "Last backup"))


def test_sizes_are_told(
    app: Flask, content: Path, moderator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    (content / "film.mp4").write_bytes(bytes(12_000_000))
    assert fact(read(moderator), "Folder of articles").startswith("12 MB")
    for name in ("Database", "Versions of pictures", "Free disk space"):
        assert re.match(r"[\d.,]+ [MG]B", fact(read(moderator), name)), name
    monkeypatch.setattr(sizes.measure_folder, "__defaults__", (-1,))
    assert fact(read(moderator), "Folder of articles").startswith("more than 12 MB")


def test_it_asks_the_same_few_questions_however_much_there_is(
    app: Flask, story: str, write: Callable[..., int], moderator: FlaskClient
) -> None:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(engine_of(app), "before_cursor_execute", note)
    counts = []
    for _ in range(2):
        asked.clear()
        read(moderator)
        counts.append(len(asked))
        for _comment in range(20):
            write(app, "Hello.", status=HELD)
    assert counts[0] == counts[1] < 30


def test_nothing_is_linked_that_its_reader_may_not_enter(app: Flask, moderator: FlaskClient) -> None:
    for link in read(moderator).main("a", href=True):
        assert moderator.get(link["href"]).status_code == 200
