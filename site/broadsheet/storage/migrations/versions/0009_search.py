"""The search: which articles are indexed, the index in the database's own kind, and the words that are known."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "broadsheet_search_articles",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["broadsheet_articles.id"],
            name="fk_broadsheet_search_articles_article_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", name="pk_broadsheet_search_articles"),
        sa.UniqueConstraint("article_id", name="uq_broadsheet_search_articles_article_id"),
    )
    op.create_table(
        "broadsheet_search_words",
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("last", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("word", name="pk_broadsheet_search_words"),
    )
    for end in ("first", "last"):
        op.create_index(
            f"ix_broadsheet_search_words_{end}_length_word",
            "broadsheet_search_words",
            [end, "length", "word"],
        )
    if op.get_bind().dialect.name == "postgresql":
        make_index_of_postgresql()
    else:
        make_index_of_sqlite()


def make_index_of_postgresql() -> None:
    op.execute(
        "CREATE TABLE broadsheet_search_index ("
        "number integer PRIMARY KEY REFERENCES broadsheet_search_articles ON DELETE CASCADE, vector tsvector NOT NULL)"
    )
    # Vectors that lie in a table of their own (TOAST) are no part of what the planner reckons with: it would read them all.
    op.execute("ALTER TABLE broadsheet_search_index ALTER vector SET STORAGE MAIN")
    # Much is read and little written: nothing waits to be sorted into the index.
    op.execute(
        "CREATE INDEX broadsheet_search_index_vector ON broadsheet_search_index USING gin (vector) WITH (fastupdate = off)"
    )


def make_index_of_sqlite() -> None:
    """A table of FTS5 knows no foreign keys, so a trigger takes their place; a cascade sets it off too."""
    op.execute(
        "CREATE VIRTUAL TABLE broadsheet_search_index USING fts5(title, standfirst, names, text, tokenize = 'ascii')"
    )
    op.execute(
        "CREATE TRIGGER broadsheet_search_articles_deleted AFTER DELETE ON broadsheet_search_articles BEGIN "
        "DELETE FROM broadsheet_search_index WHERE rowid = old.number; END"
    )
