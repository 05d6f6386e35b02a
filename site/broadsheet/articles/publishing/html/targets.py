"""What a link of the text leads to in it: such places get ids of our own, so that none takes that of a part of the page."""

from urllib.parse import quote, unquote

from ..headings import PREFIX
from .elements import HEADINGS
from .tree import Element, walk


def name_targets(root: Element) -> set[str]:
    """Take all ids away but those that a link of the text leads to, and return these under their new names.

    A heading keeps an id that looks like ours, as links from elsewhere may lead there.
    """
    links = [element for element in walk(root) if element.attributes.get("href", "").startswith("#")]
    wanted = {unquote(link.attributes["href"][1:]) for link in links}
    named: dict[str, str] = {}
    for element in walk(root):
        names = [
            element.attributes.pop(key, "") for key in ("id", "name") if key == "id" or element.name == "a"
        ]
        for name in names:
            is_wanted = name in wanted or (element.name in HEADINGS and name.startswith(PREFIX))
            if is_wanted and name not in named:
                element.attributes["id"] = named[name] = make_id(name)
                break
    for link in links:
        target = named.get(unquote(link.attributes.pop("href")[1:]))
        if target:
            link.attributes["href"] = f"#{quote(target)}"
    return set(named.values())


def make_id(name: str) -> str:
    """Return the id of a place that was called so elsewhere."""
    plain = "-".join(name.split())
    return plain if plain.startswith(PREFIX) else PREFIX + plain
