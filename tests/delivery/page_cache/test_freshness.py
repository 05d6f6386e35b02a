"""No page is shown that is older than what was acknowledged when it was asked for, on whichever worker."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from broadsheet.articles.old_addresses import store_addresses
from broadsheet.articles.publishing import Report
from broadsheet.comments.deciding import close_thread, decide
from broadsheet.comments.models import DELETED
from broadsheet.comments.showing.once import find_part
from broadsheet.comments.showing.thread import Part
from broadsheet.consent.models import NoticeCount
from broadsheet.delivery.page_cache.middleware import PageCache
from broadsheet.storage import engine_of, lookout_of, writing

Count = Callable[[Flask], Any]
Write = Callable[..., int]
BROWSER = {"User-Agent": "Mozilla/5.0 Firefox/150.0", "Accept": "text/html"}


@pytest.fixture
def workers(app: Flask, make_app: Callable[..., Flask], story: str) -> list[FlaskClient]:
    """Two workers of one site, both of which have shown the story."""
    clients = [app.test_client(), make_app(COMMENTS_MODERATION="show", DEMO=True).test_client()]
    for client in clients:
        client.get(story)
    return clients


def test_every_worker_shows_a_comment_and_its_end(
    app: Flask, workers: list[FlaskClient], story: str, write: Write
) -> None:
    for number in range(5):
        id = write(app, f"Hello number {number}")
        assert all(f"Hello number {number}" in worker.get(story).text for worker in workers)
        with app.app_context(), writing() as session:
            decide(session, [id], DELETED)
        assert not any(f"Hello number {number}" in worker.get(story).text for worker in workers)


def test_every_worker_leads_on_from_an_old_address(
    app: Flask, workers: list[FlaskClient], story: str
) -> None:
    def ask() -> list[tuple[int, str | None]]:
        answers = [worker.get(asked) for worker in workers for asked in ("/category/coast/", "/?cat=3")]
        return [(answer.status_code, answer.location) for answer in answers]

    assert ask() == [(404, None), (200, None)] * 2
    for target in ("/sections/coast", story):
        with app.app_context(), writing() as session:
            store_addresses(session, [("/category/coast/", target), ("/?cat=3", target)])
        assert ask() == [(301, target)] * 4


def test_every_worker_shows_that_a_thread_is_closed(
    app: Flask, workers: list[FlaskClient], story: str, write: Write
) -> None:
    write(app, "Hello")
    assert all('id="comment-form"' in worker.get(story).text for worker in workers)
    with app.app_context(), writing() as session:
        close_thread(session, "ferry", True)
    assert not any('id="comment-form"' in worker.get(story).text for worker in workers)


def test_every_worker_shows_what_is_published(
    workers: list[FlaskClient],
    story: str,
    write_story: Callable[..., Path],
    publish: Callable[[], Report],
) -> None:
    addresses = ["/", story, "/sections/coast", "/archive", "/feed.json", "/sitemap.xml"]
    before = [[worker.get(address).text for address in addresses] for worker in workers]
    write_story("kelp", "Kelp is back", section="Harbour", day=2)
    publish()
    for worker, texts in zip(workers, before, strict=True):
        assert "Kelp is back" in worker.get("/").text
        assert "Kelp is back" in worker.get("/feed.json").text
        assert "/sections/harbour" in worker.get(story).text, "in the menu of every page"
        assert worker.get("/archive").text != texts[3]
    write_story("ferry", "The ferry is on time")
    publish()
    assert all("The ferry is on time" in worker.get(story).text for worker in workers)


def test_a_comment_ends_only_the_pages_that_it_is_on(
    app: Flask, story: str, client: FlaskClient, write: Write, count_made: Count
) -> None:
    client.get("/"), client.get(story)
    with count_made(app) as made:
        write(app, "Hello")
        client.get("/"), client.get(story)
    assert made == ["article.show_article"]


def test_a_story_that_waits_for_its_time_appears_then(
    client: FlaskClient, write_story: Callable[..., Path], publish: Callable[[], Report]
) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=2)
    file = write_story("ferry", "The ferry is late")
    file.write_text(file.read_text().replace("2021-11-01 09:00", soon.strftime("%Y-%m-%d %H:%M:%S")))
    publish()
    assert "The ferry is late" not in client.get("/").text
    time.sleep((soon - datetime.now(UTC)).total_seconds() + 0.1)
    page = client.get("/").text
    assert "The ferry is late" in page
    assert "/sections/coast" in page


def test_what_changes_while_a_page_is_made_is_on_the_next(
    app: Flask, story: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []

    def find_late(*arguments: Any) -> Part:
        found = find_part(*arguments)
        if not written:
            written.append(True)
            writer = threading.Thread(target=write, args=(app, "Too late for this page"))
            writer.start()
            writer.join()
        return found

    monkeypatch.setattr("broadsheet.comments.showing.list.find_part", find_late)
    app.test_client().get(story)
    assert written
    assert "Too late for this page" in app.test_client().get(story).text


def test_many_who_ask_at_once_are_served_from_one_making(
    app: Flask, story: str, together: Callable[..., None], count_made: Count
) -> None:
    with count_made(app) as made:
        together(lambda: app.test_client().get(story), people=12)
    assert len(made) == 1


def test_memory_is_bounded_and_what_is_asked_for_again_stays(
    make_app: Callable[..., Flask],
    write_story: Callable[..., Path],
    publish: Callable[[], Report],
    count_made: Count,
) -> None:
    for number in range(120):
        write_story(f"story-{number}", f"Story {number}", text="Calm. " * 3_000)
    publish()
    app = make_app(PAGE_CACHE_MB=1)
    client, cache = app.test_client(), find_cache(app)
    with count_made(app) as made:
        for number in range(120):
            client.get(f"/coast/story-{number}")
            client.get("/coast/story-0")
    assert made.count("article.show_article") == 120
    assert 500_000 < cache.shelf.held <= 1_000_000
    assert cache.shelf.held == sum(entry.size for entry in cache.shelf.entries.values())


def test_readings_and_notices_of_kept_pages_are_counted(app: Flask, story: str) -> None:
    for number in range(3):
        environ = {"REMOTE_ADDR": f"192.0.2.{number}"}
        app.test_client().get(story, headers=BROWSER, environ_base=environ)
        app.test_client().get(story, headers=BROWSER, environ_base=environ)
    find_cache(app).seen.count()
    for name in ("broadsheet.reads", "broadsheet.consent.counter"):
        app.extensions[name].write()
    with app.app_context(), writing() as session:
        assert session.execute(text("SELECT sum(count) FROM broadsheet_article_reads")).scalar() == 3
        assert [row.pages for row in session.query(NoticeCount)] == [6]


def test_pages_are_still_read_when_the_database_is_gone(
    app: Flask, story: str, reader: FlaskClient, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But nothing that a reader may have withdrawn meanwhile is loaded."""
    reader.post("/privacy/choices", data={"decision": "accept"})
    pages = [person.get(story).text for person in (reader, client)]
    assert "statistics.js" in pages[0]

    def fail() -> None:
        raise OperationalError("", {}, Exception("gone"))

    monkeypatch.setattr(lookout_of(app), "look", fail)
    monkeypatch.setattr(engine_of(app), "connect", fail)
    assert client.get(story).text == pages[1]
    assert app.test_client().get(story, headers={"Accept-Language": "en-GB"}).text == pages[1]
    page = reader.get(story)
    assert page.status_code == 200
    assert "statistics.js" not in page.text
    assert "statistics.js" not in page.headers["Content-Security-Policy"]


def find_cache(app: Flask) -> PageCache:
    cache: PageCache = app.extensions["broadsheet.page_cache"]
    return cache


def test_a_change_while_many_wait_makes_one_page_more(
    app: Flask, story: str, write: Write, together: Callable[..., None], count_made: Count
) -> None:
    written: list[threading.Thread] = []

    @app.after_request
    def write_late(response: Response) -> Response:
        time.sleep(0.3)  # All others wait by now.
        if not written:
            written.append(threading.Thread(target=write, args=(app, "Hello")))
            written[0].start()
            written[0].join()
        return response

    with count_made(app) as made:
        together(lambda: app.test_client().get(story), people=12)
    assert len(made) == 2


def test_what_is_due_while_a_page_is_made_is_on_the_next(
    app: Flask, client: FlaskClient, write_story: Callable[..., Path], publish: Callable[[], Report]
) -> None:
    due = (datetime.now(UTC) + timedelta(seconds=3)).replace(microsecond=0)
    file = write_story("ferry", "The ferry is late")
    file.write_text(file.read_text().replace("2021-11-01 09:00", due.strftime("%Y-%m-%d %H:%M:%S")))
    publish()

    def wait(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if "FROM broadsheet_articles" in statement:
            time.sleep(max(0, (due - datetime.now(UTC)).total_seconds() + 0.01))

    event.listen(engine_of(app), "after_cursor_execute", wait)
    client.get("/feed.json")
    assert "The ferry is late" in client.get("/feed.json").text


def test_a_number_of_comments_on_an_operators_front_page_is_that_of_now(
    make_app: Callable[..., Flask], tmp_path: Path, story: str, write: Write
) -> None:
    own = tmp_path / "own" / "articles"
    own.mkdir(parents=True)
    (own / "front.html").write_text(
        '{{ comments.count("ferry") }} and {{ comments.describe("ferry") | length }}'
    )
    app = make_app(TEMPLATES=tmp_path / "own")
    client = app.test_client()
    assert client.get("/").text == "0 and 0"
    write(app, "Hello")
    assert client.get("/").text == "1 and 1"
