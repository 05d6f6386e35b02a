"""How often somebody may do something, counted in the database, in the transaction in which it is done.

Each visitor has one row for each purpose: the moment until which what was allowed is used up (the generic cell rate
algorithm of ITU-T I.371). So all processes and nodes share one count, and what is refused is rolled back and not counted.
"""

import time
from datetime import UTC, datetime, timedelta
from math import ceil

from flask import request
from sqlalchemy import case
from sqlalchemy.orm import Session

from ..storage import insert_for
from .models import Limit
from .visitors import hash_name, name_network


class TooOften(Exception):
    """Somebody did too much in too short a time; `wait` is the number of seconds after which once more is allowed."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"wait {wait:.0f} s")
        self.wait = wait

    @property
    def headers(self) -> dict[str, str]:
        """What a refusal tells programs (RFC 9110, 10.2.3)."""
        return {"Retry-After": str(ceil(self.wait))}


def count_visit(session: Session, purpose: str, times: int, period: timedelta) -> str:
    """Count one act of this request's visitor, as `count_act` does, and return the visitor's name for today."""
    return count_act(session, purpose, name_network(request.remote_addr), times, period)


def count_act(session: Session, purpose: str, who: str, times: int, period: timedelta) -> str:
    """Count one act by or for somebody, and return the name that they have today, or raise `TooOften`.

    At most `times` in any `period`, given back evenly; with 0 nothing is limited. `who` is kept only as such a name. Around
    midnight, when names change, what was done under the name of the day before counts too.
    """
    now = time.time()
    name = _name_for_day(session, who, now)
    if not times:
        return name
    seconds = period.total_seconds()
    used_until = _use(session, purpose, name, now, seconds, seconds / times)
    earlier = _name_for_day(session, who, now - seconds)
    if earlier != name:
        before = session.get(Limit, (purpose, earlier))
        used_until += max(0.0, before.used_until - now) if before else 0.0
    if used_until > now + seconds:
        raise TooOften(used_until - now - seconds)
    return name


def _name_for_day(session: Session, who: str, moment: float) -> str:
    return hash_name(session, who, datetime.fromtimestamp(moment, UTC).date())


def _use(session: Session, purpose: str, visitor: str, now: float, period: float, share: float) -> float:
    """Use up one share, in one statement, and return until when all that was used lasts."""
    most = now + period  # More can only be left of a clock that was set back.
    left = case((Limit.used_until > most, most), (Limit.used_until > now, Limit.used_until), else_=now)
    statement = insert_for(session)(Limit).values(purpose=purpose, visitor=visitor, used_until=now + share)
    statement = statement.on_conflict_do_update(
        index_elements=["purpose", "visitor"], set_={"used_until": left + share}
    )
    return float(session.execute(statement.returning(Limit.used_until)).scalar_one())
