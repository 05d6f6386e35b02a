"""Threads of any size: where a comment stands, what stands below it, and who wrote how often."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID_DIGITS = 10  # A position was made of ids of so many digits, the comment's own at the end.
AT_ONCE = 1_000


def upgrade() -> None:
    op.create_table(
        "broadsheet_comments_threads",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_broadsheet_comments_threads"),
    )
    op.create_table(
        "broadsheet_limits",
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("visitor", sa.String(), nullable=False),
        sa.Column("used_until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("purpose", "visitor", name="pk_broadsheet_limits"),
    )
    op.create_index("ix_broadsheet_limits_used_until", "broadsheet_limits", ["used_until"], unique=False)
    op.create_table(
        "broadsheet_visitor_keys",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_broadsheet_visitor_keys"),
    )
    # Each column by itself: SQLite would make the table anew for more, and forget what refers to it. So the defaults stay.
    for column in (
        sa.Column("root_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(), nullable=False, server_default=""),
        sa.Column("shown", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("answers", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("visitor", sa.String(), nullable=True),
    ):
        op.add_column("broadsheet_comments", column)
    place_comments()
    op.drop_index("ix_broadsheet_comments_thread_position", "broadsheet_comments")
    for name in ("position", "depth"):
        op.drop_column("broadsheet_comments", name)
    for columns in (
        ["thread", "root_id", "shown", "written", "id"],
        ["thread", "root_id", "shown", "answers", "id"],
        ["root_id", "shown", "id"],
        ["visitor", "written"],
    ):
        op.create_index(f"ix_broadsheet_comments_{'_'.join(columns)}", "broadsheet_comments", columns)


def place_comments() -> None:
    """Say of each comment where it stands and what stands below it, and of each thread how many comments it shows."""
    connection = op.get_bind()
    comments = sa.table(
        "broadsheet_comments",
        *(
            sa.column(name)
            for name in ("id", "thread", "position", "status", "path", "root_id", "shown", "answers")
        ),
    )
    answers: dict[int, int] = {}
    changes = []
    for id, position, status in connection.execute(
        sa.select(comments.c.id, comments.c.position, comments.c.status)
    ).all():
        above = [int(position[at : at + ID_DIGITS]) for at in range(0, len(position) - ID_DIGITS, ID_DIGITS)]
        for other in above if status == "approved" else ():
            answers[other] = answers.get(other, 0) + 1
        changes.append((id, "".join(f"{other}/" for other in above), above[0] if above else None, status))
    statement = (
        sa.update(comments)
        .where(comments.c.id == sa.bindparam("own"))
        .values({name: sa.bindparam(f"new_{name}") for name in ("path", "root_id", "answers", "shown")})
    )
    rows = [
        {
            "own": id,
            "new_path": path,
            "new_root_id": root,
            "new_answers": answers.get(id, 0),
            "new_shown": status == "approved" or id in answers,
        }
        for id, path, root, status in changes
    ]
    for start in range(0, len(rows), AT_ONCE):
        connection.execute(statement, rows[start : start + AT_ONCE])
    connection.execute(
        sa.text(
            "INSERT INTO broadsheet_comments_threads (key, address, title, closed, shown) "
            "SELECT thread, '', '', :closed, sum(CASE WHEN status = 'approved' THEN 1 ELSE 0 END) "
            "FROM broadsheet_comments GROUP BY thread"
        ).bindparams(sa.bindparam("closed", False, sa.Boolean()))
    )
