"""The tables of who comes how often, which say nothing of anybody after two days, and of pages that took long to make."""

from datetime import date

from sqlalchemy import BigInteger, Double
from sqlalchemy.orm import Mapped, mapped_column

from ..storage import Base


class VisitorKey(Base):
    """The random part of a day's key, without which the day's names of visitors say nothing."""

    __tablename__ = "broadsheet_visitor_keys"

    day: Mapped[date] = mapped_column(primary_key=True)
    key: Mapped[str]


class Limit(Base):
    """Until when, in seconds since 1970, a visitor has used up what is allowed for a purpose."""

    __tablename__ = "broadsheet_limits"

    purpose: Mapped[str] = mapped_column(primary_key=True)
    visitor: Mapped[str] = mapped_column(primary_key=True)
    used_until: Mapped[float] = mapped_column(Double, index=True)


class SlowPage(Base):
    """How often on a day (in UTC) the page at a path took long to make, and how many milliseconds that took in all."""

    __tablename__ = "broadsheet_slow_pages"

    day: Mapped[date] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    times: Mapped[int]
    milliseconds: Mapped[int] = mapped_column(BigInteger)
