"""The order in which comments can be stored: each after the one that it answers."""

import sqlite3
from collections.abc import Iterable


def arrange_comments(database: sqlite3.Connection) -> list[str]:
    """Give each comment its depth; return those whose parent was not there, or stood below them: now they have none."""
    alone = [
        id
        for (id,) in database.execute(
            "SELECT c.id FROM comments c LEFT JOIN comments p ON p.id = c.parent AND p.thread = c.thread "
            "WHERE c.parent IS NOT NULL AND p.id IS NULL"
        )
    ]
    _cut_from_parent(database, alone)
    while True:
        database.execute(
            "WITH RECURSIVE below (id, far) AS (SELECT id, 0 FROM comments WHERE parent IS NULL "
            "UNION ALL SELECT c.id, below.far + 1 FROM below JOIN comments c ON c.parent = below.id) "
            "UPDATE comments SET depth = below.far FROM below WHERE comments.id = below.id"
        )
        cut = _find_circles(database)
        if not cut:
            return alone
        _cut_from_parent(database, cut)
        alone += cut


def _find_circles(database: sqlite3.Connection) -> list[str]:
    """Return one comment of each circle."""
    rows = database.execute("SELECT id, parent FROM comments WHERE depth IS NULL ORDER BY seq").fetchall()
    parents, seen, cut = dict(rows), set(), []
    for id in parents:
        walked = []
        at = id
        while at in parents and at not in seen:
            seen.add(at)
            walked.append(at)
            at = parents[at]
        if at in walked:
            cut.append(at)
    return cut


def _cut_from_parent(database: sqlite3.Connection, ids: Iterable[str]) -> None:
    database.executemany("UPDATE comments SET parent = NULL WHERE id = ?", ((id,) for id in ids))
