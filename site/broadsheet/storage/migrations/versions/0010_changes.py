"""What changed last: a number for each name under which pages are kept, moved by triggers, so that no writer can forget it.

A migration that makes one of these tables anew has to make its triggers anew.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

ARTICLES, RELATED, CHOICES = "'articles'", "'related'", "'choices'"
SHOWN_OF_COMMENT = (
    "status, shown, answers, name, website, html, written, edited, staff, thread, parent_id, path"
)
SHOWN_OF_DOCUMENT = "title, address, section, published, picture, pinned, unrelated"
REPLACES = "new.before IS NOT NULL OR new.line <> new.receipt"

# Table, event, condition, and the name that changes.
Watched = tuple[str, str, str, str]


def list_watched() -> Iterator[Watched]:
    for table in ("articles", "article_bylines", "article_tags", "article_corrections"):
        for event in ("INSERT", "UPDATE", "DELETE"):
            yield table, event, "", ARTICLES
    for event in ("INSERT", f"UPDATE OF {SHOWN_OF_DOCUMENT}", "DELETE"):
        yield "related_documents", event, "", RELATED
    for event in ("INSERT", "UPDATE", "DELETE"):
        yield "related_lists", event, "", RELATED
    yield "comments", "INSERT", "new.shown", "'thread ' || new.thread"
    yield "comments", f"UPDATE OF {SHOWN_OF_COMMENT}", "new.shown OR old.shown", "'thread ' || new.thread"
    yield "comments", "DELETE", "old.shown", "'thread ' || old.thread"
    yield "comments", "UPDATE OF thread", "old.shown AND old.thread <> new.thread", "'thread ' || old.thread"
    yield "comments_threads", "INSERT", "", "'thread ' || new.key"
    yield "comments_threads", "UPDATE", "", "'thread ' || new.key"
    yield "comments_threads", "UPDATE OF key", "old.key <> new.key", "'thread ' || old.key"
    yield "comments_threads", "DELETE", "", "'thread ' || old.key"
    yield "consent_records", "INSERT", REPLACES, CHOICES
    yield "consent_records", "UPDATE", "", CHOICES
    yield "consent_records", "DELETE", "", CHOICES


def upgrade() -> None:
    op.create_table(
        "broadsheet_changes",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_broadsheet_changes"),
    )
    op.create_index("ix_broadsheet_changes_number", "broadsheet_changes", ["number"])
    make = make_in_postgresql if op.get_bind().dialect.name == "postgresql" else make_in_sqlite
    for number, watched in enumerate(list_watched()):
        make(f"broadsheet_changed_{number}", *watched)


def make_in_sqlite(trigger: str, table: str, event: str, condition: str, name: str) -> None:
    when = f"WHEN {condition} " if condition else ""
    op.execute(
        f"CREATE TRIGGER {trigger} AFTER {event} ON broadsheet_{table} FOR EACH ROW {when}BEGIN "
        "INSERT INTO broadsheet_changes (name, number) "
        f"VALUES ({name}, (SELECT coalesce(max(number), 0) + 1 FROM broadsheet_changes)) "
        "ON CONFLICT (name) DO UPDATE SET number = excluded.number; END"
    )


def make_in_postgresql(trigger: str, table: str, event: str, condition: str, name: str) -> None:
    """The number is that of the transaction, which the snapshots of others tell the order of; see `storage.changes`."""
    when = f"WHEN ({condition}) " if condition else ""
    op.execute(
        f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "INSERT INTO broadsheet_changes AS known (name, number) "
        f"VALUES ({name}, pg_current_xact_id()::text::bigint) "
        "ON CONFLICT (name) DO UPDATE SET number = excluded.number WHERE known.number <> excluded.number; "
        "RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {trigger} AFTER {event} ON broadsheet_{table} FOR EACH ROW {when}EXECUTE FUNCTION {trigger}()"
    )
