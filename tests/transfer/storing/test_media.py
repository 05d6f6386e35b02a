"""Files of the old site that are fetched."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import Result
from PIL import Image

from broadsheet.transfer.media import fetching
from broadsheet.transfer.storing import media

PICTURE = BytesIO()
Image.new("RGB", (30, 20), "navy").save(PICTURE, "JPEG")


@pytest.fixture
def old_site(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[str]]]:
    """A server of this machine, which the import may ask for once, and the paths that it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            if "boat" not in self.path:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(PICTURE.getvalue())))
            self.end_headers()
            self.wfile.write(PICTURE.getvalue())

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    allowed = server.server_port
    monkeypatch.setattr(
        media, "fetch", lambda address: fetching.fetch(address, may_ask=lambda _ip, port: port == allowed)
    )
    yield f"http://127.0.0.1:{allowed}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    file = tmp_path / "articles.jsonl"
    texts = ["![A boat](/up/boat.jpg)", *(f"![gone](/up/gone-{number}.jpg)" for number in range(8))]
    lines = [f'{{"id": "a{at}", "title": "A", "text": "{text}"}}\n' for at, text in enumerate(texts)]
    file.write_text("".join(lines), "utf-8")
    return file


def test_files_are_fetched_only_when_asked(
    old_site: tuple[str, list[str]],
    articles: Path,
    bring_in: Callable[..., Result],
    content: Path,
    tmp_path: Path,
) -> None:
    site, asked = old_site
    report = tmp_path / "report.txt"
    bring_in("jsonl", articles, "--site", site)
    assert asked == []
    bring_in("jsonl", articles, "--site", site, "--download", "--report", report)
    assert asked[0] == "/up/boat.jpg"
    assert (content / "up/boat.jpg").read_bytes() == PICTURE.getvalue()
    assert "came in | file | /up/boat.jpg" in report.read_text("utf-8")


def test_a_host_that_fails_again_and_again_is_asked_no_more(
    old_site: tuple[str, list[str]], articles: Path, bring_in: Callable[..., Result], tmp_path: Path
) -> None:
    site, asked = old_site
    report = tmp_path / "report.txt"
    bring_in("jsonl", articles, "--site", site, "--download", "--report", report)
    assert len(asked) == 1 + media.MOST_FAILURES
    assert report.read_text("utf-8").count("and was asked no more") == 3


def test_without_the_address_of_the_old_site_nothing_is_fetched(
    articles: Path, bring_in: Callable[..., Result], tmp_path: Path
) -> None:
    report = tmp_path / "report.txt"
    bring_in("jsonl", articles, "--download", "--report", report)
    assert report.read_text("utf-8").count("Name the old site by --site.") == 9


def test_a_private_address_is_not_asked(
    articles: Path, bring_in: Callable[..., Result], tmp_path: Path
) -> None:
    report = tmp_path / "report.txt"
    bring_in("jsonl", articles, "--download", "--site", "http://127.0.0.1:1", "--report", report)
    assert "is not open to the whole internet" in report.read_text("utf-8")
