"""Whatever is wrong in a file of comments, its reader yields items or refuses it with a sentence."""

import gzip
import json
import re
import sqlite3
import tracemalloc
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

import pytest

from broadsheet.transfer.items import Item, Unreadable
from broadsheet.transfer.reading.source import Source

Read = Callable[[str, Path], list[Item]]
FILES = {
    "disqus": ["disqus.xml"],
    "isso": ["isso.json"],
    "commento": ["commento.json", "comentario.json"],
    "remark42": ["remark42.backup"],
}
EACH = [(reader, name) for reader, names in FILES.items() for name in names]
VALUES = ["null", "1", "-1", "1e400", "[]", "{}", '""', json.dumps("x" * 10), '"\\ud800\\u0000"', "true"]
VALUE = re.compile(r'"(?:[^"\\]|\\.)*"(?!\s*:)|-?\d[\d.]*|\btrue\b|\bfalse\b|\bnull\b')


def read_or_refuse(reader: str, file: Path) -> None:
    try:
        for item in import_module(f"broadsheet.transfer.reading.{reader}").read(Source(file)):
            assert isinstance(item, get_args(Item))
    except Unreadable as refusal:
        assert str(refusal).endswith("."), str(refusal)
        assert "\n" not in str(refusal)


def spoil_json(text: str) -> Iterator[str]:
    for place in VALUE.finditer(text):
        for value in VALUES:
            yield text[: place.start()] + value + text[place.end() :]


def spoil_containers(value: Any) -> Iterator[Any]:
    """Yield a JSON value with each of its lists and objects replaced by something else."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in list(parts):
        if isinstance(part, dict | list):
            for other in (None, 1, [], {}, "", [1], {"a": 1}, [[]]):
                value[key] = other
                yield value
            value[key] = part
            for _ in spoil_containers(part):
                yield value


def spoil_xml(text: str) -> Iterator[str]:
    for place in re.finditer(r'(?<=>)[^<]+(?=</)|(?<=")[^"<>]*(?=")|<!\[CDATA\[.*?\]\]>', text):
        for value in ("", "-1", "1e400", "x" * 10, "&#0;", "true", "<a><b/></a>"):
            yield text[: place.start()] + value + text[place.end() :]
    for place in re.finditer(r"<(\w+)[^<>]*(?<!/)>[^<>]*</\1>|<[^<>]*/>", text):
        yield text[: place.start()] + text[place.end() :]


@pytest.mark.parametrize(("reader", "name"), EACH)
def test_any_value_may_be_any_other(exports: Path, tmp_path: Path, reader: str, name: str) -> None:
    text = (exports / name).read_text("utf-8")
    file = tmp_path / name
    for spoilt in spoil_xml(text) if reader == "disqus" else spoil_json(text):
        file.write_text(spoilt, "utf-8")
        read_or_refuse(reader, file)


@pytest.mark.parametrize(("reader", "name"), EACH[1:])
def test_lists_and_objects_may_be_anything(exports: Path, tmp_path: Path, reader: str, name: str) -> None:
    text = (exports / name).read_text("utf-8")
    file = tmp_path / name
    lines = text.splitlines() if reader == "remark42" else [text]
    for number, line in enumerate(lines):
        if line.startswith(("{", "[")):
            for spoilt in spoil_containers(json.loads(line)):
                file.write_text(
                    "\n".join([*lines[:number], json.dumps(spoilt), *lines[number + 1 :]]), "utf-8"
                )
                read_or_refuse(reader, file)


@pytest.mark.parametrize(("reader", "name"), EACH)
def test_a_file_may_end_anywhere(exports: Path, tmp_path: Path, reader: str, name: str) -> None:
    whole = (exports / name).read_bytes()
    file = tmp_path / name
    for length in range(0, len(whole) - 20, 41):
        file.write_bytes(whole[:length])
        read_or_refuse(reader, file)
    for length in (0, 10, len(whole) // 2) if reader != "remark42" else (0, 10):
        file.write_bytes(whole[:length])
        with pytest.raises(Unreadable):
            list(import_module(f"broadsheet.transfer.reading.{reader}").read(Source(file)))
    file.write_bytes(gzip.compress(whole)[:-30])
    with pytest.raises(Unreadable, match="gzip"):
        list(import_module(f"broadsheet.transfer.reading.{reader}").read(Source(file)))


@pytest.mark.parametrize("reader", FILES)
@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><html><body><p>Not found</p></body></html>",
        b"<html><body>x</body></html>",
        b'<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item/></channel></rss>',
        *(
            b"",
            b" \n",
            b"\x00" * 100,
            b"\xff\xfe\x00",
            bytes(range(256)),
            b"7",
            b'"x"',
            b"{}",
            b"[",
            b"SQLite format 3\0",
            b"\x1f\x8b",
        ),
        *(b"[" * 100_000, b'{"a":' * 100_000),
    ],
    ids=lambda content: repr(content[:12]),
)
def test_another_file_is_refused_with_a_sentence(
    read_with: Read, tmp_path: Path, reader: str, content: bytes
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    with pytest.raises(Unreadable, match=r"^[^\n]+\.$"):
        read_with(reader, file)


@pytest.mark.parametrize(("reader", "name"), EACH)
def test_broken_letters_are_replaced_or_refused(
    exports: Path, tmp_path: Path, reader: str, name: str
) -> None:
    file = tmp_path / name
    file.write_bytes((exports / name).read_bytes().replace(b"news", b"n\xe9ws\xff"))
    read_or_refuse(reader, file)


@pytest.mark.parametrize("reader", FILES)
def test_a_file_that_is_missing_is_refused(read_with: Read, tmp_path: Path, reader: str) -> None:
    with pytest.raises(Unreadable, match="cannot be read"):
        read_with(reader, tmp_path / "missing")


def write_many(reader: str, file: Path, count: int) -> None:
    """Write an export of so many comments, a hundred in each thread."""
    text = "<p>Good news, and about time.</p>" * 5
    with file.open("w", encoding="utf-8") as out:
        if reader == "disqus":
            out.write('<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">')
            out.writelines(f'<thread dsq:id="{n}"><link>/{n}/</link></thread>' for n in range(100))
            out.writelines(
                f'<post dsq:id="{n}"><message><![CDATA[{text}]]></message><thread dsq:id="{n % 100}"/></post>'
                for n in range(count)
            )
            out.write("</disqus>")
        elif reader == "remark42":
            out.write('{"version":1,"users":[],"posts":[]}\n')
            out.writelines(
                json.dumps({"id": str(n), "text": text, "locator": {"url": f"/{n % 100}"}}) + "\n"
                for n in range(count)
            )
        elif reader == "commento":
            out.write('{"version":1,"comments":[')
            out.writelines(
                ("," if n else "")
                + json.dumps({"commentHex": str(n), "url": f"/{n % 100}", "markdown": text})
                for n in range(count)
            )
            out.write('],"commenters":[{"commenterHex":"a"}]}')
        else:
            comments = [{"id": n, "text": text} for n in range(100)]
            out.write("[")
            out.writelines(
                ("," if n else "") + json.dumps({"id": f"/{n}", "comments": comments})
                for n in range(count // 100)
            )
            out.write("]")


@pytest.mark.parametrize("reader", FILES)
def test_memory_does_not_grow_with_the_file(tmp_path: Path, reader: str) -> None:
    read = import_module(f"broadsheet.transfer.reading.{reader}").read
    peaks = []
    for count in (1_000, 10_000):
        file = tmp_path / str(count)
        write_many(reader, file, count)
        tracemalloc.start()
        assert sum(1 for _ in read(Source(file))) >= count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 200_000


def test_memory_does_not_grow_with_a_database(isso_database: tuple[Path, sqlite3.Connection]) -> None:
    file, database = isso_database
    database.execute("INSERT INTO threads VALUES (1, '/ferry/', '')")
    peaks = []
    for _ in range(2):
        database.execute("BEGIN")
        rows = ((f"comment {number}" * 20,) for number in range(9_000 if peaks else 1_000))
        database.executemany(
            "INSERT INTO comments (tid, created, mode, text, voters) VALUES (1, 1.0, 1, ?, '')", rows
        )
        database.execute("COMMIT")
        tracemalloc.start()
        assert sum(1 for _ in import_module("broadsheet.transfer.reading.isso").read(Source(file))) > 1_000
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 100_000
