"""Bring a database to the newest version; a whole migration happens or none of it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from ..settings import SettingsError

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "broadsheet_version"  # Not Alembic's own name: the app around us may use Alembic too.
# Tables of a kind that one database alone has; migrations make them, and no model describes them.
UNMODELLED = "broadsheet_search_index"
LOCK = 1_112_493_908  # Any number of our own, so that two nodes do not migrate at once.


def upgrade_database(engine: Engine) -> None:
    """Run the migrations that the database has not seen, under a lock, in one transaction.

    Raises `SettingsError` for a database that a newer version of the code has opened.
    """
    config = make_config()
    scripts = ScriptDirectory.from_config(config)
    newest = scripts.get_current_head()
    known = {script.revision for script in scripts.walk_revisions()}
    with engine.connect() as connection:
        version = _version(connection)
    if version == newest:
        return
    if version is not None and version not in known:
        raise SettingsError(
            f"The database is of version {version}, which this Broadsheet does not know: a newer one has opened it. "
            "Upgrade Broadsheet, or name another database."
        )
    with engine.execution_options(broadsheet_write=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def make_config() -> Config:
    """Return what Alembic needs to know to find our migrations."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def is_modelled(name: str | None, _kind: str, _parents: object) -> bool:
    """Say to Alembic whether a model should describe what is so called in the database."""
    return not (name or "").startswith(UNMODELLED)


def _version(connection: Connection) -> str | None:
    options = {"version_table": VERSION_TABLE}
    return MigrationContext.configure(connection, opts=options).get_current_revision()
