"""Readers and moderators at a thread of the newsroom's."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from broadsheet.articles.publishing import publish_folder
from broadsheet.comments.chores import tell_news
from broadsheet.comments.models import Comment
from broadsheet.mail.models import Mail
from broadsheet.storage import reading, writing

STORY = "/coast/ferry"


@pytest.fixture
def newsroom(make_app: Callable[..., Flask], write_story: Callable[..., object]) -> Callable[..., Flask]:
    """A site with one story, and settings of one's own."""

    def make(**settings: object) -> Flask:
        given = {"COMMENTS_MODERATION": "show", "COMMENTS_RATE": 0, "COMMENTS_FORM_SECONDS": 0} | settings
        app = make_app(**given)
        write_story("ferry", "The ferry is late")
        with app.app_context():
            publish_folder()
        return app

    return make


@pytest.fixture
def mailing(newsroom: Callable[..., Flask]) -> Callable[..., Flask]:
    """The same, which sends mail; nobody answers at its mail server, so all mails stay in the outbox."""

    def make(**settings: object) -> Flask:
        given = {
            "ADDRESS": "http://localhost",
            "MAIL_SERVER": "smtp://127.0.0.1:1",
            "MAIL_FROM": "News <news@example.org>",
            "MODERATORS": "mo@example.org, ed@example.org",
        }
        return newsroom(**given | settings)

    return make


@pytest.fixture
def take_mails() -> Callable[[Flask], list[Mail]]:
    """Tell what is news, and return the mails of the outbox, which is empty then."""

    def run(app: Flask) -> list[Mail]:
        with app.app_context():
            tell_news()
            with writing() as session:
                mails = list(session.scalars(select(Mail).order_by(Mail.id)))
                session.execute(delete(Mail))
                return mails

    return run


@pytest.fixture
def link_in() -> Callable[[Mail], str]:
    """Return the address, without its host, of the first link with a token in a mail."""

    def run(mail: Mail) -> str:
        found = re.search(r"http://localhost(/\S*token=\S+)", mail.text)
        assert found
        return found[1]

    return run


@pytest.fixture
def verify(take_mails: Callable[[Flask], list[Mail]], link_in: Callable[[Mail], str]) -> Callable[..., None]:
    """Let a reader's browser show that an address is theirs: `verify(app, reader, "ada@example.org")`."""

    def run(app: Flask, reader: FlaskClient, email: str) -> None:
        reader.post("/comments/my-data", data={"email": email})
        mail = next(mail for mail in take_mails(app) if mail.recipient == email)
        token = link_in(mail).partition("token=")[2]
        assert reader.post("/comments/my-data/remember", data={"token": token}).status_code == 200

    return run


@pytest.fixture
def send() -> Callable[..., TestResponse]:
    """Open the story as a reader and post a comment from a network address: `send(reader, text="Well said.")`."""

    def run(reader: FlaskClient, address: str = "192.0.2.7", **fields: str) -> TestResponse:
        told = {"REMOTE_ADDR": address}
        page = reader.get(STORY, environ_overrides=told).text
        token = re.search(r'name="thread" value="(.*?)"', page)
        given = {"thread": token[1] if token else "", "name": "Ada", "text": "Well said."} | fields
        return reader.post("/comments", data=given, environ_overrides=told)

    return run


@pytest.fixture
def stored() -> Callable[[Flask], list[Comment]]:
    """Return all comments that the database has."""

    def run(app: Flask) -> list[Comment]:
        with app.app_context():
            return reading().query(Comment).order_by(Comment.id).all()

    return run
