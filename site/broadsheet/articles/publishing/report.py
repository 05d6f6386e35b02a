"""What a publishing did."""

from dataclasses import dataclass, field

from ..models import Unpublished
from .folder import Problem


@dataclass
class Report:
    """What a publishing did, by the names of the files; `drafts` are those that stay off the site."""

    published: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    drafts: dict[str, Unpublished] = field(default_factory=dict)

    @property
    def did_something(self) -> bool:
        return bool(self.published or self.changed or self.removed)
