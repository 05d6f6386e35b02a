from collections import Counter

from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from broadsheet.delivery.counting import Tally, write_all


def test_counts_are_written_together_and_kept_while_they_cannot_be(app: Flask) -> None:
    written: list[Counter[str]] = []
    is_locked = True

    def add(_session: Session, counted: Counter[str]) -> None:
        if is_locked:
            raise OperationalError("", {}, Exception("locked"))
        written.append(counted)

    tally = Tally(app, add)
    tally.count("ferry")
    tally.count("ferry")
    tally.write_when_due()
    assert written == []
    is_locked = False
    tally.count("kelp")
    tally.write_when_due()
    assert written == [], "the next write is a few seconds away"
    write_all()
    assert written == [Counter(ferry=2, kelp=1)]
    write_all()
    assert len(written) == 1
