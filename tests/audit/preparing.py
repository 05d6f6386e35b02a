"""What happened on the site before its pages are looked at, so that every kind of page is there."""

import os
import re
import sqlite3
import subprocess
from dataclasses import dataclass
from pathlib import Path

from newsroom import PROGRAM
from visitor import Visitor

STORY = "/coast/tide-mill"
ADA, MO = "ada@example.org", "mo@example.org"
OLGA, PASSWORD = "olga", "seven grey herons"
# Nobody listens at port 9, so the mails stay where they can be read.
SETTINGS = {
    "BROADSHEET_ADDRESS": "http://127.0.0.1:{port}",
    "BROADSHEET_MAIL_SERVER": "smtp://127.0.0.1:9",
    "BROADSHEET_MAIL_FROM": "Our News <news@example.org>",
    "BROADSHEET_MODERATORS": MO,
    "BROADSHEET_COMMENTS_FORM_SECONDS": "0",
    "BROADSHEET_COMMENTS_RATE": "0",
}


@dataclass
class Newsroom:
    """A running site, the folder of its data, and Ada, whose comment on `STORY` waits under the number `waiting`.

    Olga owns the site, and is signed in at the desk.
    """

    address: str
    data: Path
    ada: Visitor
    olga: Visitor
    waiting: int = 0

    def read_field(self, name: str) -> str:
        """Return the value of a hidden field of the story's form."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.ada.get(STORY).text)
        assert found, f"The story's form has no field {name}."
        return found[1]

    def comment(self, text: str, **more: str) -> int:
        """Let Ada post a comment, and return its number."""
        fields = {"thread": self.read_field("thread"), "name": "Ada Reader", "email": ADA, "text": text}
        answer = self.ada.post("/comments", fields | more)
        found = re.findall(r'id="comment-(\d+)"', answer.text)
        assert found, f"The comment was answered with {answer.status}."
        return max(map(int, found))

    def read_token(self, recipient: str, path: str) -> str:
        """Return the token of the newest link to a path of the site in the mails to somebody."""
        database = sqlite3.connect(self.data / "broadsheet.sqlite3")
        told = "SELECT text FROM broadsheet_mails WHERE recipient = ? ORDER BY id"
        texts = "\n".join(text for (text,) in database.execute(told, [recipient]))
        database.close()
        tokens: list[str] = re.findall(rf"{re.escape(path)}\?token=([^\s>]+)", texts)
        assert tokens, f"No mail to {recipient} leads to {path}."
        return tokens[-1]

    def run(self, *command: str, typed: str = "") -> None:
        """Run one of the commands of the site, with what is typed on its standard input."""
        port = self.address.rsplit(":", 1)[1]
        settings = {name: value.replace("{port}", port) for name, value in SETTINGS.items()}
        environment = os.environ | settings | {"BROADSHEET_DATA": str(self.data), "PORT": port}
        told = typed.encode()
        subprocess.run([PROGRAM, *command], check=True, env=environment, capture_output=True, input=told)


def prepare(address: str, data: Path) -> Newsroom:
    """Let Ada follow the answers to a comment, be answered, write another that waits, and ask for her data."""
    room = Newsroom(address, data, Visitor(address), Visitor(address))
    room.run("user", "add", OLGA, "--shown-name", "Olga Prints", typed=PASSWORD)
    room.olga.post("/desk/sign-in", {"name": OLGA, "password": PASSWORD})
    first = room.comment("Is the mill open in winter?", watch="answers")
    room.ada.post("/comments/watches/confirm", {"token": room.read_token(ADA, "/comments/watches/confirm")})
    room.run("comments", "approve", str(first))
    room.run("comments", "answer", str(first), "It is, on Saturdays.", "--name", "The desk")
    room.waiting = room.comment("Then I shall come on **Saturday**.")
    room.ada.post("/comments/my-data", {"email": ADA})
    room.run("chores")
    return room
