from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from broadsheet.delivery import limits
from broadsheet.delivery.limits import TooOften, count_visit
from broadsheet.delivery.models import Limit
from broadsheet.storage import reading, writing

NOON, MIDNIGHT = 1_795_521_600.0, 1_795_564_800.0
HOUR = timedelta(hours=1)


@pytest.fixture
def act(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., float]:
    """Do something once at a moment, and return the seconds to wait, 0 if it was allowed."""

    def run(moment: float, purpose: str = "asking", times: int = 3) -> float:
        monkeypatch.setattr(limits.time, "time", lambda: moment)
        with app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.7"}):
            try:
                with writing() as session:
                    count_visit(session, purpose, times, HOUR)
            except TooOften as often:
                return often.wait
        return 0

    return run


def test_so_many_times_in_so_much_time_and_no_more(act: Callable[..., float]) -> None:
    assert [act(NOON) for _ in range(3)] == [0, 0, 0]
    assert act(NOON) == pytest.approx(1200)
    assert act(NOON + 1199) == pytest.approx(1)
    assert act(NOON + 1201) == 0
    assert act(NOON + 1202) > 0
    assert [act(NOON + 9000) for _ in range(4)][:3] == [0, 0, 0]


def test_purposes_are_counted_apart(act: Callable[..., float]) -> None:
    assert [act(NOON, times=1), act(NOON, "mailing", times=1)] == [0, 0]


def test_with_nought_nothing_is_limited(act: Callable[..., float]) -> None:
    assert [act(NOON, times=0) for _ in range(9)] == [0] * 9


def test_midnight_is_no_way_around(act: Callable[..., float]) -> None:
    assert [act(MIDNIGHT - 5) for _ in range(3)] == [0, 0, 0]
    assert act(MIDNIGHT + 5) > 0


def test_what_limits_nobody_is_forgotten_the_next_day(app: Flask, act: Callable[..., float]) -> None:
    act(NOON)
    act(MIDNIGHT + 600, "mailing")
    with app.app_context():
        assert reading().scalars(select(Limit.purpose)).all() == ["mailing"]
