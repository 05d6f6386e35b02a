"""An article's text: CommonMark with tables, notes and pull quotes, raw HTML shown as text, as blocks ready for the page."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

from ...sanitise import ARTICLE, SCHEMES, clean
from ...words import split_words
from ..pictures.finding import PictureError
from ..pictures.using import choose_middle, describe, remark_on
from .front_matter import Broken, Remark
from .headings import name_headings, plain_words
from .notes import describe_notes, link_notes, split_notes
from .rendered import BARE_ADDRESS, FindPicture, Rendered

PARSER = (
    MarkdownIt("commonmark", {"html": False})
    .enable(["table", "strikethrough"])
    .use(footnote_plugin)
    .use(container_plugin, "pull-quote")
)


def render_article(text: str, first_line: int, find_picture: FindPicture) -> Rendered:
    """Render an article's text; raise `Broken` for a picture that is not there.

    A link alone in a paragraph becomes a block of its own, because it may turn into an embed when the page is
    made for a reader. So does a picture alone in a paragraph, which a template shows.
    """
    tokens = PARSER.parse(text)
    plain = _plain_text(tokens)
    story, notes = split_notes(tokens)
    referred: dict[int, int] = {}
    for token in tokens:
        _prepare(token, first_line, find_picture, referred)
    contents = name_headings(story)
    blocks = _make_blocks(story)
    if notes:
        blocks.append(describe_notes([_render(note) for note in notes], referred))
    return Rendered(blocks, plain, contents, len(split_words(plain)), _remark_on_pictures(tokens))


def _make_blocks(story: Sequence[Token]) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = []
    pending: list[Token] = []
    for group in _group(story):
        link = _lone_link(group)
        if link:
            _flush(pending, blocks)
            blocks.append(link)
            continue
        picture = _lone_picture(group)
        if picture:
            _flush(pending, blocks)
            blocks.append({"picture": picture})
            continue
        pending += _wrap(group)
    _flush(pending, blocks)
    return blocks


def _group(tokens: Sequence[Token]) -> list[list[Token]]:
    """Return the tokens of each top-level block."""
    groups: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        groups[-1].append(token)
        depth += token.nesting
        if depth == 0:
            groups.append([])
    return groups[:-1]


def _lone_link(group: Sequence[Token]) -> dict[str, str] | None:
    """Return the link that stands alone in a paragraph, written as a link or as a bare address."""
    if len(group) != 3 or group[0].type != "paragraph_open":
        return None
    children = group[1].children or []
    if len(children) == 1 and children[0].type != "image" and BARE_ADDRESS.fullmatch(children[0].content):
        return {"link": children[0].content, "label": children[0].content}
    plain = all(child.type in {"text", "code_inline"} for child in children[1:-1])
    if len(children) < 3 or children[0].type != "link_open" or children[-1].type != "link_close" or not plain:
        return None
    address = str(children[0].attrs["href"])
    if urlsplit(address).scheme not in {"", *SCHEMES}:
        return None  # It stays in the text, where the sanitiser deals with it.
    return {"link": address, "label": "".join(child.content for child in children[1:-1])}


def _prepare(token: Token, first_line: int, find_picture: FindPicture, referred: dict[int, int]) -> None:
    if token.tag == "h1":  # The page's one h1 is its headline.
        token.tag = "h2"
    if token.type.startswith("container_"):
        token.tag = "blockquote"
    if token.type in {"th_open", "td_open"}:  # The policy forbids styles in the page.
        aligned = str(token.attrs.pop("style", "")).removeprefix("text-align:")
        token.attrs |= {"class": f"align-{aligned}"} if aligned in {"center", "right"} else {}
    for child in token.children or []:
        if child.type == "image":
            _place_picture(child, first_line + (token.map or [0])[0], find_picture)
    link_notes(token, referred)


def _place_picture(token: Token, line: int, find_picture: FindPicture) -> None:
    source = str(token.attrs["src"])
    if urlsplit(source).scheme or source.startswith("//"):
        raise Broken(line, f"the picture {source} is on another site; save it beside the article instead")
    try:
        used = find_picture(unquote(source))
    except PictureError as error:
        raise Broken(line, str(error)) from error
    token.meta = {"used": used, "line": line}
    token.attrs |= {
        "src": choose_middle(used), "width": used.picture.width, "height": used.picture.height,
        "loading": "lazy", "decoding": "async",
    }  # fmt: skip


def _wrap(group: list[Token]) -> list[Token]:
    """Give a table a box in which it can scroll."""
    if group[0].type == "table_open":
        box = Token("box_open", "div", 1, attrs={"class": "table", "tabindex": "0"})
        return [box, *group, Token("box_close", "div", -1)]
    return group


def _lone_picture(group: list[Token]) -> dict[str, Any] | None:
    """Return the picture that stands alone in a paragraph; its title is the caption, and after a © the credit."""
    children = group[1].children or [] if len(group) == 3 and group[0].type == "paragraph_open" else []
    if len(children) != 1 or children[0].type != "image":
        return None
    caption, _, credit = str(children[0].attrs.get("title", "")).partition("©")
    return describe(children[0].meta["used"], plain_words(children[0]), caption.strip(), credit.strip())


def _remark_on_pictures(tokens: Sequence[Token]) -> list[Remark]:
    pictures = [child for token in tokens for child in token.children or [] if child.type == "image"]
    return [
        Remark(picture.meta["line"], text)
        for picture in pictures
        for text in remark_on(picture.meta["used"], plain_words(picture))
    ]


def _flush(pending: list[Token], blocks: list[dict[str, Any]]) -> None:
    if pending:
        blocks.append({"html": _render(pending)})
        pending.clear()


def _render(tokens: Sequence[Token]) -> str:
    return clean(str(PARSER.renderer.render(tokens, PARSER.options, {})), ARTICLE)


def _plain_text(tokens: Sequence[Token]) -> str:
    parts = [
        token.content if token.type in {"fence", "code_block"} else plain_words(token) for token in tokens
    ]
    return "\n".join(part for part in parts if part)
