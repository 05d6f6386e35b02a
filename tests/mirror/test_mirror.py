"""What the mirror holds, and that it holds nothing that is not so."""

import gzip
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from flask import Flask, Response, request
from sqlalchemy import text

from broadsheet.articles.publishing import Report
from broadsheet.delivery.showings import KEY, count_nothing
from broadsheet.mirror import alone
from broadsheet.mirror.alone import Busy, alone_in
from broadsheet.mirror.mirror import Mirror
from broadsheet.storage import writing

Write = Callable[..., int]
PROGRAM = str(Path(sys.executable).with_name("broadsheet"))
PATIENCE = 30
ADDRESS = "https://news.example.org"


def work_off(mirror: Mirror) -> None:
    """Do what the command does until nothing waits."""
    mirror.look()
    while mirror.waiting:
        mirror.make_next()
        mirror.look()


def begin(mirror: Mirror) -> None:
    mirror.begin()
    work_off(mirror)


def shown(mirror: Mirror) -> dict[str, Path]:
    """Return the files by what follows the name of their folder; those that are compressed are looked at elsewhere."""
    files = [file for file in mirror.files.shown.rglob("*") if file.is_file()]
    plain = [file for file in files if file.suffix not in {".gz", ".br"}]
    return {file.relative_to(mirror.files.shown).as_posix().partition("/")[2]: file for file in plain}


def test_every_page_is_there_in_each_coding(mirror: Mirror, story: str) -> None:
    begin(mirror)
    files = shown(mirror)
    expected = {
        ".html",
        "coast/ferry.html",
        "sections/coast.html",
        "authors/ada-reporter.html",
        "tags/harbour.html",
    }
    expected |= {
        "archive.html",
        "archive/2021/11.html",
        "corrections.html",
        "feed.json",
        "feed.atom",
        "feed.rss",
    }
    expected |= {
        "sections/coast/feed.json",
        "sitemap.xml",
        "sitemaps/1.xml",
        "sitemaps/tags-1.xml",
        "robots.txt",
    }
    assert expected <= files.keys()
    for file in files.values():
        content = file.read_bytes()
        assert gzip.decompress(Path(f"{file}.gz").read_bytes()) == content
        assert brotli.decompress(Path(f"{file}.br").read_bytes()) == content
        assert file.stat().st_mode & 0o777 == 0o644
    assert b'id="privacy-notice"' in files["coast/ferry.html"].read_bytes()
    assert b"https://news.example.org/coast/ferry" in files["coast/ferry.html"].read_bytes()


def test_what_changed_goes_before_it_comes_anew(mirror: Mirror, app: Flask, story: str, write: Write) -> None:
    begin(mirror)
    write(app, "Hello")
    mirror.lookout.trusted_until = 0
    mirror.look()
    assert "coast/ferry.html" not in shown(mirror)
    assert ".html" in shown(mirror), "a comment ends only the pages that it is on"
    work_off(mirror)
    assert b"Hello" in shown(mirror)["coast/ferry.html"].read_bytes()


def test_an_article_that_is_published_or_removed_is_followed(
    mirror: Mirror, story: str, write_story: Callable[..., Path], publish: Callable[[], Report]
) -> None:
    begin(mirror)
    file = write_story("kelp", "Kelp is back", section="Harbour", day=2)
    publish()
    work_off(mirror)
    assert {"harbour/kelp.html", "sections/harbour.html"} <= shown(mirror).keys()
    assert b"Kelp is back" in shown(mirror)[".html"].read_bytes()
    file.unlink()
    publish()
    work_off(mirror)
    assert {"harbour/kelp.html", "sections/harbour.html"}.isdisjoint(shown(mirror))
    assert not list(mirror.folder.rglob("kelp.html*"))


def test_what_is_the_same_keeps_its_date(
    mirror: Mirror, app: Flask, make_app: Callable[..., Flask], story: str, write: Write
) -> None:
    begin(mirror)
    mirror.versions.store()
    before = {name: file.stat().st_mtime for name, file in shown(mirror).items()}
    write(app, "Hello")
    again = Mirror(mirror.app, mirror.folder)
    again.begin()
    assert not shown(again)
    work_off(again)
    after = {name: file.stat().st_mtime for name, file in shown(again).items()}
    assert {name for name in before if before[name] != after[name]} == {"coast/ferry.html"}
    assert after["coast/ferry.html"] >= before["coast/ferry.html"] + 1


def test_a_page_is_made_anew_when_its_time_is_over(mirror: Mirror, story: str) -> None:
    begin(mirror)
    page = mirror.pages[story]
    page.until = 0.0
    mirror.set_alarm(page, 0.0)
    mirror.look()
    assert "coast/ferry.html" not in shown(mirror)
    work_off(mirror)
    assert page.until > 0.0
    assert "coast/ferry.html" in shown(mirror)


def test_a_page_whose_end_is_near_is_made_anew_and_stays(mirror: Mirror, story: str) -> None:
    begin(mirror)
    mirror.set_alarm(mirror.pages[story], 0.0)
    mirror.look()
    assert list(mirror.waiting) == [story]
    assert "coast/ferry.html" in shown(mirror)


@pytest.mark.parametrize("path", ["/../up", "/coast/../../up", "/.hidden/page", "/a//b", "/a\\b/c"])
def test_no_path_leads_out_of_the_folder(mirror: Mirror, app: Flask, story: str, path: str) -> None:
    with app.app_context(), writing() as session:
        session.execute(text("UPDATE broadsheet_articles SET path = :path"), {"path": path})
    begin(mirror)
    assert "coast/ferry.html" not in shown(mirror)
    assert not [
        name for name in list_all(mirror.folder.parent) if re.search(r"/(up|page|b|c)\.html", str(name))
    ]


@pytest.mark.parametrize("path", ["/old/story.html", "/2021.11/story", "/old/story/", "/küste/fähre"])
def test_a_page_may_be_called_as_it_was_on_another_site(
    mirror: Mirror, app: Flask, story: str, path: str
) -> None:
    with app.app_context(), writing() as session:
        session.execute(text("UPDATE broadsheet_articles SET path = :path"), {"path": path})
    begin(mirror)
    assert f"{path[1:]}.html" in shown(mirror)


def test_a_page_with_other_headers_is_named_and_left_out(
    mirror: Mirror, story: str, caplog: pytest.LogCaptureFixture
) -> None:
    @mirror.app.after_request
    def add(response: Response) -> Response:
        if request.path == story:
            response.headers["X-Special"] = "yes"
        return response

    begin(mirror)
    assert "coast/ferry.html" not in shown(mirror)
    assert f"{story} is not mirrored" in caplog.text


def test_nothing_is_counted(mirror: Mirror, story: str) -> None:
    count_nothing(mirror.app)
    begin(mirror)
    assert not mirror.app.extensions[KEY]
    assert not mirror.app.extensions["broadsheet.consent.counter"].counted


def test_a_killed_mirror_leaves_whole_files(
    tmp_path: Path, write_story: Callable[..., Path], publish: Callable[[], Report], database: str
) -> None:
    for number in range(30):
        write_story(f"story-{number}", f"Story {number}", text="Calm. " * 500)
    publish()
    folder = tmp_path / "mirror"
    environment = os.environ | {"BROADSHEET_ADDRESS": ADDRESS, "BROADSHEET_DATABASE": database}
    for least in (2, 60):
        with subprocess.Popen(
            [PROGRAM, "mirror", str(folder), "--once"], env=environment, start_new_session=True
        ) as process:
            deadline = time.monotonic() + PATIENCE
            while len(list_all(folder / "shown")) < least and process.poll() is None:
                assert time.monotonic() < deadline
            assert process.poll() is None
            os.killpg(process.pid, signal.SIGKILL)
        pages = [file for file in list_all(folder / "shown") if file.suffix == ".html"]
        assert pages or least == 2
        for file in pages:
            assert file.read_bytes().rstrip().endswith(b"</html>")
            assert gzip.decompress(Path(f"{file}.gz").read_bytes()) == file.read_bytes()
            assert brotli.decompress(Path(f"{file}.br").read_bytes()) == file.read_bytes()


def list_all(folder: Path) -> list[Path]:
    """List the files of a folder in which somebody works."""
    return [Path(root) / name for root, _folders, names in os.walk(folder) for name in names]


def test_two_mirrors_of_a_folder_do_not_run_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alone, "PATIENCE_SECONDS", 0)
    with alone_in(tmp_path), pytest.raises(Busy), alone_in(tmp_path):
        pass


def test_without_an_address_it_says_what_is_missing(tmp_path: Path) -> None:
    result = subprocess.run(
        [PROGRAM, "mirror", str(tmp_path / "mirror")], capture_output=True, text=True, timeout=60
    )
    assert result.returncode == 1
    assert "needs the setting `address`" in result.stderr
    assert not (tmp_path / "mirror").exists()
