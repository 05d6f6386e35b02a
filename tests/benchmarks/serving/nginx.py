"""nginx with one worker: the bytes of our answers from plain files, and the folder that `broadsheet mirror` writes."""

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from answers import Answer
from broadsheets import DEMO, Server, environment_for
from jinja2 import Environment
from posting_rate import find_port, inherited, run

TEMPLATE = Path(__file__).with_name("nginx.conf")


@contextmanager
def serve_nginx(folder: Path, answers: Mapping[str, Answer], mirror: Path) -> Iterator[Server]:
    """Serve answers from files, each under a path of its own, and below `/` the mirror."""
    folder.mkdir()
    port, config = find_port(), folder / "nginx.conf"
    config.write_text(write_config(folder, port, answers, mirror), "utf-8")
    with run(["nginx", "-c", str(config)], port, {}, folder / "log") as process:
        yield Server(process, f"http://127.0.0.1:{port}")


def write_config(folder: Path, port: int, answers: Mapping[str, Answer], mirror: Path) -> str:
    given = []
    for number, (path, answer) in enumerate(answers.items()):
        file, headers = folder / f"answer-{number}", answer.shared()
        if (
            answer.header("Content-Encoding") == "gzip"
        ):  # As nginx comes by it itself: from a file beside the plain one.
            file.write_bytes(gzip.decompress(answer.body))
            file.with_name(f"{file.name}.gz").write_bytes(answer.body)
            headers = [(name, value) for name, value in headers if name.lower() != "content-encoding"]
        else:
            file.write_bytes(answer.body)
        given.append((path, headers, file))
    environment = Environment(trim_blocks=True, lstrip_blocks=True)  # noqa: S701 -- this is no HTML
    environment.filters["quoted"] = quote
    user = "user root;" if os.geteuid() == 0 else ""  # Otherwise its worker could not read our folder.
    template = environment.from_string(TEMPLATE.read_text("utf-8"))
    return template.render(folder=folder, user=user, port=port, answers=given, mirror=mirror)


def quote(value: str) -> str:
    """Write a value as nginx reads it; it has no way to write a dollar sign."""
    if "$" in value:
        sys.exit(f"nginx cannot send this header: {value}")
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def write_mirror(data: Path, folder: Path) -> Path:
    """Let `broadsheet mirror` write its folder."""
    settings = inherited() | environment_for(data, find_port(), cached=True, settings=DEMO)
    settings["BROADSHEET_ADDRESS"] = "http://127.0.0.1"
    command = [sys.executable, "-m", "broadsheet", "mirror", str(folder), "--once"]
    subprocess.run(command, check=True, env=settings, cwd=data.parent, capture_output=True)
    return folder
