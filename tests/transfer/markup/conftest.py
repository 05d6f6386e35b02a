"""An old site: its library, its reusable blocks, and a post that two pictures belong to."""

from collections.abc import Callable

import pytest

from broadsheet.transfer.markup.wordpress import Converted, LibraryPicture, convert

HARBOUR = LibraryPicture(
    "https://old.example/wp-content/uploads/2013/03/harbour.jpg", "The harbour", "At <em>dawn</em>", "Harbour"
)
FERRY = LibraryPicture("https://old.example/wp-content/uploads/2013/03/ferry-scaled.jpg", "A ferry")
SONG = LibraryPicture("https://old.example/wp-content/uploads/2013/03/song.mp3", title="The song")


class OldSite:
    site_hosts = frozenset({"old.example", "old.wordpress.com"})

    def __init__(self) -> None:
        self.pictures = {"7": HARBOUR, "8": FERRY, "9": SONG}
        self.blocks: dict[str, str] = {}

    def find_picture(self, id: str) -> LibraryPicture | None:
        return self.pictures.get(id)

    def find_picture_at(self, path: str) -> LibraryPicture | None:
        return next(
            (found for found in self.pictures.values() if found.address.endswith(f"example{path}")), None
        )

    def list_pictures_of_post(self) -> list[LibraryPicture]:
        return [HARBOUR, FERRY]

    def find_block(self, id: str) -> str | None:
        return self.blocks.get(id)


@pytest.fixture
def old_site() -> OldSite:
    return OldSite()


@pytest.fixture
def wordpress(old_site: OldSite) -> Callable[[str], Converted]:
    return lambda text: convert(text, old_site)
