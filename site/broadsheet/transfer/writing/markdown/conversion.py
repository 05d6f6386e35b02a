"""The file of an article whose text is HTML, with its text as Markdown."""

import re
from pathlib import Path
from zoneinfo import ZoneInfo

from ....articles.pictures.finding import find_picture
from ....articles.pictures.using import Used
from ....articles.publishing.folder import Read, decode
from ....articles.publishing.front_matter import FrontMatter, read_front_matter, split_file
from ....articles.publishing.html import render_html
from .blocks import write_blocks

KEY = re.compile(r"markup:\s*(['\"]?)html\1\s*")


def make_content(root: Path, read: Read, zone: ZoneInfo) -> bytes:
    """Return a file as it is, or if its text is HTML with Markdown instead; raise `Broken` where its head makes no sense.

    The text is what its page shows: cleaned, with a link for each picture that is not there.
    """
    content = decode(read.content)
    front, html = read_front_matter(content, zone)
    head = split_file(content)[0].split("\n")
    key = front.lines.get("markup", 0) - 2  # Lines are counted from 1, and the first is not part of the head.
    if front.markup != "html" or not KEY.fullmatch(head[key]):
        return read.content
    del head[key]
    text = _convert(root, read.source, front, html)
    return "\n".join(["---", *head, "---", "", text, ""]).encode()


def _convert(root: Path, source: str, front: FrontMatter, html: str) -> str:
    folder = (root / source).parent
    rendered = render_html(html, front.text_line, lambda name: Used(find_picture(root, folder, name)))
    headings = {entry["id"] for entry in rendered.contents}
    return write_blocks(rendered.blocks, headings)
