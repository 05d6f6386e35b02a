"""The formats that can be read, by the names that the command line has for them."""

from .moving_in import Format
from .reading import commento, disqus, feed, ghost, isso, jsonl, remark42, wordpress

ALL = (
    Format(
        "wordpress",
        "WordPress' export (WXR): posts, pages, media, comments.",
        wordpress.read,
    ),
    Format("ghost", "Ghost's export (JSON): posts and pages.", ghost.read),
    Format("disqus", "Disqus' export (XML): comments.", disqus.read),
    Format("isso", "Isso's database (SQLite), or its JSON: comments.", isso.read),
    Format("commento", "The export of Commento or Comentario (JSON): comments.", commento.read),
    Format("remark42", "Remark42's backup: comments.", remark42.read),
    Format(
        "jsonl",
        "JSON lines, such as `broadsheet export` writes: all of a site, or articles alone.",
        jsonl.read,
        ours=True,
    ),
    Format("feed", "A feed (Atom, RSS): what stands in it, as a last resort.", feed.read),
)
FORMATS = {format.name: format for format in ALL}
