"""A picture with its caption."""

from collections.abc import Sequence

from .addresses import find_own_path
from .work import Node, Work


def make_figure(work: Work, address: str, alt: str, caption: Sequence[Node] = ()) -> Node:
    """Return a figure with the picture of an address, which is that of the original."""
    source = find_own_path(address, work.library.site_hosts) or address
    figure = work.new("figure", [work.new("img", attributes={"src": source, "alt": alt})])
    if caption:
        figure.append(work.new("figcaption", caption))
    return figure
