"""Links: those to the old site are paths, and those around a picture that led to the same picture are gone."""

from bs4.element import Tag

from .addresses import is_picture, make_path, name_of, split
from .attributes import keep_attributes, said
from .lines import is_filled, keep_within_line, split_at_blocks
from .work import Node, Work, take_children

# What a link may lie in when it was written around it.
LINES = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})


def keep_link(work: Work, tag: Tag, children: list[Node]) -> list[Node]:
    address = said(tag, "href").strip()
    if not address and not said(tag, "id"):
        return children
    leads_to_footnote = tag.parent is not None and tag.parent.has_attr("data-fn")
    if leads_to_footnote or _leads_to_its_picture(tag, address, children):
        return children
    tag["href"] = make_path(address, work.library.site_hosts)
    if not is_filled(children):  # An anchor, to which others lead, has nothing in it.
        anchor = [work.new("a", attributes=keep_attributes(tag))] if said(tag, "id") else []
        return [*anchor, *children]
    kept: list[Node] = []
    for part in split_at_blocks(children):
        inside: list[Node] = [part] if isinstance(part, Tag) else part
        kept += (
            [_link_within(work, tag, part)]
            if isinstance(part, Tag) and part.name in LINES
            else keep_within_line(work, tag, inside)
        )
    return kept


def _link_within(work: Work, tag: Tag, line: Tag) -> Node:
    """Return a paragraph or a heading with the link in it that was around it."""
    link = work.new("a", take_children(line), keep_attributes(tag))
    return work.new(line.name, [link], keep_attributes(line))


def _leads_to_its_picture(tag: Tag, address: str, children: list[Node]) -> bool:
    filled = [node for node in children if isinstance(node, Tag) or node.strip()]
    if len(filled) != 1 or not isinstance(filled[0], Tag) or filled[0].name != "img":
        return False
    name = name_of(said(filled[0], "src"))
    parts = split(address)
    if "attachment" in said(tag, "rel").split() or (parts and "attachment_id=" in parts.query):
        return True
    if is_picture(address):
        return name_of(address) == name
    return parts is not None and parts.path.rstrip("/").rpartition("/")[2].lower() == name
