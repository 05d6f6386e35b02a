"""The cast: a site in a folder of its own, the people who use it, and test data that lies beside the checkout."""

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from PIL import Image
from sqlalchemy import Connection, create_engine, make_url, text

from broadsheet import create_app
from broadsheet.articles.publishing import Report, publish_folder
from broadsheet.comments.models import APPROVED
from broadsheet.comments.moderation import Submission, Verdict
from broadsheet.comments.posting.storing import find_place_of_answer, store_comment
from broadsheet.shipped import shipped
from broadsheet.storage import Base, engine_of, writing
from broadsheet.storage.engine import make_engine
from broadsheet.storage.migrate import upgrade_database

SHARED = Path(__file__).parents[2] / "shared" / "data"
POSTGRES = os.environ.get("TEST_POSTGRES", "")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

STORY = """---
title: {title}
standfirst: What happened, in a sentence.
author: Ada Reporter
section: {section}
tags: [harbour]
published: 2021-11-0{day} 09:00
---

{text}
"""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly that there was no Chromium; here, because the process that reports reads no conftest further down."""
    if any("no Chromium" in str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_sep(
            "!", "BROWSER TESTS WERE SKIPPED: there is no Chromium", red=True, bold=True
        )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine reaches a test, and none writes into the checkout."""
    for name in list(os.environ):
        if name == "PORT" or name.startswith("BROADSHEET_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("BROADSHEET_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def own_postgres() -> str:
    """The address of a PostgreSQL database of this worker's own, if the suite was given a server."""
    if not POSTGRES or not WORKER:
        return POSTGRES
    given = make_url(POSTGRES)
    name = f"{given.database}_{WORKER}"
    engine = create_engine(given, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}"'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return given.set(database=name).render_as_string(hide_password=False)


def empty_tables(connection: Connection) -> None:
    """Empty those tables that have anything in them, which takes a quarter of the time that all of them take."""
    present = connection.execute(
        text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    ).scalars()
    names = sorted(set(Base.metadata.tables) & set(present))
    if not names:
        return
    questions = ", ".join(f"EXISTS (SELECT FROM {name})" for name in names)
    answers = connection.execute(text(f"SELECT {questions}")).one()
    filled = [name for name, is_filled in zip(names, answers, strict=True) if is_filled]
    if filled:
        # No trigger is set off so: the journal refuses to be emptied.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(f"TRUNCATE {', '.join(filled)} CASCADE"))
    connection.execute(
        text(
            "SELECT setval(format('%I.%I', schemaname, sequencename), start_value, false) "
            "FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
        )
    )


@pytest.fixture
def database(own_postgres: str) -> str:
    """The address of an empty database: PostgreSQL where the suite was given one, else SQLite by default."""
    if own_postgres:
        engine = create_engine(own_postgres)
        with engine.begin() as connection:
            empty_tables(connection)
        engine.dispose()
    return own_postgres


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty database that has seen all migrations, so that not every test has to run them."""
    file = tmp_path_factory.mktemp("empty") / "broadsheet.sqlite3"
    engine = make_engine(f"sqlite:///{file}")
    upgrade_database(engine)
    engine.dispose()
    return file


@pytest.fixture
def make_app(database: str, tmp_path: Path, empty_file: Path) -> Iterator[Callable[..., Flask]]:
    """Make the newsroom's app with settings of one's own, and close its database afterwards."""
    apps: list[Flask] = []
    if not database:
        (tmp_path / "data").mkdir(mode=0o700, exist_ok=True)
        shutil.copy(empty_file, tmp_path / "data")

    def make(**settings: object) -> Flask:
        given = {"DATA": tmp_path / "data", "DATABASE": database} | settings
        app = create_app({f"BROADSHEET_{name}": value for name, value in given.items()})
        app.testing = True
        app.config["PROPAGATE_EXCEPTIONS"] = False
        apps.append(app)
        return app

    yield make
    for app in apps:
        if "broadsheet.page_cache" in app.extensions:
            app.extensions[
                "broadsheet.page_cache"
            ].seen.count()  # Not later, in the database of another test.
        engine_of(app).dispose()


@pytest.fixture
def bare_app(database: str, tmp_path: Path) -> Iterator[Flask]:
    """Somebody else's Flask app, which knows only where our data shall lie."""
    app = Flask("somebody")
    app.config.update(BROADSHEET_DATA=tmp_path / "data", BROADSHEET_DATABASE=database, TESTING=True)
    yield app
    if "broadsheet.storage" in app.extensions:
        engine_of(app).dispose()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app(COMMENTS_MODERATION="show", COMMENTS_RATE=0, COMMENTS_FORM_SECONDS=0, DEMO=True)


@pytest.fixture
def in_mode(make_app: Callable[..., Flask], tmp_path: Path) -> Callable[..., Flask]:
    """Make the newsroom's app under another mode, or with the mode of each region: `in_mode("opt-out")`."""

    def make(mode: str = "opt-in", regions: str = "", **settings: object) -> Flask:
        folder = tmp_path / "config"
        folder.mkdir(exist_ok=True)
        for file in shipped("config").glob("privacy*.toml"):
            (folder / file.name).write_text(file.read_text("utf-8"), "utf-8")
        file = folder / "privacy.toml"
        text = file.read_text("utf-8").replace('\nmode = "opt-in"', f'\nmode = "{mode}"\n{regions}')
        file.write_text(text, "utf-8")
        return make_app(PRIVACY_POLICY=file, **settings)

    return make


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A program that speaks plain HTTP and says nothing about where its requests come from."""
    return app.test_client()


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    """A reader with a browser, on the site's own pages."""
    return as_reader(app)


def as_reader(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


@pytest.fixture
def make_reader() -> Callable[[Flask], FlaskClient]:
    return as_reader


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


@pytest.fixture
def together() -> Callable[..., None]:
    """Let several do the same at the same time, and fail if one of them fails."""

    def run(act: Callable[[], object], people: int = 4) -> None:
        with ThreadPoolExecutor(people) as pool:
            for done in [pool.submit(act) for _ in range(people)]:
                done.result()

    return run


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The newsroom's folder of articles."""
    folder = tmp_path / "data" / "articles"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def write_story(content: Path) -> Callable[..., Path]:
    """Write an article's file: `write_story("ferry", "The ferry is late")`."""

    def write(
        name: str, title: str, text: str = "The harbour is calm.", section: str = "Coast", day: int = 1
    ) -> Path:
        file = content / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(STORY.format(title=title, text=text, section=section, day=day), "utf-8")
        return file

    return write


@pytest.fixture
def publish(app: Flask, content: Path) -> Callable[[], Report]:
    def run() -> Report:
        with app.app_context():
            return publish_folder()

    return run


@pytest.fixture
def picture(content: Path) -> Path:
    """A picture of 300 by 200 pixels beside the articles."""
    file = content / "boat.png"
    Image.new("RGB", (300, 200), "navy").save(file)
    return file


@pytest.fixture
def story(write_story: Callable[..., Path], publish: Callable[[], Report]) -> str:
    """The address of a published article."""
    write_story("ferry", "The ferry is late")
    assert publish().published == ["ferry.md"]
    return "/coast/ferry"


@pytest.fixture
def write() -> Callable[..., int]:
    """Write a comment on the story, straight into the database: `write(app, "Hello", parent=1, email="ada@example.org")`."""

    def run(
        app: Flask,
        text: str,
        parent: int | None = None,
        status: str = APPROVED,
        name: str = "Ada",
        **more: object,
    ) -> int:
        with app.app_context(), writing() as session:
            told = {
                "email": "",
                "website": "",
                "address": "/coast/ferry",
                "title": "The ferry is late",
            } | more
            submission = Submission("ferry", parent, name, text=text, **told)  # type: ignore[arg-type]
            place = find_place_of_answer(session, submission)
            return store_comment(session, submission, place, Verdict(status, [])).id

    return run


@pytest.fixture
def shared() -> Path:
    """The data for trying and testing that lies beside the checkout; CI always has it."""
    if not SHARED.is_dir():
        assert not os.environ.get("CI"), f"CI must have {SHARED}"
        pytest.skip(f"there is no {SHARED}")
    return SHARED
