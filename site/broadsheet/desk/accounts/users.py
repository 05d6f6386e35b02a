"""The accounts, as they are made, looked up and changed; there is none that nobody made."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ...languages import N_
from ...storage import Base, lock_for_writing
from ..roles import OWNER, ROLES
from .models import Passkey, SignedIn, User
from .passwords import check_strength, hash_password

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
LONGEST_SHOWN_NAME = 80
LOCK = "desk.accounts"


class AccountError(ValueError):
    """What was asked of an account cannot be; the message says why."""


def find_user(session: Session, name: str) -> User | None:
    """Return the account of a name as somebody typed it; what can be no name is not looked for."""
    plain = name.strip().lower()
    if not NAME.fullmatch(plain):
        return None
    return session.scalars(select(User).where(User.name == plain)).one_or_none()


def get_user(session: Session, name: str) -> User:
    """Return an account; raise `AccountError` where there is none of this name."""
    user = find_user(session, name)
    if user is None:
        raise AccountError(f"There is no account {name}. `broadsheet user list` shows which there are.")
    return user


def list_users(session: Session) -> Sequence[User]:
    return session.scalars(select(User).order_by(User.name)).all()


def add_user(session: Session, name: str, password: str, role: str, shown_name: str = "") -> User:
    """Make an account in the caller's transaction; raise `AccountError` or `WeakPassword`."""
    name, shown = name.strip().lower(), " ".join(shown_name.split()) or name.strip()
    if not NAME.fullmatch(name):
        raise AccountError(
            "The name for signing in must have 2 to 40 small letters, digits, dots, hyphens or underscores."
        )
    if len(shown) > LONGEST_SHOWN_NAME or not shown.isprintable():
        raise AccountError(
            f"The name for readers must be one line of at most {LONGEST_SHOWN_NAME} characters."
        )
    if role not in ROLES:
        raise AccountError(f"There is no role {role}; the roles are {', '.join(ROLES)}.")
    if find_user(session, name):
        raise AccountError(f"There is an account {name} already.")
    check_strength(password, name)
    user = User(
        name=name, shown_name=shown, role=role, password=hash_password(password), made=datetime.now(UTC)
    )
    session.add(user)
    session.flush()
    return user


def set_password(session: Session, user: User, hashed: str) -> None:
    """Give an account another password, as `make_hash` made it, and sign it out everywhere, in the caller's transaction."""
    user.password = hashed
    sign_out_everywhere(session, user)


def make_hash(password: str, name: str) -> str:
    """Return the hash of a new password, or raise `WeakPassword`; it takes its time, so it is made before a transaction."""
    check_strength(password, name)
    return hash_password(password)


def set_role(session: Session, user: User, role: str) -> None:
    """Give an account another role; raise `AccountError` where no owner would be left."""
    if role not in ROLES:
        raise AccountError(N_("There is no such role."))
    if role != OWNER:
        _keep_an_owner(session, user)
    user.role = role
    session.flush()


def remove_user(session: Session, user: User) -> None:
    """Remove an account; what it did stays in the journal. Raise `AccountError` where no owner would be left."""
    _keep_an_owner(session, user)
    session.delete(user)
    session.flush()


def stop_codes(session: Session, user: User) -> None:
    """Ask for no code beside the password from now on."""
    user.code_salt, user.spare_codes = None, []
    session.flush()


def forget_second_factor(session: Session, user: User) -> None:
    """Let the password alone sign in from now on, and no passkey, as when a phone was lost."""
    stop_codes(session, user)
    session.execute(delete(Passkey).where(Passkey.user_id == user.id))
    session.flush()


def sign_out_everywhere(session: Session, user: User) -> None:
    session.execute(delete(SignedIn).where(SignedIn.user_id == user.id))
    session.flush()


def list_full_names(session: Session) -> list[str]:
    """Return the names for readers that no reader may use: the full ones, since many share a first name."""
    names = session.connection().scalars(select(Base.metadata.tables[User.__tablename__].c.shown_name))
    return [name for name in names if " " in name]


def count_users(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(User)).one()


def _keep_an_owner(session: Session, leaving: User) -> None:
    """Raise `AccountError` where an account is the only owner's; two who leave at once wait for one another."""
    lock_for_writing(session, LOCK)
    owners = session.scalars(select(User.id).where(User.role == OWNER)).all()
    if list(owners) == [leaving.id]:
        raise AccountError(N_("This is the only owner; make another one first."))
