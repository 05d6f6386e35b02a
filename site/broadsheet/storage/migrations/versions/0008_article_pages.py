"""What the article page shows of an article, its corrections, and how often it was read."""

import sqlalchemy as sa
from alembic import op

from broadsheet.storage import UtcTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    # Each column by itself, as in 0003.
    for column in (
        sa.Column("kicker", sa.String(), nullable=False, server_default=""),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("is_page", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("contents", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("words", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("broadsheet_articles", column)
    op.drop_index("ix_broadsheet_articles_section_slug", "broadsheet_articles")
    op.create_index(
        "ix_broadsheet_articles_section_slug_published_id",
        "broadsheet_articles",
        ["section_slug", "published", "id"],
    )
    # What a file says is read anew at the next publishing.
    articles = sa.table("broadsheet_articles", sa.column("digest", sa.String()))
    op.execute(sa.update(articles).values(digest=None))
    op.create_table(
        "broadsheet_article_corrections",
        sa.Column("article_id", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("made", UtcTime(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["broadsheet_articles.id"],
            name="fk_broadsheet_article_corrections_article_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "rank", name="pk_broadsheet_article_corrections"),
    )
    op.create_index("ix_broadsheet_article_corrections_made", "broadsheet_article_corrections", ["made"])
    op.create_table(
        "broadsheet_article_reads",
        sa.Column("article_id", sa.String(), nullable=False),
        sa.Column("hour", UtcTime(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["broadsheet_articles.id"],
            name="fk_broadsheet_article_reads_article_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "hour", name="pk_broadsheet_article_reads"),
    )
    op.create_index("ix_broadsheet_article_reads_hour", "broadsheet_article_reads", ["hour"])
