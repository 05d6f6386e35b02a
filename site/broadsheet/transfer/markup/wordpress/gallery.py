"""Pictures that shortcodes and blocks show: one with its caption, or many."""

from bs4.element import Tag

from .figures import make_figure
from .lines import is_filled, trim
from .shortcode_tokens import Shortcode
from .work import Node, Work, take_children


def make_gallery_of(work: Work, shortcode: Shortcode) -> list[Node]:
    return make_gallery(
        work, _split_ids(shortcode.said("ids", "include")), _split_ids(shortcode.said("exclude"))
    )


def make_gallery(work: Work, ids: list[str], without: list[str] | None = None) -> list[Node]:
    """Return a figure for each picture: of these ids, or all that belong to the post, once."""
    found = [work.library.find_picture(id) for id in ids]
    if not ids and not work.gallery_shown:
        work.gallery_shown = True
        left_out = [work.library.find_picture(id) for id in without or []]
        found = [picture for picture in work.library.list_pictures_of_post() if picture not in left_out]
    elif not ids:
        return []
    if not found or None in found:
        work.note("Pictures of a gallery are not in the file, so they were left out.")
    pictures = [picture for picture in found if picture]
    return [
        make_figure(work, picture.address, picture.alt, work.build(picture.caption, "inline"))
        for picture in pictures
    ]


def make_caption(work: Work, shortcode: Shortcode) -> list[Node]:
    """Return a figure: the caption is an attribute in old texts, and else what follows the picture."""
    nodes = work.build(shortcode.content or "", "inline")
    place = next((number for number, node in enumerate(nodes) if _shows(node)), None)
    if place is None:
        return nodes
    caption = trim([*work.build(shortcode.said("caption"), "inline"), *nodes[:place], *nodes[place + 1 :]])
    picture = nodes[place]
    if isinstance(picture, Tag) and picture.name == "figure":
        return nodes
    shown = take_children(picture) if isinstance(picture, Tag) and picture.name == "p" else [picture]
    figure = work.new("figure", shown)
    if is_filled(caption):
        figure.append(work.new("figcaption", caption))
    return [figure]


def _shows(node: Node) -> bool:
    return isinstance(node, Tag) and (
        node.name in {"img", "iframe", "video", "figure"} or node.find("img") is not None
    )


def _split_ids(said: str) -> list[str]:
    return [id.strip() for id in said.split(",") if id.strip()]
