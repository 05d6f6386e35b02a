"""A real mail server in a thread, and the newsroom that sends through it."""

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from flask import Flask
from ports import reserved_port
from sqlalchemy import select, update

from broadsheet.mail.models import Mail
from broadsheet.mail.outbox import put_mail
from broadsheet.storage import reading, writing

CERTIFICATE = Path(__file__).with_name("mail.example.org.pem")
USER, PASSWORD = "ada", "secret/?#@%word"


class Post:
    """What the mail server took, and how it answers: `answers` by recipient, and the place where it `breaks` off."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.answers: dict[str, str] = {}
        self.breaks: str | None = None
        self.senders_answer = ""
        self.signed_in: list[bytes] = []

    @property
    def recipients(self) -> list[str]:
        return [envelope.rcpt_tos[0] for envelope in self.taken]

    @property
    def messages(self) -> list[EmailMessage]:
        found = [message_from_bytes(envelope.content or b"", policy=POLICY) for envelope in self.taken]
        return [message for message in found if isinstance(message, EmailMessage)]

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not self.senders_answer:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return self.senders_answer or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == self.breaks:
            server.transport.close()
        elif address not in self.answers:
            envelope.rcpt_tos.append(address)
        return self.answers.get(address, "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.taken.append(envelope)
        return "250 OK"

    def sign_in(self, server: SMTP, session: Session, envelope: Envelope, way: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.signed_in.append(given.password)
        return AuthResult(success=given.password == PASSWORD.encode(), handled=False)


class MailServer:
    """A mail server that can be switched on and off, always at the same port."""

    def __init__(self, port: int) -> None:
        self.post = Post()
        self.port = port
        self.controller: Controller | None = None

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def start(self, **options: Any) -> "MailServer":
        self.controller = Controller(
            self.post,
            hostname="127.0.0.1",
            port=self.port,
            ready_timeout=30,
            authenticator=self.post.sign_in,
            **{"auth_require_tls": False} | options,
        )
        self.controller.start()
        return self

    def stop(self) -> None:
        if self.controller:
            self.controller.stop()
            self.controller = None


@pytest.fixture
def stopped_server() -> Iterator[MailServer]:
    with reserved_port() as port:
        server = MailServer(port)
        yield server
        server.stop()


@pytest.fixture
def server(stopped_server: MailServer) -> MailServer:
    return stopped_server.start()


@pytest.fixture
def post(stopped_server: MailServer) -> Post:
    return stopped_server.post


@pytest.fixture
def certificate() -> ssl.SSLContext:
    """What a mail server named mail.example.org shows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


@pytest.fixture
def make_mailing_app(make_app: Callable[..., Flask], stopped_server: MailServer) -> Callable[..., Flask]:
    def make(**settings: object) -> Flask:
        given = {
            "MAIL_SERVER": stopped_server.address,
            "MAIL_FROM": "Our News <news@example.org>",
            "ADDRESS": "https://news.example.org",
        }
        return make_app(**given | settings)

    return make


@pytest.fixture
def app(make_mailing_app: Callable[..., Flask]) -> Flask:
    return make_mailing_app()


@pytest.fixture
def put(app: Flask) -> Callable[..., int]:
    """Put a mail into the outbox: `put("ada@example.org")`."""

    def run(
        recipient: str = "ada@example.org", subject: str = "An answer", text: str = "Hello\n", **headers: str
    ) -> int:
        with app.app_context(), writing() as session:
            mail = put_mail(session, recipient, subject, text, headers)
            session.flush()
            return mail.id

    return run


@pytest.fixture
def waiting(app: Flask) -> Callable[[], dict[str, Mail]]:
    """Read the outbox, by recipient."""

    def read() -> dict[str, Mail]:
        with app.app_context():
            return {mail.recipient: mail for mail in reading().scalars(select(Mail))}

    return read


@pytest.fixture
def change(app: Flask) -> Callable[..., None]:
    """Change what the rows of the outbox say, such as when they are due."""

    def run(**values: Any) -> None:
        with app.app_context(), writing() as session:
            session.execute(update(Mail).values(**values))

    return run


@pytest.fixture
def let_time_pass(change: Callable[..., None]) -> Callable[[], None]:
    """Let all that waits for its next try be due."""
    return lambda: change(next_try=datetime.now(UTC))
