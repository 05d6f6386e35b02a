"""The old site, from which media come."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from old_site import OldSite

from broadsheet.transfer.media.connecting import trusted


@pytest.fixture
def start() -> Iterator[Callable[..., OldSite]]:
    """Start an old site: `start("127.0.0.2", port)`."""
    running: list[OldSite] = []

    def run(host: str = "127.0.0.1", port: int = 0) -> OldSite:
        running.append(OldSite(host, port))
        Thread(target=running[-1].serve_forever, args=(0.01,), daemon=True).start()
        return running[-1]

    yield run
    for site in running:
        site.shutdown()
        site.server_close()


@pytest.fixture
def old_site(start: Callable[..., OldSite]) -> OldSite:
    return start()


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, Path]]:
    """A certificate for `localhost`, which this machine trusts as long as the test lasts, and its key."""
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    trusted.cache_clear()
    yield certificate, key
    trusted.cache_clear()
