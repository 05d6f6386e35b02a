"""A document's list in one row, what editors say of it, its version, and the mark shared with the index."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    # Each column by itself, as in 0003.
    for column in (
        sa.Column("series", sa.String(), nullable=True),
        sa.Column("pinned", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("unrelated", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("digest", sa.String(), nullable=False, server_default=""),
    ):
        op.add_column("broadsheet_related_documents", column)
    documents = sa.table("broadsheet_related_documents", sa.column("listed", sa.Boolean()))
    op.execute(sa.update(documents).values(listed=sa.false()))
    op.create_index(
        "ix_broadsheet_related_documents_listed_id_digest",
        "broadsheet_related_documents",
        ["listed", "id", "digest"],
    )
    op.drop_table("broadsheet_related_relations")
    op.create_table(
        "broadsheet_related_lists",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("others", sa.JSON(), nullable=False),
        sa.Column("copies", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["broadsheet_related_documents.id"],
            name="fk_broadsheet_related_lists_document_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", name="pk_broadsheet_related_lists"),
    )
    op.create_table(
        "broadsheet_related_removals",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_broadsheet_related_removals"),
    )
    op.create_table(
        "broadsheet_related_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_broadsheet_related_state"),
    )
