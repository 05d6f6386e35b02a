"""What the markup needs to know of the rest of the export, and what becomes of it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class LibraryPicture:
    """A file in the library, mostly a picture: its address on the old site, and what editors wrote; a caption is HTML."""

    address: str
    alt: str = ""
    caption: str = ""
    title: str = ""


class Library(Protocol):
    """The export around a text. `site_hosts` are the hosts of the old site, in small letters: `old.example`."""

    @property
    def site_hosts(self) -> Collection[str]: ...

    def find_picture(self, id: str) -> LibraryPicture | None:
        """Return the attachment of an id."""

    def find_picture_at(self, path: str) -> LibraryPicture | None:
        """Return the attachment whose file has a path on the old site: `/wp-content/uploads/2013/03/x.jpg`."""

    def list_pictures_of_post(self) -> list[LibraryPicture]:
        """Return the pictures attached to the post that is converted."""

    def find_block(self, id: str) -> str | None:
        """Return the text of a reusable block."""


@dataclass
class Converted:
    """Plain HTML, not cleaned yet, and sentences for the report."""

    html: str
    notes: list[str] = field(default_factory=list)
