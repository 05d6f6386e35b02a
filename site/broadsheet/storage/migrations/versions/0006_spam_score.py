"""How likely a comment is spam: what was learned of which comment, and of each word."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "broadsheet_comments_words",
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("spam", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name="pk_broadsheet_comments_words"),
    )
    op.add_column("broadsheet_comments", sa.Column("learned", sa.String(), nullable=True))
