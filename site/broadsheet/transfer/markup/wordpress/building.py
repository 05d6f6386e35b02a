"""The way of a whole text: each part of it is made nodes for in the same way, the outermost last."""

from .blocks import take_blocks
from .code import take_code
from .folding import fold_tree
from .library import Converted, Library
from .parsing import parse
from .shortcodes import take_shortcodes
from .work import DEEPEST, Node, Reading, Work


def convert(text: str, library: Library) -> Converted:
    """Turn WordPress' markup into plain HTML; the time grows with the text, and nothing in it is an error."""
    work = Work(library)
    work.build = lambda part, reading: _build(work, part, reading)
    work.build_all = lambda whole: _build_all(work, whole)
    html = "\n\n".join(_write(work, node) for node in work.build_all(text))
    return Converted(f"{html}\n" if html else "", list(work.notes))


def _build_all(work: Work, text: str) -> list[Node]:
    plain = take_code(work, text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""))
    if "<script" in plain.lower():
        work.note("A script in the text was left out.")
    return _build(work, *take_blocks(work, plain))


def _build(work: Work, text: str, reading: Reading) -> list[Node]:
    if not text.strip():
        return []
    if work.depth > DEEPEST:
        work.note(f"Parts of the text that lay more than {DEEPEST} deep in each other were left out.")
        return []
    work.depth += 1
    try:
        return fold_tree(work, parse(take_shortcodes(work, text)), reading)
    finally:
        work.depth -= 1


def _write(work: Work, node: Node) -> str:
    return work.new("body", [node]).decode_contents()
