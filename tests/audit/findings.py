"""What a tool found, in one shape."""

from dataclasses import dataclass, field


@dataclass
class Finding:
    """One rule that one page breaks in one look: what it says, and the places on the page.

    What is not demanded is only told of.
    """

    rule: str
    kind: str
    look: str
    says: str
    places: list[str] = field(default_factory=list)
    demanded: bool = True
