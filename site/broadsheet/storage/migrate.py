"""Bring a database to the newest version; a whole migration happens or none of it."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from ..settings import SettingsError

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "broadsheet_version"  # Not Alembic's own name: the app around us may use Alembic too.
# Tables of a kind that one database alone has; migrations make them, and no model describes them.
UNMODELLED = "broadsheet_search_index"
LOCK = 1_112_493_908  # Any number of our own, so that two nodes do not migrate at once.


def upgrade_database(engine: Engine) -> None:
    """Run the migrations that the database has not seen, under a lock, in one transaction.

    Raises `SettingsError` for a database that a newer version of the code has opened.
    """
    known = list_versions()
    with engine.connect() as connection:
        version = _read_version(connection)
    if version == known[-1]:
        return
    if version is not None and version not in known:
        raise SettingsError(
            f"The database is of version {version}, which this Broadsheet does not know: a newer one has opened it. "
            "Upgrade Broadsheet, or name another database."
        )
    from alembic import (
        command,  # Importing it takes a tenth of a second, and most starts need it for nothing.
    )

    config = make_config()
    with engine.execution_options(broadsheet_write=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def list_versions() -> list[str]:
    """Return the versions that our migrations lead to, the first first: each file's name begins with its own."""
    return sorted(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def make_config() -> "Config":
    """Return what Alembic needs to know to find our migrations."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def is_modelled(name: str | None, _kind: str, _parents: object) -> bool:
    """Say to Alembic whether a model should describe what is so called in the database."""
    return not (name or "").startswith(UNMODELLED)


def _read_version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    query = text(f"SELECT version_num FROM {VERSION_TABLE}")  # noqa: S608 -- our own name
    return connection.execute(query).scalar_one_or_none()
