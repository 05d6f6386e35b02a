"""The formats that can be read, by the names that the command line has for them."""

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .items import Item
from .reading.source import Source

Read = Callable[[Source], Iterator[Item]]


@dataclass(frozen=True)
class Format:
    """A format: its name, which is that of its module in `reading`, and what the command line says of it.

    `ours`: ids of threads in it are those that a Broadsheet site gave.
    """

    name: str
    help: str
    ours: bool = False

    def load_reader(self) -> Read:
        """Return the function that reads it; what that needs is loaded now, and not by commands that need none of it."""
        read: Read = importlib.import_module(f".reading.{self.name}", __package__).read
        return read


FORMATS = (
    Format("wordpress", "Bring in WordPress' export (WXR): posts, pages, media, comments."),
    Format("ghost", "Bring in Ghost's export (JSON): posts and pages."),
    Format("disqus", "Bring in comments from Disqus' export (XML)."),
    Format("isso", "Bring in comments from Isso's database (SQLite), or its JSON."),
    Format("commento", "Bring in comments from the export of Commento or Comentario (JSON)."),
    Format("remark42", "Bring in comments from Remark42's backup."),
    Format(
        "jsonl",
        "Bring in JSON lines, such as `broadsheet export` writes: all of a site, or articles alone.",
        ours=True,
    ),
    Format("feed", "Bring in what stands in a feed (Atom, RSS, JSON Feed), as a last resort."),
)
