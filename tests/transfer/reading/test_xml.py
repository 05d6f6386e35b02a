"""XML of other systems: odd, broken and hostile."""

import gzip
import tracemalloc
from pathlib import Path

import pytest

from broadsheet.transfer.items import Unreadable
from broadsheet.transfer.reading.source import Source
from broadsheet.transfer.reading.xml import Element, read_records

WP = 'xmlns:wp="http://wordpress.org/export/1.2/"'
ITEM = "rss/channel/item"


@pytest.fixture
def read(tmp_path: Path):
    """Read a text, or bytes, as a file of XML, and return its items."""

    def run(content: str | bytes) -> list[Element]:
        file = tmp_path / "export.xml"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return [one for one in read_records(Source(file), {ITEM}) if one.path == ITEM]

    return run


def test_an_item_has_what_stands_in_it(read) -> None:
    [item] = read(
        f"<rss {WP}><channel><title>Ours</title><item><title> Ferry </title><wp:post_id>7</wp:post_id>"
        '<category domain="tag">Tide</category><category>Quay</category></item></channel></rss>'
    )
    assert (item.said("title"), item.said("wp:post_id"), item.said("nothing")) == ("Ferry", "7", "")
    assert [(one.text, one.attributes.get("domain")) for one in item.list("category")] == [
        ("Tide", "tag"),
        ("Quay", None),
    ]


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_a_name_is_known_by_its_namespace_whatever_its_prefix(read, version: str, scheme: str) -> None:
    space = f"{scheme}://wordpress.org/export/{version}/"
    [item] = read(
        f'<rss><channel xmlns:ns0="{space}" xmlns:ns1="{space}excerpt/"><item><ns0:post_id>7</ns0:post_id>'
        "<ns1:encoded>Short</ns1:encoded></item></channel></rss>"
    )
    assert (item.said("wp:post_id"), item.said("excerpt:encoded")) == ("7", "Short")


def test_a_prefix_that_was_never_declared_counts_as_itself(read) -> None:
    [item] = read("<rss><channel><item><wp:post_id>7</wp:post_id></item></channel></rss>")
    assert item.said("wp:post_id") == "7"


def test_characters_that_xml_cannot_hold_do_not_stop_the_reading(read) -> None:
    [item] = read(
        "<rss><channel><item><title>a\x08b\x00c &#x8; &#xD800; &#65;</title></item></channel></rss>"
    )
    assert item.said("title") == "abc \ufffd \ufffd A"


def test_bytes_in_another_encoding_than_declared_do_not_stop_it(read) -> None:
    [item] = read(
        b'<?xml version="1.0" encoding="UTF-8"?><rss><channel><item><title>caf\xe9</title></item></channel></rss>'
    )
    assert item.said("title") == "caf\ufffd"


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "windows-1252", "utf-8-sig"])
def test_other_encodings_are_read(read, encoding: str) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    text = f'<?xml version="1.0" encoding="{declared}"?><rss><channel><item><title>café</title></item></channel></rss>'
    [item] = read(text.encode(encoding))
    assert item.said("title") == "café"


def test_a_reference_is_read_where_two_parts_of_a_file_meet(read) -> None:
    for length in range(65_536 - 60, 65_536 - 30):
        [item] = read(f"<rss><channel><item><title>{'x' * length}&#x1F680;</title></item></channel></rss>")
        assert item.said("title").endswith("x\U0001f680")


ENTITIES = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    "doctype", [ENTITIES, EXTERNAL, '<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/rss.dtd">']
)
def test_a_file_with_a_document_type_is_refused(read, doctype: str) -> None:
    with pytest.raises(Unreadable, match="declares a document type or entities"):
        read(f"{doctype}<rss><channel><item><title>&a;</title></item></channel></rss>")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "no XML at all",
        "<rss><channel><item><title>Cut",
        "<rss><channel></rss>",
        '{"db": []}',
        "<rss/><rss/>",
    ],
)
def test_what_is_broken_is_refused_with_its_line(read, content: str) -> None:
    with pytest.raises(Unreadable, match=r"export\.xml, line \d+: the XML is broken here"):
        read(content)


def test_elements_without_end_are_refused(read) -> None:
    with pytest.raises(Unreadable, match="elements lie 200 deep"):
        read("<rss><channel><item>" + "<b>" * 100_000)


def test_a_hundred_thousand_items_are_read_one_after_the_other(tmp_path: Path) -> None:
    file = tmp_path / "large.xml.gz"
    with gzip.open(file, "wt") as out:
        out.write("<rss><channel>")
        out.writelines(f"<item><title>Story {number}</title></item>" for number in range(100_000))
        out.write("</channel></rss>")
    records = read_records(Source(file), {ITEM})
    next(records)
    tracemalloc.start()
    for _ in range(5_000):
        next(records)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sum(one.path == ITEM for one in records) == 95_000
    assert peak < 5_000_000


def test_a_damaged_gzip_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "export.xml.gz"
    file.write_bytes(gzip.compress(b"<rss><channel>" + b"<item/>" * 10_000)[:-50])
    with pytest.raises(Unreadable, match="packed by gzip and damaged"):
        list(read_records(Source(file), {ITEM}))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"none\.xml cannot be read: No such file"):
        list(read_records(Source(tmp_path / "none.xml"), {ITEM}))
