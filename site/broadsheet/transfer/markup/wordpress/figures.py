"""A picture with its caption."""

from collections.abc import Sequence

from .addresses import find_original
from .work import Node, Work


def make_figure(work: Work, address: str, alt: str, caption: Sequence[Node] = ()) -> Node:
    source = find_original(address, work.library.site_hosts)
    figure = work.new("figure", [work.new("img", attributes={"src": source, "alt": alt})])
    if caption:
        figure.append(work.new("figcaption", caption))
    return figure
