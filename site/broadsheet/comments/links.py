"""The links of a text."""

import re

LINK = re.compile(r"https?://|(?<![\w./])www\.", re.I)


def count_links(text: str) -> int:
    """Return how many addresses of websites a text holds."""
    return len(LINK.findall(text))
