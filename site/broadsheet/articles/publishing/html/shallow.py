"""HTML of any kind is brought into a form that no parser takes long for: every tag is closed, and few stand in each other.

A parser that follows the standard takes a time that grows with the square of the depth, and opens forgotten tags again and
again, which a short text can bring to gigabytes. So this stands before it, and reads each character once.
"""

import re
from collections import Counter

from .elements import ATTRIBUTES, ENDS, LINE, OMITTED, RENAMED, TAGS, VOID

DEEPEST = 64
# A comment, another declaration, or a tag; whatever is not closed goes on to the end, so that nothing is read twice.
TOKEN = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<[!?][^>]*+(?:>|\Z)|"
    r"<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)"
    r"(?P<rest>(?:[^>=]|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))?)*+)(?:>|\Z)",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"([a-zA-Z][\w:-]*+)(?:\s*+=\s*+(\"[^\"]*+\"?|'[^']*+'?|[^\s>]++))?")
SKIPPED = {name: re.compile(rf"</{name}\b[^>]*+(?:>|\Z)", re.IGNORECASE) for name in {*OMITTED, "iframe"}}


def make_shallow(html: str) -> str:
    """Return the HTML with known tags and attributes only, well-formed, and at most `DEEPEST` elements deep."""
    writer = _Writer()
    place = line = counted = 0
    while token := TOKEN.search(html, place):
        writer.write_text(html[place : token.start()])
        place = token.end()
        name = (token["name"] or "").lower()
        name = RENAMED.get(name, name)
        if token["end"]:
            writer.end(name)
        elif name:
            line, counted = line + html.count("\n", counted, token.start()), token.start()
            writer.begin(name, token["rest"], line)
            place = writer.find_end(html, name, token["rest"], place)
    writer.write_text(html[place:])
    return writer.finish()


class _Writer:
    """Writes tags, knows which are open, and leaves out those that stand too deep."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.open: list[str] = []
        self.opened: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self.unclosed: set[str] = set()

    def write_text(self, text: str) -> None:
        self.parts.append(text.replace("<", "&lt;"))

    def begin(self, name: str, rest: str, line: int) -> None:
        if name not in TAGS:
            return
        while self.open and self.open[-1] in ENDS.get(name, ()):
            self._close()
        if name not in VOID and len(self.open) >= DEEPEST:
            self.left_out[name] += 1
            return
        told = f' {LINE}="{line}"' if name == "img" else ""
        self.parts.append(f"<{name}{_write_attributes(rest)}{told}>")
        if name not in VOID:
            self.open.append(name)
            self.opened[name] += 1

    def end(self, name: str) -> None:
        if self.left_out[name]:
            self.left_out[name] -= 1
        elif self.opened[name]:
            while self._close() != name:
                pass

    def find_end(self, html: str, name: str, rest: str, place: int) -> int:
        """Return where to read on: behind what is not read at all, if this tag begins something of that kind."""
        if name not in SKIPPED:
            return place
        if name == "iframe":
            self.end(name)
        if rest.endswith("/") or name in self.unclosed:
            return place
        found = SKIPPED[name].search(html, place)
        if found:
            return found.end()
        self.unclosed.add(name)
        return place if name == "iframe" else len(html)

    def finish(self) -> str:
        while self.open:
            self._close()
        return "".join(self.parts)

    def _close(self) -> str:
        name = self.open.pop()
        self.opened[name] -= 1
        self.parts.append(f"</{name}>")
        return name


def _write_attributes(rest: str) -> str:
    found: dict[str, str] = {}
    for name, value in ATTRIBUTE.findall(rest):
        if name.lower() in ATTRIBUTES:
            bare = value.strip(value[0]) if value[:1] in {'"', "'"} else value
            found.setdefault(name.lower(), bare)
    return "".join(f' {name}="{_escape(value)}"' for name, value in found.items())


def _escape(value: str) -> str:
    """Return a value that ends where its quotes do; references to characters stay as they are."""
    return value.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
