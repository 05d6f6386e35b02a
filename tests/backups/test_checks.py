from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from broadsheet.backups.checks import find_problems
from broadsheet.backups.models import Backup
from broadsheet.storage import reading, writing


@pytest.mark.parametrize(("days", "problems"), [([], 0), ([1], 0), ([30], 1), ([30, 7], 0), ([30, 9], 1)])
def test_only_a_last_backup_that_is_old_needs_a_look(app: Flask, days: list[int], problems: int) -> None:
    with app.app_context():
        with writing() as session:
            for number in days:
                made = datetime.now(UTC) - timedelta(days=number)
                session.add(Backup(made=made, place="/mnt/news.tar.gz", bytes=1_000))
                session.flush()
        assert len(list(find_problems(reading()))) == problems
