"""From the form to the mailbox and back: a real server, a real mail server, and a browser that follows the mails' links."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from ports import reserved_port

STORY = "/food/kelp"


class Mailbox(Message):
    """Keeps what the mail server takes."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[EmailMessage] = []

    def prepare_message(self, _session, envelope):
        return message_from_bytes(envelope.content, policy=SMTP)

    def handle_message(self, message) -> None:
        self.mails.append(message)


@dataclass
class Newsroom:
    address: str
    settings: dict[str, str]
    mailbox: Mailbox

    def take(self, recipient: str) -> EmailMessage:
        """Do what a minute of the server would do, and return the newest mail to somebody."""
        program = Path(sys.executable).with_name("broadsheet")
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("BROADSHEET_")
        }
        subprocess.run([program, "chores"], env=environment | self.settings, check=True, capture_output=True)
        return [mail for mail in self.mailbox.mails if mail["To"] == recipient][-1]


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory, run_site) -> Iterator[Newsroom]:
    folder, mailbox = tmp_path_factory.mktemp("mailing"), Mailbox()
    with reserved_port() as port:
        controller = Controller(mailbox, hostname="127.0.0.1", port=port)
        controller.start()
        settings = {
            "BROADSHEET_ADDRESS": "http://127.0.0.1:{port}",
            "BROADSHEET_MAIL_SERVER": f"smtp://127.0.0.1:{port}",
            "BROADSHEET_MAIL_FROM": "Our News <news@example.org>",
            "BROADSHEET_MODERATORS": "mo@example.org",
        }
        with run_site(folder, **settings) as address:
            told = settings | {"BROADSHEET_ADDRESS": address, "BROADSHEET_DATA": str(folder / "data")}
            yield Newsroom(address, told, mailbox)
        controller.stop()


def links(mail: EmailMessage) -> list[str]:
    return re.findall(r"http://127[^\s>]*token=[^\s>]+", mail.get_content())


def write(page, text: str, name: str, email: str = "", watch: str = "") -> None:
    page.fill("#comment-text", text)
    page.fill("#comment-name", name)
    page.fill("#comment-email", email)
    page.select_option("#comment-watch", watch)
    page.click("#comment-form .button")
    page.wait_for_url("**#comment-*")


def test_a_comment_passes_by_mail_from_reader_to_moderator_to_reader(
    newsroom: Newsroom, visit, press
) -> None:
    ada = visit(STORY, at=newsroom.address)
    write(ada, "Is kelp *good*?", "Ada", "ada@example.org", "answers")
    ada.goto(links(newsroom.take("ada@example.org"))[0])
    assert ada.locator("h1").inner_text() == "Follow the comments by e-mail?"
    press(ada, "main .button")
    assert ada.locator("h1").inner_text() == "You follow the comments"

    mo = visit("/", at=newsroom.address)
    for link in links(newsroom.take("mo@example.org")):
        mo.goto(link)
        press(mo, "main button[value=approve]")
        assert "shown to everyone" in mo.locator("main").inner_text()

    bo = visit(STORY, at=newsroom.address)
    bo.click(".comment:has-text('Is kelp good?') .comment-acts a")
    write(bo, "Very.", "Bo")
    (link,) = links(newsroom.take("mo@example.org"))
    mo.goto(link)
    press(mo, "main button[value=approve]")

    told = newsroom.take("ada@example.org")
    assert told["Subject"].startswith("Bo answered you on “")
    assert "> Very." in told.get_content()
    (end,) = links(told)
    assert told["List-Unsubscribe"] == f"<{end}>"
    ada.goto(end)
    press(ada, "main .button")
    assert ada.locator("h1").inner_text() == "The mails have ended"


def test_my_data_comes_by_mail_and_is_erased(newsroom: Newsroom, visit, press) -> None:
    cy = visit(STORY, at=newsroom.address)
    write(cy, "My words.", "Cy", "cy@example.org")
    cy.click("text=My data")
    cy.fill("#comment-email", "cy@example.org")
    press(cy, "main .button")
    cy.goto(links(newsroom.take("cy@example.org"))[0])
    assert "1 comment" in cy.locator("main").inner_text()
    with cy.expect_download() as download:
        cy.click("text=Download everything")
    assert "My words." in Path(download.value.path()).read_text("utf-8")
    cy.check("#sure")
    press(cy, "button:has-text('Erase everything')")
    assert cy.locator("h1").inner_text() == "Everything is erased"
    cy.goto(STORY)
    assert cy.locator("text=My words.").count() == 0


def test_the_script_shows_what_is_to_be_told_and_only_once(newsroom: Newsroom, visit) -> None:
    page = visit(STORY, at=newsroom.address, javascript=True)
    write(page, "With script.", "Dee", "dee@example.org", "answers")
    assert "Look into your mailbox" in page.locator("#comments-note").inner_text()
    assert "comments-note" not in page.url
    page.reload()
    assert page.locator("#comments-note").inner_text() == ""
