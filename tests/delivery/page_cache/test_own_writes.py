"""Whoever writes sees it in the next page, whichever worker of the real server it comes from."""

from pathlib import Path

from own_writes import WRITERS, count_missed, open_newsroom

WRITES = 1_000 // WRITERS


def test_writers_read_back_what_they_wrote(tmp_path: Path) -> None:
    with open_newsroom(tmp_path) as (host, app):
        assert count_missed(app, host, WRITES) == 0
