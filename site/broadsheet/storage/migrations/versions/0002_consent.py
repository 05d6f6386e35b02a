"""What the ledger needs to be proven, and counts of notices and of refused content."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("broadsheet_consent_records", sa.Column("categories", sa.JSON(), nullable=True))
    op.add_column("broadsheet_consent_records", sa.Column("line", sa.String(), nullable=True))
    op.create_index(
        "ix_broadsheet_consent_records_line_number",
        "broadsheet_consent_records",
        ["line", "number"],
        unique=False,
    )
    op.create_table(
        "broadsheet_consent_wordings",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("policy_version", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_broadsheet_consent_wordings"),
    )
    op.create_table(
        "broadsheet_consent_seals",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_broadsheet_consent_seals"),
    )
    op.create_table(
        "broadsheet_consent_counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("policy_version", sa.String(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "policy_version", name="pk_broadsheet_consent_counts"),
    )
    op.create_table(
        "broadsheet_consent_refusals",
        sa.Column("directive", sa.String(), nullable=False),
        sa.Column("blocked", sa.String(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("directive", "blocked", "page", name="pk_broadsheet_consent_refusals"),
    )
