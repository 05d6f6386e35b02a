"""The tables of those who work at the desk."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ...storage import Base


class User(Base):
    """Somebody who may sign in as `name`. Readers see `shown_name` above an answer; `role` is one of `roles.ROLES`.

    `password` is its hash by Argon2id. With `code_salt` a code from an authenticator app is asked for too (`codes`):
    `code_step` is the last half minute whose code was taken, `spare_codes` are hashes of codes that replace the app once.
    """

    __tablename__ = "broadsheet_desk_users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    shown_name: Mapped[str]
    role: Mapped[str]
    password: Mapped[str]
    code_salt: Mapped[str | None]
    code_step: Mapped[int] = mapped_column(BigInteger, default=0)
    spare_codes: Mapped[list[str]] = mapped_column(default=list)
    made: Mapped[datetime]


class SignedIn(Base):
    """A browser that somebody is signed in with. `digest` is the SHA-256, in hex, of what its cookie holds."""

    __tablename__ = "broadsheet_desk_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("broadsheet_desk_users.id", ondelete="CASCADE"), index=True
    )
    digest: Mapped[str] = mapped_column(unique=True)
    made: Mapped[datetime]
    seen: Mapped[datetime]
    browser: Mapped[str]


class Passkey(Base):
    """A key that somebody's device holds, by which they sign in. `credential` and `public_key` are in base64url."""

    __tablename__ = "broadsheet_desk_passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("broadsheet_desk_users.id", ondelete="CASCADE"), index=True
    )
    credential: Mapped[str] = mapped_column(unique=True)
    public_key: Mapped[str]
    uses: Mapped[int] = mapped_column(BigInteger, default=0)
    name: Mapped[str]
    made: Mapped[datetime]
    used: Mapped[datetime | None]
