"""The order of a text: blocks stand beside each other, and all loose text in a paragraph of its own."""

from collections.abc import Iterator

from .elements import BLOCKS, CELLS, LISTS, PHRASES, TABLE
from .figures import has_pictures, split_figure
from .paragraphs import make_paragraphs
from .tree import Element, Node, has_content, walk

PUSHED = PHRASES - {"pre"}  # What may have the markup inside of it that was around it.


def lay_out(root: Element) -> None:
    """Make the children of the root blocks, each as the page may have it."""
    root.children = list(_list_blocks(root.children))


def _list_blocks(nodes: list[Node]) -> Iterator[Element]:
    loose: list[Node] = []
    for node in nodes:
        if isinstance(node, str) or not _holds_block(node):
            loose.append(node)
            continue
        yield from make_paragraphs(loose)
        loose = []
        yield from _lay_out_block(node)
    yield from make_paragraphs(loose)


def _holds_block(node: Node) -> bool:
    return isinstance(node, Element) and any(element.name in BLOCKS for element in walk(node))


def _lay_out_block(node: Element) -> Iterator[Element]:
    if node.name == "figure" and has_pictures(node):
        for part in split_figure(node):
            yield from [_lay_out_figure(part)] if part.name == "figure" else _lay_out_block(part)
    elif node.name in {"div", "figure", "figcaption"}:
        yield from _hand_down(node, _list_blocks(node.children))
    elif node.name == "p":
        blocks = _list_blocks(node.children) if _has_block_inside(node) else make_paragraphs(node.children)
        yield from _hand_down(node, blocks)
    elif node.name in BLOCKS:
        _lay_out_inside(node)
        if node.name in {"hr", "embed"} or has_content(node.children):
            yield node
    else:
        for block in _list_blocks(node.children):
            yield _push_inside(node, block)


def _lay_out_figure(figure: Element) -> Element:
    """Return a figure of one picture; its caption is a line of text, if it has one."""
    picture, *captions = figure.children
    for caption in captions:
        if isinstance(caption, Element):
            _lay_out_inside(caption)
    return Element("figure", {}, [picture, *(caption for caption in captions if has_content([caption]))])


def _has_block_inside(node: Element) -> bool:
    return any(_holds_block(child) for child in node.children)


def _lay_out_inside(block: Element) -> None:
    """Lay out what is in a block that stays."""
    if block.name in PHRASES:
        block.children = list(_flatten(block.children, "\n" if block.name == "pre" else " "))
    elif block.name in LISTS:
        block.children = list(_list_items(block))
    elif block.name in TABLE:
        block.children = [child for child in block.children if isinstance(child, Element)]
    elif block.name in CELLS:
        _lay_out_cell(block)
        return
    elif block.name != "embed":
        block.children = list(_list_blocks(block.children))
        return
    for child in block.children:
        if isinstance(child, Element) and block.name not in PHRASES:
            _lay_out_inside(child)


def _lay_out_cell(cell: Element) -> None:
    """Lay out what is in an item or a cell; one that begins with its only paragraph begins with its text."""
    if not _has_block_inside(cell):
        return
    first, *others = list(_list_blocks(cell.children)) or [Element("p")]
    is_only = first.name == "p" and not first.attributes and all(block.name != "p" for block in others)
    cell.children = [*first.children, *others] if is_only else [first, *others]


def _list_items(block: Element) -> Iterator[Element]:
    """Yield the items of a list; what stands between them is an item of its own."""
    for child in block.children:
        if isinstance(child, Element) and child.name == "div":
            yield from _list_items(Element(block.name, {}, child.children))
        elif isinstance(child, Element) and child.name in {"li", "dt", "dd"}:
            yield child
        elif has_content([child]):
            yield Element(LISTS[block.name], {}, [child])


def _flatten(nodes: list[Node], between: str) -> Iterator[Node]:
    """Yield the nodes with no block among them; where one was, its words do not run into those beside it."""
    for node in nodes:
        if isinstance(node, str) or not _holds_block(node):
            yield node
        elif node.name == "embed":
            yield Element("a", {"href": node.attributes["href"]}, [node.attributes["title"]])
        elif node.name in BLOCKS:
            yield from (between, *_flatten(node.children, between), between)
        else:
            node.children = list(_flatten(node.children, between))
            yield node


def _hand_down(parent: Element, blocks: Iterator[Element]) -> Iterator[Element]:
    """Give what an element said of its text to the blocks that take its place."""
    attributes = dict(parent.attributes)
    for block in blocks:
        block.attributes = attributes | block.attributes
        attributes.pop("id", None)
        yield block


def _push_inside(around: Element, block: Element) -> Element:
    """Put markup that was around a block inside of it, as far as it can stand there."""
    if block.name in PUSHED:
        block.children = [Element(around.name, dict(around.attributes), block.children)]
    return block
