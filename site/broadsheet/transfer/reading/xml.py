"""XML as a stream of records, each small enough for memory; nothing in a file can make it fetch or unfold anything.

Namespaces are told by their address, whatever prefix a file gives them; one that was never declared counts as its prefix.
"""

import codecs
import html
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, feature_external_ges

from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from ...delivery.xml import ILLEGAL
from ..items import Unreadable
from .source import Source

# References to characters, among them such that XML cannot hold, which exports hold all the same.
REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,10}));")
LONGEST_REFERENCE = 14
DECLARED = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
LARGEST_RECORD = 50_000_000  # characters
DEEPEST = 200
# The beginning of a namespace's address → how its names are written here.
PREFIXES = (
    (re.compile(r"https?://wordpress\.org/export/[^/]+/excerpt/"), "excerpt:"),
    (re.compile(r"https?://wordpress\.org/export/"), "wp:"),
    (re.compile(r"https?://purl\.org/rss/1\.0/modules/content/"), "content:"),
    (re.compile(r"https?://purl\.org/dc/(elements|terms)/"), "dc:"),
    (re.compile(r"https?://disqus\.com/disqus-internals"), "dsq:"),
    (re.compile(r"https?://search\.yahoo\.com/mrss/?"), "media:"),
    (re.compile(r"https?://purl\.org/syndication/thread/"), "thr:"),
    (re.compile(r"https?://www\.w3\.org/1999/02/22-rdf-syntax-ns#"), "rdf:"),
    (
        re.compile(r"https?://(disqus\.com|www\.w3\.org/2005/Atom|purl\.org/rss/1\.0/?|purl\.org/atom/ns#)"),
        "",
    ),
    (re.compile(r"https?://www\.w3\.org/1999/xhtml"), "html:"),
)


@dataclass
class Element:
    """An element: its name such as `wp:post_id`, its attributes, the text that stands directly in it, and its children.

    `at` says how many characters of its parent's text stand before it.
    """

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list["Element"] = field(default_factory=list)
    line: int = 0
    path: str = ""
    at: int = 0

    def find(self, name: str) -> "Element | None":
        return next((child for child in self.children if child.name == name), None)

    def list(self, name: str) -> "list[Element]":
        return [child for child in self.children if child.name == name]

    def said(self, name: str) -> str:
        """Return the text of the first child of a name, stripped; empty where there is none."""
        child = self.find(name)
        return child.text.strip() if child else ""


def read_records(source: Source, paths: set[str], allow_doctype: bool = False) -> Iterator[Element]:
    """Yield each element at one of the paths, such as `rss/channel/item`, and first of all the root, still empty.

    Raise `Unreadable` for what is no XML, is cut off, declares entities, or has a record beyond all measure.
    A document type that is allowed may lie elsewhere, and is not fetched.
    """
    found: deque[Element] = deque()
    parser = DefusedExpatParser(
        forbid_dtd=not allow_doctype, forbid_entities=True, forbid_external=not allow_doctype
    )
    parser.setFeature(feature_external_ges, False)
    handler = _Handler(paths, found.append)
    parser.setContentHandler(handler)
    handler.line_of = lambda: int(parser.getLineNumber() or 0)
    try:
        for text in _decode(source):
            parser.feed(text)
            while found:
                yield found.popleft()
        parser.close()
        yield from found
    except SAXParseException as error:
        raise Unreadable(
            f"{source.name}, line {error.getLineNumber()}: the XML is broken here ({error.getMessage()}), "
            "as when a file was cut off or edited by hand. Export it again."
        ) from error
    except DefusedXmlException as error:
        raise Unreadable(
            f"{source.name} declares a document type or entities, which no export does, so it was not read."
        ) from error


class _Handler(ContentHandler):
    """Collects the records; what stands between them is let go."""

    def __init__(self, paths: set[str], found: Callable[[Element], None]) -> None:
        super().__init__()
        self.paths, self.found = paths, found
        self.line_of: Callable[[], int] = lambda: 0
        self.names: list[str] = []
        self.spaces: list[dict[str, str]] = [{}]
        self.open: list[Element] = []
        self.texts: list[list[str]] = []
        self.lengths: list[int] = []  # Of these texts.
        self.length = 0

    def startElement(self, name: str, attrs: object) -> None:
        given: dict[str, str] = dict(attrs)  # type: ignore[call-overload]
        declared = {
            key[6:]: value for key, value in given.items() if key == "xmlns" or key.startswith("xmlns:")
        }
        self.spaces.append(self.spaces[-1] | declared if declared else self.spaces[-1])
        self.names.append(self._known_as(name))
        if len(self.names) > DEEPEST:
            raise Unreadable(f"Line {self.line_of()}: elements lie {DEEPEST} deep here, as in no export.")
        path = "/".join(self.names) if not self.open else ""
        if self.open or path in self.paths or len(self.names) == 1:
            attributes = {
                self._known_as(key, ""): value for key, value in given.items() if not key.startswith("xmlns")
            }
            element = Element(self.names[-1], attributes, line=self.line_of(), path=path)
            if len(self.names) == 1:
                self.found(element)
            if self.open:
                element.at = self.lengths[-1]
                self.open[-1].children.append(element)
            if self.open or path in self.paths:
                self.open.append(element)
                self.texts.append([])
                self.lengths.append(0)

    def characters(self, content: str) -> None:
        if self.open:
            self.length += len(content)
            if self.length > LARGEST_RECORD:
                raise Unreadable(
                    f"Line {self.line_of()}: a single entry has more than {LARGEST_RECORD // 1_000_000} million characters."
                )
            self.texts[-1].append(content)
            self.lengths[-1] += len(content)

    def skippedEntity(self, name: str) -> None:
        """Take what a document type would have declared, such as `&eacute;`, for what HTML means by it."""
        self.characters(html.unescape(f"&{name};"))

    def endElement(self, _name: str) -> None:
        self.names.pop()
        self.spaces.pop()
        if self.open:
            element = self.open.pop()
            element.text = "".join(self.texts.pop())
            self.lengths.pop()
            if not self.open:
                self.length = 0
                self.found(element)

    def _known_as(self, name: str, default_prefix: str = "xmlns") -> str:
        prefix, _, local = name.rpartition(":")
        space = self.spaces[-1].get(prefix) if prefix or default_prefix else None
        if space is None:
            return name
        return next((short + local for known, short in PREFIXES if known.match(space)), name)


def _decode(source: Source) -> Iterator[str]:
    """Yield the text of a file; what is broken in it or cannot stand in XML becomes U+FFFD, or goes."""
    chunks = source.chunks()
    first = next(chunks, b"")
    decoder = codecs.getincrementaldecoder(_find_encoding(first))("replace")
    rest = ""
    for chunk in _chain(first, chunks):
        text = rest + decoder.decode(chunk)
        cut = text.rfind("&", max(0, len(text) - LONGEST_REFERENCE))
        text, rest = (text[:cut], text[cut:]) if cut >= 0 else (text, "")
        yield _make_legal(text)
    yield _make_legal(rest + decoder.decode(b"", final=True))


def _chain(first: bytes, others: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from others


def _find_encoding(start: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if start.startswith(mark):
            return encoding
    declared = DECLARED.search(start[:500])
    try:
        return codecs.lookup(declared.group(1).decode() if declared else "utf-8").name
    except LookupError:
        return "utf-8"


def _make_legal(text: str) -> str:
    return REFERENCE.sub(_check_reference, ILLEGAL.sub("", text)) if text else text


def _check_reference(found: re.Match[str]) -> str:
    number = int(found.group(1), 16) if found.group(1) else int(found.group(2))
    legal = number <= 0x10FFFF and not ILLEGAL.match(chr(number))
    return found.group() if legal else "\ufffd"
