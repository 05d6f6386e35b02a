"""What a publishing did."""

from dataclasses import dataclass, field

from .folder import Problem


@dataclass
class Report:
    """What a publishing did, by the names of the files."""

    published: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def did_something(self) -> bool:
        return bool(self.published or self.changed or self.removed)
