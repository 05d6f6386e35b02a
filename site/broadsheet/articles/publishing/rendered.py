"""What becomes of an article's text, whatever it was written in."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..pictures.using import Used
from .front_matter import Remark

BARE_ADDRESS = re.compile(r"https?://[^\s<>\"'`]+")
FindPicture = Callable[[str], Used]


@dataclass(frozen=True)
class Rendered:
    """An article's blocks and headings (see `models.Article`), its words without markup, their number, and remarks."""

    blocks: list[dict[str, Any]]
    text: str
    contents: list[dict[str, Any]] = field(default_factory=list)
    words: int = 0
    remarks: list[Remark] = field(default_factory=list)
