"""The posts by which WordPress' themes are tested, as their export has them."""

import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from broadsheet.transfer.markup.wordpress import Converted, LibraryPicture, convert
from broadsheet.transfer.reading.source import Source
from broadsheet.transfer.reading.xml import Element, read_records

HOSTS = frozenset({"wpthemetestdata.wordpress.com"})
UNSEEN = re.compile(
    r"(?s)<!--.*?-->|<(script|style|select)\b.*?</\1>|\[/?(caption|gallery|audio)[^\]]*\]|<[^>]*>"
)
# What made anew, or comes from elsewhere: the library's captions, and names of services.
MADE_ANEW = {"51", "34", "1736", "555", "1031", "587"}
BUTTONS = {"21", "1730"}


class Export:
    """The posts of the file, which is also their library."""

    site_hosts = HOSTS

    def __init__(self, items: list[Element]) -> None:
        self.posts = {item.said("wp:post_id"): item for item in items}

    def find_picture(self, id: str) -> LibraryPicture | None:
        found = self.posts.get(id)
        if found is None or found.said("wp:post_type") != "attachment":
            return None
        return LibraryPicture(found.said("wp:attachment_url"), caption=found.said("excerpt:encoded"))

    def find_picture_at(self, path: str) -> LibraryPicture | None:
        pictures = [picture for id in self.posts if (picture := self.find_picture(id))]
        return next((picture for picture in pictures if picture.address.endswith(path)), None)

    def list_pictures_of_post(self) -> list[LibraryPicture]:
        return []

    def find_block(self, id: str) -> str | None:
        return self.posts[id].said("content:encoded") if id in self.posts else None

    def convert(self, id: str) -> Converted:
        return convert(text_of(self.posts[id]), self)


def text_of(item: Element) -> str:
    found = item.find("content:encoded")
    return found.text if found else ""


@pytest.fixture
def export(shared: Path) -> Export:
    source = Source(shared / "wxr" / "theme-unit-test-data.xml")
    records = read_records(source, {"rss/channel/item"})
    return Export([record for record in records if record.name == "item"])


def words_of(html: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", unescape(UNSEEN.sub(" ", html))))


def test_every_post_keeps_its_words_and_none_of_its_markup(export: Export) -> None:
    assert len(export.posts) > 160
    for id, item in export.posts.items():
        html = export.convert(id).html
        assert not re.search(r"<!--|\[/?caption|\[gallery|wp-block|wp-image|srcset|style=", html), id
        if id not in MADE_ANEW:
            lost = words_of(text_of(item)) - words_of(html)
            assert lost == (Counter(["Download"]) if id in BUTTONS else Counter()), id


def test_posts_of_static_blocks_need_no_note(export: Export) -> None:
    for id in (
        "8",
        "21",
        "24",
        "1730",
        "1732",
        "1734",
        "1738",
        "1745",
        "1747",
        "1749",
        "1752",
        "1755",
        "1177",
        "1178",
    ):
        assert export.convert(id).notes == [], id


def test_originals_are_found_though_they_are_called_like_smaller_versions(export: Export) -> None:
    html = export.convert("1177").html
    assert html.count('src="/2013/03/image-alignment-580x300.jpg"') == 2
    assert "<figcaption>Look at 580x300 getting some <a href=" in html
