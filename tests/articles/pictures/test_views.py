from pathlib import Path

from flask.testing import FlaskClient


def test_a_picture_is_served_as_nothing_but_a_picture(
    client: FlaskClient, picture: Path, content: Path
) -> None:
    with client.get("/media/boat.png") as response:
        assert (response.status_code, response.mimetype) == (200, "image/png")
        assert "sandbox" in response.headers["Content-Security-Policy"]
    (content / "ferry.md").write_text("---\ntitle: x\n---\n")
    (content / "evil.svg").write_text("<svg onload='alert(1)'/>")
    for name in ("ferry.md", "evil.svg", "gone.png", "../broadsheet.sqlite3", "..%2fsecrets"):
        assert client.get(f"/media/{name}").status_code == 404, name


def test_a_picture_outside_the_folder_is_not_served(
    client: FlaskClient, picture: Path, content: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.png"
    picture.rename(outside)
    (content / "inside.png").symlink_to(outside)
    assert client.get("/media/inside.png").status_code == 404
