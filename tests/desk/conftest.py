"""Those who work at the desk, each signed in with a browser of their own."""

from collections.abc import Callable, Iterator

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from flask import Flask
from flask.testing import FlaskClient

from broadsheet.desk.accounts import passwords
from broadsheet.desk.accounts.users import add_user
from broadsheet.desk.roles import EDITOR, MODERATOR, OWNER
from broadsheet.storage import writing

PASSWORD = "seven grey herons"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hash with the least that the library knows; how costly the real hashes are has a test of its own."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher.from_parameters(CHEAPEST))
    passwords._nobodys_hash.cache_clear()
    yield
    passwords._nobodys_hash.cache_clear()


@pytest.fixture
def make_user(app: Flask) -> Callable[..., int]:
    """Make an account: `make_user("mo", MODERATOR)`; the password is `PASSWORD`."""

    def make(name: str, role: str = MODERATOR, shown_name: str = "", app: Flask = app) -> int:
        with app.app_context(), writing() as session:
            return add_user(session, name, PASSWORD, role, shown_name).id

    return make


@pytest.fixture
def sign_in(make_reader: Callable[[Flask], FlaskClient], app: Flask) -> Callable[..., FlaskClient]:
    """Return a browser in which somebody is signed in: `sign_in("mo")`."""

    def run(name: str, password: str = PASSWORD, app: Flask = app) -> FlaskClient:
        client = make_reader(app)
        answer = client.post("/desk/sign-in", data={"name": name, "password": password})
        assert answer.status_code == 303, answer.text
        return client

    return run


@pytest.fixture
def moderator(make_user: Callable[..., int], sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    make_user("mo", MODERATOR, "Mo Patient")
    return sign_in("mo")


@pytest.fixture
def editor(make_user: Callable[..., int], sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    make_user("edda", EDITOR, "Edda Writes")
    return sign_in("edda")


@pytest.fixture
def owner(make_user: Callable[..., int], sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    make_user("olga", OWNER, "Olga Prints")
    return sign_in("olga")
