"""The first tables: articles, comments, the consent ledger, and related stories."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "broadsheet_articles",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("standfirst", sa.String(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("section_slug", sa.String(), nullable=False),
        sa.Column("published", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=True),
        sa.Column("picture", sa.JSON(), nullable=True),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("pictures", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_broadsheet_articles"),
        sa.UniqueConstraint("path", name="uq_broadsheet_articles_path"),
        sa.UniqueConstraint("source", name="uq_broadsheet_articles_source"),
    )
    op.create_index("ix_broadsheet_articles_published", "broadsheet_articles", ["published"], unique=False)
    op.create_index(
        "ix_broadsheet_articles_section_slug", "broadsheet_articles", ["section_slug"], unique=False
    )
    op.create_table(
        "broadsheet_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.String(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("website", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("written", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["broadsheet_comments.id"], name="fk_broadsheet_comments_parent_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_broadsheet_comments"),
    )
    op.create_index("ix_broadsheet_comments_parent_id", "broadsheet_comments", ["parent_id"], unique=False)
    op.create_index("ix_broadsheet_comments_status", "broadsheet_comments", ["status"], unique=False)
    op.create_index(
        "ix_broadsheet_comments_thread_position", "broadsheet_comments", ["thread", "position"], unique=False
    )
    op.create_table(
        "broadsheet_consent_records",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("surface", sa.String(), nullable=False),
        sa.Column("granted", sa.JSON(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.Column("policy_version", sa.String(), nullable=False),
        sa.Column("notice_hash", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("gpc", sa.Boolean(), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("controller", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_broadsheet_consent_records"),
        sa.UniqueConstraint("hash", name="uq_broadsheet_consent_records_hash"),
        sa.UniqueConstraint("receipt", name="uq_broadsheet_consent_records_receipt"),
    )
    op.create_index(
        "ix_broadsheet_consent_records_before", "broadsheet_consent_records", ["before"], unique=False
    )
    op.create_table(
        "broadsheet_related_documents",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("published", sa.DateTime(timezone=True), nullable=True),
        sa.Column("section", sa.String(), nullable=True),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("picture", sa.JSON(), nullable=True),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_broadsheet_related_documents"),
    )
    op.create_index(
        "ix_broadsheet_related_documents_published",
        "broadsheet_related_documents",
        ["published"],
        unique=False,
    )
    op.create_table(
        "broadsheet_article_bylines",
        sa.Column("article_id", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["broadsheet_articles.id"],
            name="fk_broadsheet_article_bylines_article_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "rank", name="pk_broadsheet_article_bylines"),
    )
    op.create_index(
        "ix_broadsheet_article_bylines_slug", "broadsheet_article_bylines", ["slug"], unique=False
    )
    op.create_table(
        "broadsheet_article_tags",
        sa.Column("article_id", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["broadsheet_articles.id"],
            name="fk_broadsheet_article_tags_article_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "rank", name="pk_broadsheet_article_tags"),
    )
    op.create_index("ix_broadsheet_article_tags_slug", "broadsheet_article_tags", ["slug"], unique=False)
    op.create_table(
        "broadsheet_related_relations",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.String(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["broadsheet_related_documents.id"],
            name="fk_broadsheet_related_relations_document_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["broadsheet_related_documents.id"],
            name="fk_broadsheet_related_relations_other_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "rank", name="pk_broadsheet_related_relations"),
    )
    op.create_index(
        "ix_broadsheet_related_relations_other_id", "broadsheet_related_relations", ["other_id"], unique=False
    )
