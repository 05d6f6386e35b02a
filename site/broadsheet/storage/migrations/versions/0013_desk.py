"""The desk: who may sign in, what they did, earlier versions of what they changed; and what an overview counts.

The journal only grows: triggers refuse to change or remove what is in it, whoever asks.
"""

import sqlalchemy as sa
from alembic import op

from broadsheet.storage import UtcTime

revision = "0013"
down_revision = "0012"

JOURNAL = "broadsheet_desk_journal"
REFUSED = "The journal of the desk only grows."


def upgrade() -> None:
    make_people()
    make_journal()
    make_versions()
    make_counts()
    op.add_column("broadsheet_comments", sa.Column("note", sa.String(), nullable=True))
    op.add_column("broadsheet_comments", sa.Column("earlier_reasons", sa.JSON(), nullable=True))
    op.add_column(
        "broadsheet_articles",
        sa.Column("pinned", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index("ix_broadsheet_articles_pinned", "broadsheet_articles", ["pinned"])


def make_people() -> None:
    op.create_table(
        "broadsheet_desk_users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("shown_name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column("code_salt", sa.String(), nullable=True),
        sa.Column("code_step", sa.BigInteger(), nullable=False),
        sa.Column("spare_codes", sa.JSON(), nullable=False),
        sa.Column("made", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_broadsheet_desk_users"),
        sa.UniqueConstraint("name", name="uq_broadsheet_desk_users_name"),
    )
    op.create_table(
        "broadsheet_desk_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made", UtcTime(), nullable=False),
        sa.Column("seen", UtcTime(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["broadsheet_desk_users.id"],
            name="fk_broadsheet_desk_sessions_user_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_broadsheet_desk_sessions"),
        sa.UniqueConstraint("digest", name="uq_broadsheet_desk_sessions_digest"),
    )
    op.create_index("ix_broadsheet_desk_sessions_user_id", "broadsheet_desk_sessions", ["user_id"])
    op.create_table(
        "broadsheet_desk_passkeys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("credential", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("uses", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made", UtcTime(), nullable=False),
        sa.Column("used", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["broadsheet_desk_users.id"],
            name="fk_broadsheet_desk_passkeys_user_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_broadsheet_desk_passkeys"),
        sa.UniqueConstraint("credential", name="uq_broadsheet_desk_passkeys_credential"),
    )
    op.create_index("ix_broadsheet_desk_passkeys_user_id", "broadsheet_desk_passkeys", ["user_id"])


def make_journal() -> None:
    op.create_table(
        JOURNAL,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("moment", UtcTime(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{JOURNAL}"),
    )
    for columns in (["kind", "subject", "id"], ["batch"], ["who", "id"]):
        op.create_index(f"ix_{JOURNAL}_{'_'.join(columns)}", JOURNAL, columns)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {JOURNAL}_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{REFUSED}'; END $$"
        )
    for event in ("UPDATE", "DELETE"):
        name = f"{JOURNAL}_no_{event.lower()}"
        begin = f"CREATE TRIGGER {name} BEFORE {event} ON {JOURNAL} FOR EACH ROW "
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"{begin}EXECUTE FUNCTION {JOURNAL}_grows()")
        else:
            op.execute(f"{begin}BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END")
    refuse_ways_around()


def refuse_ways_around() -> None:
    """What takes the place of a row, or empties the table, sets off no trigger of an update or a removal."""
    if op.get_bind().dialect.name == "postgresql":
        begin = f"CREATE TRIGGER {JOURNAL}_no_truncate BEFORE TRUNCATE ON {JOURNAL} FOR EACH STATEMENT "
        op.execute(f"{begin}EXECUTE FUNCTION {JOURNAL}_grows()")
    else:
        op.execute(
            f"CREATE TRIGGER {JOURNAL}_no_replace BEFORE INSERT ON {JOURNAL} FOR EACH ROW "
            f"WHEN EXISTS (SELECT 1 FROM {JOURNAL} WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )


def make_versions() -> None:
    op.create_table(
        "broadsheet_comments_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("edited", UtcTime(), nullable=True),
        sa.Column("replaced", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_broadsheet_comments_versions"),
    )
    op.create_index(
        "ix_broadsheet_comments_versions_comment_id", "broadsheet_comments_versions", ["comment_id"]
    )
    op.create_table(
        "broadsheet_desk_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made", UtcTime(), nullable=False),
        sa.Column("who", sa.String(), nullable=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_broadsheet_desk_versions"),
    )
    op.create_index("ix_broadsheet_desk_versions_source_id", "broadsheet_desk_versions", ["source", "id"])
    op.create_table(
        "broadsheet_article_unpublished",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("changed", UtcTime(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("source", name="pk_broadsheet_article_unpublished"),
    )


def make_counts() -> None:
    op.create_table(
        "broadsheet_slow_pages",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("milliseconds", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "path", name="pk_broadsheet_slow_pages"),
    )
    op.create_table(
        "broadsheet_backups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made", UtcTime(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_broadsheet_backups"),
    )
    columns = ["action", "time", "policy_version"]
    name = f"ix_broadsheet_consent_records_{'_'.join(columns)}"
    op.create_index(name, "broadsheet_consent_records", columns)
