"""Old addresses, what moved in, and comments in the order of their dates.

No trigger tells of their changes: nothing that is kept depends on them, as neither a redirect nor a 404 ever is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "broadsheet_old_addresses",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("article_id", sa.String(), nullable=True),
        sa.Column("target", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["broadsheet_articles.id"],
            name="fk_broadsheet_old_addresses_article_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("address", name="pk_broadsheet_old_addresses"),
    )
    op.create_index("ix_broadsheet_old_addresses_article_id", "broadsheet_old_addresses", ["article_id"])
    op.create_table(
        "broadsheet_transfers",
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("foreign_id", sa.String(), nullable=False),
        sa.Column("own_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("origin", "kind", "foreign_id", name="pk_broadsheet_transfers"),
    )
    op.create_index("ix_broadsheet_transfers_kind_own_id", "broadsheet_transfers", ["kind", "own_id"])
    op.create_index(
        "ix_broadsheet_comments_status_written_id", "broadsheet_comments", ["status", "written", "id"]
    )
