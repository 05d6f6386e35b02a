"""Addresses and folders that a story of another system cannot simply have, and files that are none."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient

Command = Callable[..., Result]
Lines = Callable[..., Path]

WXR = """<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>{site}
<item><title>The ferry is late</title><link>{link}</link><wp:post_id>7</wp:post_id><wp:post_name>ferry</wp:post_name>
<wp:status>publish</wp:status></item></channel></rss>"""
SITE = "<wp:base_blog_url>https://{}</wp:base_blog_url>"
FERRY = {"id": "ferry", "title": "The ferry is late", "text": "Again."}
POST = """<post dsq:id="1"><message>Which?</message><createdAt>2023-09-01T10:00:00Z</createdAt>
<author><name>Ben</name></author><thread dsq:id="t"/></post>"""
DISQUS = f"""<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<thread dsq:id="t"><link>https://old.example/ferry/</link></thread>{POST}</disqus>"""


@pytest.fixture
def lines(tmp_path: Path) -> Lines:
    """Write JSON lines: `lines({"id": …}, …)`."""

    def write(*entries: dict) -> Path:
        file = tmp_path / "lines.jsonl"
        file.write_text("\n".join(map(json.dumps, entries)), "utf-8")
        return file

    return write


def write_wordpress(file: Path, link: str, site: str = "") -> Path:
    file.write_text(WXR.format(link=link, site=SITE.format(site) if site else ""), "utf-8")
    return file


def test_an_address_among_those_of_pictures_leads_to_its_story(
    bring_in: Command, lines: Lines, client: FlaskClient
) -> None:
    bring_in("jsonl", lines(FERRY | {"path": "/media/ferry/"}))
    assert client.get("/media/ferry/").location == "/news/the-ferry-is-late"
    assert client.get("/media/other/").status_code == 404


def test_an_address_with_a_percent_sign_stays_as_it_is(
    app: Flask, bring_in: Command, give_out: Command, lines: Lines, client: FlaskClient, tmp_path: Path
) -> None:
    bring_in("jsonl", lines(FERRY | {"path": "/50%2520off/", "aliases": ["/60%2520off/"]}))
    assert client.get("/50%2520off/").status_code == 200
    assert client.get("/60%2520off/").location == "/50%2520off/"
    give_out(tmp_path / "out.jsonl", "--without-files")
    [line] = map(json.loads, (tmp_path / "out.jsonl").read_text("utf-8").splitlines())
    assert (line["path"], line["aliases"]) == ("/50%2520off/", ["/60%2520off/"])


def test_a_story_keeps_its_address_though_its_host_is_another(
    bring_in: Command, client: FlaskClient, tmp_path: Path
) -> None:
    bring_in(
        "wordpress", write_wordpress(tmp_path / "a.xml", "https://new.example/2023/ferry/", "old.example")
    )
    assert client.get("/2023/ferry/").status_code == 200


def test_a_link_to_elsewhere_is_no_address_of_a_story(
    bring_in: Command, client: FlaskClient, tmp_path: Path
) -> None:
    bring_in("wordpress", write_wordpress(tmp_path / "a.xml", "https://other.example/films", "old.example"))
    assert client.get("/films").status_code == 404
    assert client.get("/news/ferry").status_code == 200


def test_sites_that_do_not_say_where_they_are_remain_apart(
    bring_in: Command, client: FlaskClient, tmp_path: Path
) -> None:
    for host in ("one", "two"):
        bring_in("wordpress", write_wordpress(tmp_path / f"{host}.xml", f"https://{host}.example/{host}/"))
    assert client.get("/one/").status_code == client.get("/two/").status_code == 200


def test_files_of_two_sites_at_once_are_refused(bring_in: Command, content: Path, tmp_path: Path) -> None:
    one = write_wordpress(tmp_path / "one.xml", "https://one.example/one/", "one.example")
    two = write_wordpress(tmp_path / "two.xml", "https://two.example/two/", "two.example")
    assert (
        "Import one after the other. Nothing was changed." in bring_in("wordpress", one, two, status=1).output
    )
    assert not list(content.rglob("*.md"))


def test_nothing_is_written_through_a_link_out_of_the_folder(
    bring_in: Command, lines: Lines, client: FlaskClient, content: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    content.mkdir(exist_ok=True)
    (content / "coast").symlink_to(outside)
    bring_in(
        "jsonl",
        lines(
            FERRY | {"id": "coast/ferry", "path": "/coast/ferry/"},
            FERRY | {"id": "tide", "file": "coast/tide.md"},
        ),
    )
    assert not list(outside.iterdir())
    assert client.get("/coast/ferry/").status_code == 200
    assert len(list(content.rglob("*.md"))) == 2


def test_a_file_where_a_folder_should_be_is_evaded(
    bring_in: Command, lines: Lines, client: FlaskClient, content: Path
) -> None:
    content.mkdir(exist_ok=True)
    (content / "coast").write_text("no folder", "utf-8")
    bring_in("jsonl", lines(FERRY | {"id": "coast/ferry", "path": "/coast/ferry/"}))
    assert client.get("/coast/ferry/").status_code == 200


def test_comments_go_to_the_story_that_has_an_address_not_to_one_that_had_it(
    bring_in: Command, lines: Lines, client: FlaskClient, tmp_path: Path
) -> None:
    former = {"id": "a", "title": "Former", "text": "x", "path": "/renamed/", "aliases": ["/ferry/"]}
    bring_in("jsonl", lines(former, FERRY | {"path": "/ferry/"}))
    (tmp_path / "disqus.xml").write_text(DISQUS, "utf-8")
    bring_in("disqus", tmp_path / "disqus.xml")
    assert "Which?" in client.get("/ferry/").text
    assert "Which?" not in client.get("/renamed/").text


def test_the_last_second_that_there_is_breaks_no_page_in_the_east(
    make_app: Callable[..., Flask], bring_in: Command, lines: Lines
) -> None:
    app = make_app(TIMEZONE="Pacific/Auckland")
    last = "9999-12-31T23:59:59Z"
    comment = {
        "type": "comment",
        "id": 1,
        "thread": "ferry",
        "text": "Late",
        "name": "Ben",
        "status": "approved",
    }
    bring_in(
        "jsonl", lines(FERRY | {"path": "/ferry/", "updated": last}, comment | {"written": last}), on=app
    )
    assert app.test_client().get("/ferry/").status_code == 200


def test_an_address_that_leads_to_another_site_is_named_in_the_report(
    bring_in: Command, lines: Lines, tmp_path: Path
) -> None:
    address = {"type": "address", "address": "/old/", "target": "//other.example/"}
    bring_in("jsonl", lines(FERRY, address), "--report", tmp_path / "report.txt")
    report = (tmp_path / "report.txt").read_text("utf-8")
    assert "left out | address | /old/ | it must lead to a path of this site" in report


def test_a_report_takes_the_place_of_no_other_file(bring_in: Command, lines: Lines) -> None:
    file = lines(FERRY)
    before = file.read_bytes()
    assert "Name another one" in bring_in("jsonl", file, "--report", file, status=1).output
    assert file.read_bytes() == before


def test_what_is_no_plain_file_is_refused(bring_in: Command, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "is no plain file" in bring_in("jsonl", tmp_path / "pipe", status=1).output


def test_what_killed_imports_left_behind_goes(bring_in: Command, app: Flask, lines: Lines) -> None:
    left = Path(app.config["BROADSHEET_DATA"]) / "import-of-1234"
    left.mkdir()
    (left / "items.sqlite").write_bytes(b"x")
    bring_in("jsonl", lines(FERRY))
    assert not left.exists()


def test_an_export_takes_the_place_of_no_device_and_no_folder(
    give_out: Command, lines: Lines, bring_in: Command, tmp_path: Path
) -> None:
    bring_in("jsonl", lines(FERRY))
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    give_out(pipe)
    assert b"The ferry is late" in os.read(reader, 10_000)
    os.close(reader)
    assert pipe.is_fifo()
    assert "is a folder" in give_out(tmp_path, status=1).output
