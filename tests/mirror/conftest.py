"""A site that is mirrored, and nginx in front of it with the configuration that is shipped."""

import http.client
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from ports import reserved_port

from broadsheet.mirror.mirror import Mirror
from broadsheet.shipped import shipped

PROGRAM = str(Path(sys.executable).with_name("broadsheet"))
PATIENCE = 30
NGINX = "/usr/sbin/nginx"
ADDRESS = "https://news.example.org"
STORY = """---
title: The ferry is late
author: Ada Reporter
section: Coast
published: 2021-11-01 09:00
aliases: [/2021/11/ferry/, "/?p=12"]
---

The harbour is calm.
"""


@pytest.fixture
def mirror(make_app: Callable[..., Flask], tmp_path: Path) -> Mirror:
    """A mirror of the site, in this process."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    return Mirror(make_app(ADDRESS=ADDRESS, COMMENTS_MODERATION="show", MOST_READ_HOURS=0), folder)


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass
class Site:
    """A site behind nginx: the ports of nginx and of the process, and the folder in which all of it lies."""

    front: int
    behind: int
    root: Path
    started: list["subprocess.Popen[str]"] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return self.root / "mirror"

    def start(self, word: str, *command: str) -> "subprocess.Popen[str]":
        """Start a command of ours, and wait for a line that begins with a word."""
        settings = {
            "DATA": str(self.root / "data"),
            "ADDRESS": f"http://127.0.0.1:{self.front}",
            "PORT": str(self.behind),
            "TRUSTED_PROXIES": "1",
            "WORKERS": "1",
        }
        environment = os.environ | {f"BROADSHEET_{name}": value for name, value in settings.items()}
        process = subprocess.Popen(
            [PROGRAM, *command], env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        self.started.append(process)
        assert process.stdout
        assert any(line.startswith(word) for line in process.stdout), process.wait(PATIENCE)
        return process

    def start_mirror(self) -> "subprocess.Popen[str]":
        return self.start("Mirrored", "mirror", str(self.folder))

    def start_nginx(self) -> None:
        file = self.root / "nginx.conf"
        file.write_text(configure_nginx(self.root, self.front, self.behind, self.folder))
        self.started.append(
            subprocess.Popen([NGINX, "-c", str(file), "-e", "stderr"], stdout=subprocess.PIPE, text=True)
        )

    def end(self) -> None:
        for process in reversed(self.started):
            process.terminate()
            process.wait(PATIENCE)
            assert process.stdout
            process.stdout.close()

    def ask(self, path: str, method: str = "GET", port: int = 0, **said: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", port or self.front, timeout=PATIENCE)
        headers = {name.replace("_", "-"): value for name, value in said.items()}
        connection.request(method, path, headers={"Host": f"127.0.0.1:{self.front}", **headers})
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        return answer

    def is_mirrored(self, path: str, method: str = "GET", **said: str) -> bool:
        """Whether nginx answers from a file: only it takes ranges."""
        return "Accept-Ranges" in self.ask(path, method, **said).headers


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with one story, whose data is in a file of SQLite of its own."""
    with reserved_port() as front, reserved_port() as behind:
        site = Site(front, behind, tmp_path_factory.mktemp("site"))
        articles = site.root / "data" / "articles"
        articles.mkdir(parents=True)
        (articles / "ferry.md").write_text(STORY)
        try:
            site.start("Serving", "serve")
            site.start_mirror()
            site.start_nginx()
            yield site
        finally:
            site.end()


def configure_nginx(work: Path, port: int, process_port: int, folder: Path) -> str:
    """Return the shipped configuration, with other ports and another folder, in what surrounds it."""
    shown = (shipped("config") / "nginx.conf").read_text("utf-8")
    for there, here in (
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{process_port};"),
        ("/srv/news/mirror/", f"{folder}/"),
    ):
        assert there in shown
        shown = shown.replace(there, here)
    temporary = "".join(
        f"{name}_temp_path {work}/nginx-{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"daemon off;\nmaster_process off;\npid {work}/nginx.pid;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}{shown}\n}}\n"
    )
