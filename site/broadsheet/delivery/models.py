"""The tables of who comes how often; what they say of anybody is forgotten within two days."""

from datetime import date

from sqlalchemy import Double
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
