"""What all mirrored pages of a kind have in common: their headers, and their media types by the ending of their names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from .headers import describe_headers, describe_types, name_folder, write_headers
from .making import Headers, Made, make_page

# What machines read may be kept by whoever asks for it: for how long differs, and this is the least.
LEAST = {"public, max-age=60", "public, max-age=3600"}
COMMON = "public, max-age=60"


class Unmirrored(Exception):
    """There is nothing to begin with: a page that shows how all others are cannot be had."""


@dataclass(frozen=True)
class Shape:
    """`headers` are those that all have, `types` their `Content-Type` by ending, without the dot."""

    kind: str
    headers: Headers
    types: Mapping[str, str]

    @property
    def directives(self) -> list[str]:
        return [*describe_headers(self.headers), *describe_types(dict(self.types))]

    @property
    def folder(self) -> str:
        return name_folder(self.kind, self.directives)

    def fits(self, path: str, made: Made) -> bool:
        """Whether a page is as a web server would send it."""
        return share_headers(made) == self.headers and self.find_type(path) == made.type

    def find_type(self, path: str) -> str | None:
        """Return the type that a web server gives a path; pages have one, whatever they are called."""
        return self.types.get("") or self.types.get(find_ending(path))

    def write(self, folder: Path) -> None:
        write_headers(folder, self.kind, self.directives)


def find_shape(app: Flask, kind: str, paths: Iterable[str]) -> Shape:
    """Return the shape that a few pages have, one for each ending; raise `Unmirrored` where one cannot be had."""
    found = {path: make_page(app, path) for path in paths}
    for path, made in found.items():
        if made is None:
            raise Unmirrored(
                f"{path} cannot be made, or not be kept. Ask the site for it, and look into the log."
            )
    pages = {path: made for path, made in found.items() if made}
    first = next(iter(pages.values()))
    return Shape(kind, share_headers(first), {find_ending(path): made.type for path, made in pages.items()})


def find_ending(path: str) -> str:
    last = path.rpartition("/")[2]
    return last.rpartition(".")[2] if "." in last else ""


def share_headers(made: Made) -> Headers:
    return sorted(
        (name, COMMON if name == "Cache-Control" and value in LEAST else value) for name, value in made.shared
    )
