"""A comment's HTML as Markdown that `comments.posting.markdown.render_comment` shows as the HTML said."""

import re
from html import unescape
from urllib.parse import quote

from bs4 import Tag
from markdownify import MarkdownConverter

from ....comments.posting.markdown import make_parsers, stays_a_link
from ....comments.posting.visible import shows_something
from .emphasis import emphasise, emphasise_strongly, finish, wrap_each
from .escaping import BLANKS, SOFT, escape_piece, escape_plain
from .tree import make_tree

WHITE = re.compile(r"[ \t\r\n\f\v]+")
SIMPLE_PARAGRAPH = re.compile(r" ?</?p> ?", re.IGNORECASE)
SIMPLE_BREAK = re.compile(r" ?<(?:br) ?/?> ?", re.IGNORECASE)
OTHER_TAG = re.compile(r"<(?!/?p>|br ?/?>)[a-z/!?]", re.IGNORECASE)
UNSAFE = re.compile(r"""[\x00-\x20\x7f<>`"\\^{}|]""")
# An address that Markdown shows as it is written: no `<`, no `>`, nothing percent-encoded, no name in other letters.
ITSELF = re.compile(r"https?://(?!.*xn--)[!-$&-;=?-~]+")


def to_markdown(html: str) -> str:
    """Return Markdown for a comment's HTML.

    Of what our comments cannot show, the text remains, of a picture its words or a link to it, of scripts nothing.
    """
    if not OTHER_TAG.search(html):  # Most comments have no more than this, and need no tree.
        lines = SIMPLE_BREAK.sub("\n", SIMPLE_PARAGRAPH.sub("\n\n", WHITE.sub(" ", html)))
        return escape_plain(unescape(lines))
    tree = make_tree(html)
    if not tree.find("img") and not shows_something(tree.get_text()):
        return ""
    text: str = Converter(wrap=True, wrap_width=None).convert_soup(tree)
    return finish(text).strip("\n")


class Converter(MarkdownConverter):
    """What the library does, for the tree of `make_tree` and the Markdown of our comments.

    Every block begins and ends with a blank line, of which the library makes one. Its arguments are the element, the
    Markdown of what stands in it, and the names of what it stands in.
    """

    def escape(self, text: str, parent_tags: set[str]) -> str:
        return escape_piece(text)

    def convert_p(self, _tag: Tag, _text: str, parent_tags: set[str]) -> str:
        return "\n\n"

    def convert_br(self, _tag: Tag, _text: str, parent_tags: set[str]) -> str:
        return "\n"

    def convert_em(self, _tag: Tag, text: str, parent_tags: set[str]) -> str:
        return emphasise(text)

    def convert_strong(self, _tag: Tag, text: str, parent_tags: set[str]) -> str:
        return emphasise_strongly(text)

    def convert_a(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        address = _clean_address(str(tag.get("href", "")))
        if text == escape_piece(address) and ITSELF.fullmatch(address):
            return f"<{address}>"
        return wrap_each(text, "[", f"]({write_target(address)})") if address else text

    def convert_img(self, tag: Tag, _text: str, parent_tags: set[str]) -> str:
        words, address = str(tag.get("alt", "")).strip(), _clean_address(str(tag.get("src", "")))
        shown = escape_piece(WHITE.sub(" ", words or address))
        return shown if words or not address or "a" in parent_tags else f"[{shown}]({write_target(address)})"

    def convert_code(self, _tag: Tag, text: str, parent_tags: set[str]) -> str:
        if "\n" in text.strip() and not parent_tags & {"em", "strong", "a"}:
            return _fence(text)
        code = WHITE.sub(" ", text).strip(" ")
        mark = "`" * (_longest_run(code) + 1)
        space = " " if code.startswith("`") or code.endswith("`") else ""
        before, after = (SOFT if edge.isspace() else "" for edge in (text[:1], text[-1:]))
        return f"{before}{mark}{space}{code}{space}{mark}{after}" if code else before

    def convert_pre(self, _tag: Tag, text: str, parent_tags: set[str]) -> str:
        return _fence(text)

    def convert_blockquote(self, _tag: Tag, text: str, parent_tags: set[str]) -> str:
        core = _strip(text)
        return (
            "\n\n" + "\n".join(f"> {line}" if line else ">" for line in core.split("\n")) + "\n\n"
            if core
            else "\n\n"
        )

    def convert_list(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        core = text.strip("\n")
        follows = "li" in parent_tags and (
            tag.name == "ul" or core.startswith("1. ")
        )  # What else would not begin a list.
        return ("\n" if follows else "\n\n") + core + "\n\n"

    convert_ul = convert_ol = convert_list

    def convert_li(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        core = _strip(text)
        bullet = f"{_next_number(tag.parent)}. " if core and tag.parent and tag.parent.name == "ol" else "- "
        indent = " " * len(bullet)
        return (
            bullet
            + "\n".join(indent + line if line else "" for line in core.split("\n"))[len(bullet) :]
            + "\n"
            if core
            else "\n"
        )


def _next_number(items: Tag) -> int:
    """Return the number of the next item of a list, counting on in its `start`."""
    start = str(items.get("start", ""))
    number = int(start) if re.fullmatch("[0-9]{1,8}", start) else 1
    items["start"] = str(number + 1)
    return number


def _clean_address(address: str) -> str:
    """Return an address that may be linked to, or nothing."""
    address = re.sub(r"[\t\r\n]", "", address).strip()
    normal = make_parsers()[0].normalizeLink(address)
    return address if address and stays_a_link(normal) and stays_a_link(address) else ""


def write_target(address: str) -> str:
    """Return an address as it stands between the brackets of a link."""
    safe = UNSAFE.sub(lambda found: quote(found.group()), address)
    return re.sub(r"[()]|&(?=#?\w+;)", r"\\\g<0>", safe)


def _strip(text: str) -> str:
    return text.strip(BLANKS + SOFT)


def _fence(text: str) -> str:
    mark = "`" * max(3, _longest_run(text) + 1)
    lines = text.strip("\n").rstrip()
    return f"\n\n{mark}\n{lines}\n{mark}\n\n" if lines.strip() else "\n\n"


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)
