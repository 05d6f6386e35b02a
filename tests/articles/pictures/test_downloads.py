from pathlib import Path

import pytest
from flask.testing import FlaskClient

from broadsheet.articles.pictures.downloads import HANDED_OVER, SHOWN


@pytest.mark.parametrize("suffix", sorted(HANDED_OVER))
def test_a_file_that_may_hold_anything_is_handed_over(
    client: FlaskClient, content: Path, suffix: str
) -> None:
    (content / "files").mkdir()
    (content / "files" / f"report{suffix.upper()}").write_bytes(b"<script>alert(1)</script>")
    with client.get(f"/media/files/report{suffix.upper()}") as response:
        assert (response.status_code, response.mimetype) == (200, HANDED_OVER[suffix])
        assert response.headers["Content-Disposition"] == f"attachment; filename=report{suffix.upper()}"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("suffix", sorted(SHOWN))
def test_a_document_or_a_sound_is_shown_as_nothing_else(
    client: FlaskClient, content: Path, suffix: str
) -> None:
    (content / f"x{suffix}").write_bytes(b"<script>alert(1)</script>")
    with client.get(f"/media/x{suffix}") as response:
        assert (response.status_code, response.mimetype) == (200, SHOWN[suffix])
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        policy = response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'") and "script" not in policy and "http" not in policy
        assert "Set-Cookie" not in response.headers


def test_players_get_the_part_they_ask_for(client: FlaskClient, content: Path) -> None:
    (content / "talk.mp3").write_bytes(bytes(range(200)))
    with client.get("/media/talk.mp3", headers={"Range": "bytes=10-19"}) as response:
        assert (response.status_code, response.data) == (206, bytes(range(10, 20)))
        assert response.headers["Content-Range"] == "bytes 10-19/200"
        tag = response.headers["ETag"]
    with client.get("/media/talk.mp3", headers={"If-None-Match": tag}) as response:
        assert response.status_code == 304
    with client.get("/media/talk.mp3", headers={"Range": "bytes=500-"}) as response:
        assert response.status_code == 416


SOURCES = [
    "story.md",
    "page.html",
    "x.htm",
    "x.svg",
    "x.js",
    "x.css",
    "x.xml",
    "x.json",
    "x.toml",
    "x.sqlite3",
    "x.php",
    "pdf",
]
SECRETS = ["x.pdf.md", ".hidden.pdf", ".hidden/x.pdf", "../secret.pdf"]
LINKS = ["link.pdf", "out.pdf", "boat.jpg"]
TRICKS = ["story.md%00.pdf", "..%2fsecret.pdf", "folder.pdf", "story.md/", "x.PDF "]


@pytest.mark.parametrize("name", [*SOURCES, *SECRETS, *LINKS, *TRICKS])
def test_sources_and_pages_stay_unreachable(client: FlaskClient, content: Path, name: str) -> None:
    for folder in (".hidden", "folder.pdf"):
        (content / folder).mkdir()
    for file in [*SOURCES, *SECRETS]:
        (content / file).write_text("---\ntitle: A draft\ndraft: true\n---\n")
    (content / "link.pdf").symlink_to(content / "story.md")
    (content / "boat.jpg").symlink_to(content / "story.md")
    (content / "out.pdf").symlink_to(content.parent / "secret.pdf")
    with client.get(f"/media/{name}") as response:
        assert response.status_code == 404
        assert "A draft" not in response.text


def test_a_download_has_no_versions(client: FlaskClient, content: Path) -> None:
    (content / "x.pdf").write_bytes(b"%PDF-")
    assert client.get("/media/x.pdf/640-0f3a9c21.avif").status_code == 404
