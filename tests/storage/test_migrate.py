from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, create_engine, make_url, text

import broadsheet.transfer.models  # noqa: F401 -- The app itself knows nothing of moving in.
from broadsheet.related import Related, refresh_lists
from broadsheet.settings import SettingsError
from broadsheet.storage import Base, engine_of
from broadsheet.storage.engine import make_engine
from broadsheet.storage.migrate import (
    VERSION_TABLE,
    is_modelled,
    list_versions,
    make_config,
    upgrade_database,
)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    yield engine
    engine.dispose()


def test_the_migrations_make_what_the_models_say(app: Flask) -> None:
    with engine_of(app).connect() as connection:
        differences = compare_metadata(
            MigrationContext.configure(
                connection, opts={"version_table": VERSION_TABLE, "include_name": is_modelled}
            ),
            Base.metadata,
        )
    assert differences == []


def test_the_names_of_the_migrations_are_their_versions() -> None:
    scripts = ScriptDirectory.from_config(make_config())
    in_order = [script.revision for script in scripts.walk_revisions()][::-1]
    assert list_versions() == in_order


def test_processes_that_start_together_migrate_once(empty: Engine, together: Callable[..., None]) -> None:
    together(lambda: upgrade_database(empty))
    with empty.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM broadsheet_version")).scalar() == 1


def test_an_interrupted_migration_leaves_nothing_half_made(
    empty: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic.operations import Operations

    create = Operations.create_table

    def break_at_comments(self: Operations, name: str, *columns: object, **options: object) -> object:
        if name == "broadsheet_comments":
            raise RuntimeError("the power went")
        return create(self, name, *columns, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Operations, "create_table", break_at_comments)
        with pytest.raises(RuntimeError):
            upgrade_database(empty)
    with empty.connect() as connection:
        tables = (
            connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        )
    assert tables == []
    upgrade_database(empty)


def test_a_database_of_a_newer_version_is_left_alone(empty: Engine) -> None:
    upgrade_database(empty)
    with empty.begin() as connection:
        connection.execute(text("UPDATE broadsheet_version SET version_num = '9999'"))
    with pytest.raises(SettingsError, match="9999"):
        upgrade_database(empty)


OLD_COMMENTS = [  # id, parent, position, status
    (1, None, "0000000001", "approved"),
    (2, 1, "00000000010000000002", "deleted"),
    (3, 2, "000000000100000000020000000003", "approved"),
    (4, None, "0000000004", "spam"),
]


def test_comments_from_before_find_their_place(empty: Engine) -> None:
    config = make_config()
    with empty.execution_options(broadsheet_write=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        for id, parent, position, status in OLD_COMMENTS:
            connection.execute(
                text(
                    "INSERT INTO broadsheet_comments (id, thread, parent_id, position, depth, status, reasons, name, "
                    "email, website, text, html, written) VALUES (:id, 'story', :parent, :position, 0, :status, '[]', "
                    "'Ada', '', '', 'Hello', '<p>Hello</p>', '2026-11-20 09:00:00')"
                ),
                {"id": id, "parent": parent, "position": position, "status": status},
            )
    upgrade_database(empty)
    with empty.connect() as connection:
        found = connection.execute(
            text("SELECT id, path, root_id, answers, shown FROM broadsheet_comments ORDER BY id")
        )
        assert [tuple(row) for row in found] == [
            (1, "", None, 1, True),
            (2, "1/", 1, 1, True),
            (3, "1/2/", 1, 0, True),
            (4, "", None, 0, False),
        ]
        assert connection.execute(text("SELECT key, shown FROM broadsheet_comments_threads")).all() == [
            ("story", 2)
        ]


def test_comments_from_before_are_ready_for_what_is_new(empty: Engine) -> None:
    """Addresses are written small, all was decided some time, and nobody is told of it anew."""
    config = make_config()
    insert = (
        "INSERT INTO broadsheet_comments (thread, path, status, reasons, shown, answers, name, email, website, text, html, "
        "written) VALUES ('story', '', 'held', '[]', false, 0, 'Ada', :email, '', 'Hello', '<p>Hello</p>', '2026-11-20')"
    )
    with empty.execution_options(broadsheet_write=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        connection.execute(text(insert), {"email": "ÄDA@Example.org"})
    upgrade_database(empty)
    with empty.begin() as connection:
        found = connection.execute(
            text("SELECT email, decided = written, announced FROM broadsheet_comments")
        )
        assert tuple(found.one()) == ("äda@example.org", True, True)
        # The version before goes on writing while a new one starts.
        connection.execute(text(insert), {"email": ""})


@pytest.fixture
def old_database(database: str, tmp_path: Path) -> Iterator[Engine]:
    """A database without any table, of the kind that the suite runs on."""
    address = make_url(database or f"sqlite:///{tmp_path / 'old.sqlite3'}")
    if database:
        address, server = address.set(database="broadsheet_old"), create_engine(database)
        with server.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS broadsheet_old"))
            connection.execute(text("CREATE DATABASE broadsheet_old"))
        server.dispose()
    engine = make_engine(address.render_as_string(hide_password=False))
    yield engine
    engine.dispose()


def test_documents_from_before_wait_for_their_lists(old_database: Engine, bare_app: Flask) -> None:
    config = make_config()
    with old_database.execution_options(broadsheet_write=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        insert = text(
            "INSERT INTO broadsheet_related_documents (id, title, text, address, tags, listed) "
            "VALUES (:id, :title, :text, :address, '[]', true)"
        )
        texts = {"a": "The tide, and a pilot", "b": "The tide, and a crane", "c": "Rye bread", "d": "Salt"}
        for id in "abcd":
            told = {"title": f"Story {id}", "text": texts[id], "address": f"/{id}"}
            connection.execute(insert, {"id": id, **told})
        connection.execute(text("INSERT INTO broadsheet_related_relations VALUES ('a', 0, 'b', 0.5)"))
    bare_app.config["BROADSHEET_DATABASE"] = old_database.url.render_as_string(hide_password=False)
    related = Related(bare_app)  # This brings the database up to date.
    query = text("SELECT id, digest, listed, series FROM broadsheet_related_documents ORDER BY id")
    with old_database.begin() as connection:
        assert [tuple(row) for row in connection.execute(query)] == [(id, "", False, None) for id in "abcd"]
    with bare_app.test_request_context("/"):
        assert "Story b" in related.stories("a")
        refresh_lists()
        assert "You may also like" in related.stories("a")
    with old_database.begin() as connection:
        assert all(row.listed and row.digest for row in connection.execute(query))
