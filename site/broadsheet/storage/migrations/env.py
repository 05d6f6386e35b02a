"""What Alembic runs: the connection is ours, already locked, in one transaction."""

from alembic import context

from broadsheet.storage.migrate import VERSION_TABLE

connection = context.config.attributes["connection"]
context.configure(connection=connection, render_as_batch=True, version_table=VERSION_TABLE)
with context.begin_transaction():
    context.run_migrations()
