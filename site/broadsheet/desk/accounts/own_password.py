"""The password asked once more, before an account is changed by who is signed in with it."""

from datetime import timedelta

from ...delivery.limits import count_act
from ...storage import writing
from .models import User
from .passwords import holds

PURPOSE = "desk.own-password"
TRIES, PERIOD = 10, timedelta(minutes=10)


def is_own_password(user: User, password: str) -> bool:
    """Whether somebody knows the password of their account; raise `TooOften`, as a browser left open must not guess it."""
    with writing() as session:
        count_act(session, PURPOSE, f"account {user.id}", TRIES, PERIOD)
    return holds(user.password, password)
