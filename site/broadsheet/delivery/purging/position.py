"""What the CDN has confirmed, and what not yet: for each name the number of its last change (`storage.changes`)."""

import hashlib
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import BigInteger, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from ...settings import Settings
from ...shipped import shipped
from ...storage import Base, insert_for
from ...storage.changes import EVERYTHING, Change

PACKAGE = Path(__file__).parents[2]


class Purged(Base):
    """The number of a name's change that the CDN has confirmed; under `EVERYTHING` stands that of the site itself."""

    __tablename__ = "broadsheet_purged"

    name: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)


class Told(NamedTuple):
    name: str
    number: int


def list_unconfirmed(session: Session) -> list[Told]:
    """Return what changed since the CDN last confirmed its name.

    Each name's own number is compared: on PostgreSQL a larger one may become visible before a smaller one.
    """
    query = (
        select(Change.name, Change.number)
        .outerjoin(Purged, Purged.name == Change.name)
        .where(or_(Purged.number.is_(None), Purged.number != Change.number))
    )
    return [Told(*row) for row in session.execute(query)]


def is_confirmed(session: Session, told: Told) -> bool:
    purged = session.get(Purged, told.name)
    return purged is not None and purged.number == told.number


def confirm(session: Session, told: list[Told]) -> None:
    """Store what the CDN has confirmed, in the caller's transaction."""
    for name, number in sorted(told):
        statement = insert_for(session)(Purged).values(name=name, number=number)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["name"], set_={"number": statement.excluded.number}
            )
        )


def number_site(settings: Settings) -> Told:
    """Return a number of all that pages are made of beside the database: program, settings, and the files they name."""
    digest = hashlib.blake2b(repr(settings).encode(), digest_size=7)
    for file in list_files(settings):
        digest.update(file.read_bytes())
    return Told(EVERYTHING, int.from_bytes(digest.digest()))


def list_files(settings: Settings) -> list[Path]:
    """Return the files of the program and of the operator's: the privacy policy, templates, logo and icon."""
    folders = [PACKAGE, shipped("templates"), shipped("static"), *filter(None, [settings.templates])]
    policy = settings.policy_file
    files = [*policy.parent.glob(f"{policy.stem}*"), settings.logo, settings.logo_dark, settings.icon]
    files += [file for folder in folders for file in folder.rglob("*") if file.suffix != ".pyc"]
    return sorted(file for file in files if file and file.is_file())
