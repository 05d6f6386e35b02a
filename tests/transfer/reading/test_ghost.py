import gzip
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from broadsheet.transfer.items import (
    ForeignAddress,
    ForeignArticle,
    ForeignComment,
    ForeignPicture,
    Item,
    LeftOut,
    Unreadable,
)
from broadsheet.transfer.reading.ghost import PASSES, read
from broadsheet.transfer.reading.source import Source

Export = Callable[[str], Source]
Written = Callable[[str | bytes], Source]


def articles(items: list[Item]) -> dict[str, ForeignArticle]:
    return {item.slug: item for item in items if isinstance(item, ForeignArticle)}


def post(**fields: Any) -> dict[str, Any]:
    known = {
        "id": "a",
        "title": "The mill",
        "slug": "mill",
        "status": "published",
        "html": "<p>It stands.</p>",
    }
    return known | {"published_at": "2023-01-05T09:00:00.000Z"} | fields


def export_of(*posts: Any, **tables: Any) -> str:
    return json.dumps({"db": [{"meta": {"version": "5.0.0"}, "data": {"posts": posts} | tables}]})


def test_a_post_comes_in_with_all_that_belongs_to_it(export: Export) -> None:
    ferry = articles(list(read(export("ghost-5.json"))))["ferry"]
    assert (ferry.title, ferry.standfirst) == ("The ferry is late again", "Nobody says why.")
    assert (ferry.address, ferry.slug, ferry.is_page, ferry.hidden) == ("/ferry/", "ferry", False, "")
    assert ferry.authors == ["Ada Reporter", "Bo Writer"]
    assert (ferry.section, ferry.tags) == ("Harbour", ["Ferries"])
    assert ferry.published is not None and ferry.published.isoformat() == "2023-01-05T09:00:00+00:00"
    assert ferry.updated is not None and ferry.updated.isoformat() == "2023-01-06T10:30:00+00:00"
    assert ferry.picture == ForeignPicture(
        "/content/images/2023/01/quay.jpg", "The empty quay", "The quay, empty"
    )
    assert "code that was added to its page (code injection) was left out" in ferry.notes


def test_addresses_of_the_site_become_paths_and_pictures_whole_ones(export: Export) -> None:
    found = articles(list(read(export("ghost-5.json"))))
    assert '<a href="/timetable/">' in found["ferry"].text
    assert 'src="/content/images/2023/01/ferry.jpg"' in found["ferry"].text
    assert 'href="/ferry/"' in found["quay"].text
    for article in found.values():
        assert "__GHOST_URL__" not in article.text and "/size/" not in article.text


def test_a_root_with_many_slashes_leads_to_no_other_host(written: Written) -> None:
    source = written(export_of(post(html='<a href="__GHOST_URL__//evil.example/">x</a>')))
    assert articles(list(read(source)))["mill"].text == '<a href="/evil.example/">x</a>'


def test_what_is_scheduled_keeps_its_moment(export: Export, written: Written) -> None:
    tomorrow = articles(list(read(export("ghost-5.json"))))["tomorrow"]
    assert (tomorrow.hidden, bool(tomorrow.published)) == ("", True)
    timeless = articles(list(read(written(export_of(post(status="scheduled", published_at=None))))))
    assert timeless["mill"].hidden == "it was to be published later, and nothing says when"


def test_what_was_not_public_is_hidden(export: Export) -> None:
    found = articles(list(read(export("ghost-5.json"))))
    assert {slug: article.hidden for slug, article in found.items() if article.hidden} == {
        "not-yet": "it is a draft",
        "for-members": "it is for members only",
        "for-payers": "it is for members only",
        "for-a-tier": "it is for members only",
        "letter": "it was sent by mail only",
        "mailed-only": "it was sent by mail only",
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"status": None},
        {"status": "else"},
        {"visibility": 1},
        {"visibility": "filter"},
        {"visibility": ["public"]},
    ],
)
def test_what_is_not_known_to_be_public_is_hidden(written: Written, fields: dict[str, Any]) -> None:
    assert articles(list(read(written(export_of(post(**fields))))))["mill"].hidden


def test_what_only_members_could_see_of_a_post_does_not_come_in(export: Export) -> None:
    found = articles(list(read(export("ghost-5.json"))))
    for slug in ("ferry", "quay"):
        assert "secret timetable" not in found[slug].text
        assert "a part that only members could see was left out" in found[slug].notes
    assert "<p>For everybody</p>" in found["quay"].text


def test_html_goes_before_what_the_editor_keeps(export: Export) -> None:
    found = articles(list(read(export("ghost-5.json"))))
    assert "Not this" not in found["quay"].text
    assert "<strong>stands <em>still</em> now.</strong>" in found["mill"].text
    assert (found["plain"].text, found["plain"].markup) == ("Only words.\n\nNothing else.", "plain")


def test_comments_keep_their_writers_dates_and_places(export: Export) -> None:
    found = {item.id[-3:]: item for item in read(export("ghost-5.json")) if isinstance(item, ForeignComment)}
    assert {id: comment.status for id, comment in found.items()} == {
        "501": "approved", "502": "approved", "503": "approved", "504": "held", "505": "deleted",
    }  # fmt: skip
    assert [(comment.parent or "")[-3:] for comment in found.values()] == ["", "501", "502", "", ""]
    assert (found["502"].name, found["502"].email, found["504"].name) == ("Tom", "", "")
    assert (
        found["502"].written is not None and found["502"].written.isoformat() == "2023-01-05T12:00:00+00:00"
    )
    assert found["502"].edited is not None and found["502"].edited.isoformat() == "2023-01-05T12:30:00+00:00"


def test_lists_lead_to_ours(export: Export) -> None:
    found = {
        item.address: item.target for item in read(export("ghost-5.json")) if isinstance(item, ForeignAddress)
    }
    assert found == {
        "/rss/": "/feed.rss",
        "/tag/harbour/": "/sections/harbour",
        "/tag/ferries/": "/sections/ferries",
        "/author/ada/": "/authors/ada-reporter",
        "/author/bo/": "/authors/bo-writer",
    }


def test_an_old_export_comes_in(export: Export) -> None:
    found = articles(list(read(export("ghost-0.11.json"))))
    bridge, contact, idea = found["old-bridge"], found["contact"], found["idea"]
    assert bridge.address == "/2016/11/24/old-bridge/"  # It was published at midnight in Berlin.
    assert (bridge.section, bridge.authors) == ("Bridges", ["Ada Reporter"])
    assert bridge.picture == ForeignPicture("/content/images/2016/11/bridge.jpg")
    assert (contact.is_page, contact.address) == (True, "/contact/")
    assert contact.text == "<p>Write to <em>us</em>.</p>\n"
    assert (idea.hidden, idea.address) == ("it is a draft", "/idea/")


def test_the_order_of_the_tables_does_not_matter(written: Written, export: Export) -> None:
    content = json.loads(export("ghost-5.json").file.read_text("utf-8"))
    data = content["db"][0]["data"]
    content["db"][0]["data"] = dict(reversed(data.items()))
    turned = articles(list(read(written(json.dumps(content)))))
    assert turned == articles(list(read(export("ghost-5.json"))))


def test_a_packed_export_is_read(tmp_path: Path, export: Export) -> None:
    file = tmp_path / "export.json.gz"
    file.write_bytes(gzip.compress(export("ghost-5.json").file.read_bytes()))
    assert list(read(Source(file))) == list(read(export("ghost-5.json")))


def test_how_far_it_is_read_is_told(export: Export) -> None:
    file = export("ghost-5.json").file
    told: list[int] = []
    list(read(Source(file, told.append)))
    assert sum(told) == PASSES * file.stat().st_size


def test_a_second_post_of_the_same_id_is_left_out(written: Written) -> None:
    items = list(read(written(export_of(post(), post(title="The other mill", slug="other")))))
    assert LeftOut("article a, 'The other mill'", "another one in the file has this id") in items
    assert list(articles(items)) == ["mill"]


def test_a_post_without_a_title_is_given_one(written: Written) -> None:
    article = articles(list(read(written(export_of(post(title=None))))))["mill"]
    assert article.title == "It stands."
    assert "it had no title, so it was given one" in article.notes


def test_a_text_nested_beyond_measure_stops_no_other(written: Written) -> None:
    deep = '{"root":' + '{"children":[' * 10_000 + '{"type":"text","text":"Deep"}' + "]}" * 10_000 + "}"
    source = written(export_of(post(html=None, lexical=deep), post(id="b", slug="b")))
    items = list(read(source))
    assert "b" in articles(items)
    mill = articles(items).get("mill")
    assert mill.text == "Deep" if mill else any(isinstance(item, LeftOut) for item in items)


def test_half_a_character_does_not_come_in(written: Written) -> None:
    half = json.dumps({"root": {"children": [{"type": "text", "text": "a\ud800\0b"}]}})
    assert articles(list(read(written(export_of(post(html=None, lexical=half))))))["mill"].text == "ab"


def test_a_broken_text_is_left_out_unless_there_is_another(written: Written) -> None:
    broken = post(html=None, lexical="{")
    items = list(read(written(export_of(broken, broken | {"id": "b", "slug": "b", "plaintext": "Words"}))))
    assert [item.what for item in items if isinstance(item, LeftOut)] == ["article a, 'The mill'"]
    assert articles(items)["b"].text == "Words"


@pytest.mark.parametrize(
    "content",
    [
        "",
        " ",
        "{",
        "[]",
        "{}",
        "null",
        '{"db":[]}',
        "<rss/>",
        "\x00\x01",
        '{"posts":[{"id":1}]}',
        "\ufeff{}",
        export_of(),
    ],
)
def test_a_file_of_another_kind_is_refused_in_a_sentence(written: Written, content: str) -> None:
    with pytest.raises(Unreadable) as refused:
        list(read(written(content)))
    assert str(refused.value).endswith(".") and "\n" not in str(refused.value)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_refused(written: Written, export: Export, part: float) -> None:
    whole = export("ghost-5.json").file.read_bytes()
    with pytest.raises(Unreadable, match="no whole JSON file"):
        list(read(written(whole[: int(len(whole) * part)])))


def test_many_posts_need_little_memory(tmp_path: Path) -> None:
    file = tmp_path / "export.json"
    text = "<p>It is late.</p>" * 500  # 10 kB
    with file.open("w") as stream:
        stream.write('{"db":[{"meta":{},"data":{"posts":[')
        for number in range(2_500):
            made = post(id=f"{number:024}", slug=f"post-{number}", html=text)
            stream.write(("," if number else "") + json.dumps(made))
        stream.write("]}}]}")
    tracemalloc.start()
    count = sum(isinstance(item, ForeignArticle) for item in read(Source(file)))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 2_500
    assert peak < 3_000_000  # The file has 25 MB.


def test_numbers_that_every_old_ghost_counted_from_one_are_not_taken_for_ids(written: Written) -> None:
    ids = []
    for uuid in ("one-site", "another-site"):
        [article] = articles(list(read(written(export_of(post(id=1, uuid=uuid)))))).values()
        ids.append(article.id)
    assert ids == ["one-site", "another-site"]
