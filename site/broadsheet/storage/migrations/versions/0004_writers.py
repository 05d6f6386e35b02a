"""What a writer may change, who wrote it and how that is known, when it was decided, and who wants to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    # Each column by itself, as in 0003.
    for column in (
        sa.Column("edited", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("staff", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("announced", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("broadsheet_comments", column)
    comments = sa.table(
        "broadsheet_comments",
        sa.column("decided"),
        sa.column("written"),
        sa.column("announced", sa.Boolean()),
    )
    op.execute(sa.update(comments).values(decided=comments.c.written, announced=sa.true()))
    op.drop_index("ix_broadsheet_comments_status", "broadsheet_comments")
    for columns in (["status", "id"], ["thread", "status", "id"], ["email"]):
        op.create_index(f"ix_broadsheet_comments_{'_'.join(columns)}", "broadsheet_comments", columns)
    op.create_index(
        "ix_broadsheet_comments_staff",
        "broadsheet_comments",
        ["name"],
        sqlite_where=sa.text("staff = 1"),
        postgresql_where=sa.text("staff"),
    )
    write_emails_small()
    op.create_table(
        "broadsheet_comments_news",
        sa.Column("comment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("told_until", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("comment_id", name="pk_broadsheet_comments_news"),
    )
    op.create_table(
        "broadsheet_comments_watches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_broadsheet_comments_watches"),
        sa.UniqueConstraint(
            "email", "thread", "comment_id", name="uq_broadsheet_comments_watches_email_thread_comment_id"
        ),
    )
    op.create_index(
        "ix_broadsheet_comments_watches_thread_confirmed",
        "broadsheet_comments_watches",
        ["thread", "confirmed"],
    )


def write_emails_small() -> None:
    """They are looked for as they are written from now on; SQLite's `lower` knows the letters of English alone."""
    connection, comments = op.get_bind(), sa.table("broadsheet_comments", sa.column("email"))
    for email in connection.scalars(sa.select(comments.c.email).distinct()).all():
        if email != email.lower():
            connection.execute(
                sa.update(comments).where(comments.c.email == email).values(email=email.lower())
            )
