"""Sound and films that lie with the site, as links to their files."""

from urllib.parse import unquote

from .addresses import make_path, split
from .shortcode_tokens import Shortcode
from .work import Node, Work

SOURCES = ("src", "mp3", "m4a", "ogg", "oga", "wav", "flac", "mp4", "m4v", "webm", "ogv", "mov", "wmv", "flv")


def make_file(work: Work, shortcode: Shortcode) -> list[Node]:
    """Return a paragraph with a link to the file; where none is named, WordPress took what was attached to the post."""
    address = shortcode.said(*SOURCES)
    # [audio https://…/sound.mp3|titles=…], as WordPress.com had it before 2013.
    address = address or next(iter(shortcode.values), "").partition("|")[0]
    if not address:
        work.note(f"The shortcode [{shortcode.name}] names no file, so it was left out.")
        return []
    return [_link_file(work, address, shortcode.said("title", "caption"))]


def make_playlist(work: Work, shortcode: Shortcode) -> list[Node]:
    ids = shortcode.said("ids", "include").replace(" ", "").split(",")
    files = [file for id in ids if (file := work.library.find_picture(id))]
    if not files:
        work.note("The shortcode [playlist] names no file of the library, so it was left out.")
    return [_link_file(work, file.address, file.title) for file in files]


def _link_file(work: Work, address: str, label: str) -> Node:
    parts = split(address)
    name = unquote(parts.path if parts else address).rpartition("/")[2]
    return work.new("p", [work.link(make_path(address, work.library.site_hosts), label or name or address)])
