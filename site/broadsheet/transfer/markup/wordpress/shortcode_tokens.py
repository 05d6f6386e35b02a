"""Where shortcodes stand in a text, which close which, and what they say."""

import re
from dataclasses import dataclass, field

# A tag is passed over, with all that stands in its attributes.
TOKEN = re.compile(
    r"<[/!a-zA-Z][^<>]*+>|(?P<before>\[?)\[(?P<closes>/?)(?P<name>[a-zA-Z][\w-]*+)(?P<rest>(?:[\s=/][^\[\]]*+)?)\](?P<after>\]?)"
)
ATTRIBUTE = re.compile(
    r"""([\w-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"']++))|"([^"]*+)"|'([^']*+)'|(\S)(\S*+)"""
)
CURLED = re.compile("[“”„″]|&quot;|&#82(?:20|21|43);|&#34;")


@dataclass(frozen=True)
class Token:
    """`[name rest]` or `[/name]`; `before` and `after` are a second bracket, by which WordPress shows one as it is."""

    start: int
    end: int
    text: str
    name: str
    rest: str
    closes: bool
    before: str
    after: str

    @property
    def is_escaped(self) -> bool:
        return bool(self.before and self.after)

    @property
    def inner_start(self) -> int:
        return self.start + len(self.before)

    @property
    def inner_end(self) -> int:
        return self.end - len(self.after)

    @property
    def inner_text(self) -> str:
        return self.text[len(self.before) : len(self.text) - len(self.after)]


@dataclass
class Shortcode:
    """What a shortcode says: attributes, values without a name, and the text that it encloses."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    values: list[str] = field(default_factory=list)
    content: str | None = None

    @classmethod
    def read(cls, token: Token, content: str | None) -> "Shortcode":
        shortcode = cls(token.name, content=content)
        rest = CURLED.sub('"', token.rest).strip().removesuffix("/")
        if rest.startswith("="):  # [youtube=https://…], as WordPress.com has it.
            rest = rest[1:]
        for found in ATTRIBUTE.finditer(rest):
            name, *values = found.groups(default="")
            if name:
                shortcode.attributes.setdefault(name.lower(), "".join(values[:3]))
            else:
                shortcode.values.append("".join(values[3:]))
        return shortcode

    def said(self, *names: str) -> str:
        """Return the first of these attributes that is there, or nothing."""
        return next((self.attributes[name].strip() for name in names if self.attributes.get(name)), "")

    def said_anywhere(self, *names: str) -> str:
        """Return what it encloses, or one of these attributes, or its first value."""
        return (self.content or "").strip() or self.said(*names) or next(iter(self.values), "")


def scan(text: str) -> list[Token]:
    return [
        Token(
            found.start(), found.end(), found[0], found["name"], found["rest"], found["closes"] == "/",
            found["before"], found["after"],
        )
        for found in TOKEN.finditer(text)
        if found["name"]
    ]  # fmt: skip


def pair(tokens: list[Token]) -> dict[int, int]:
    """Return which token closes which, by their numbers; of two that cross each other the inner one is not closed."""
    pairs: dict[int, int] = {}
    open_tokens: list[int] = []
    open_names: dict[str, int] = {}
    for number, token in enumerate(tokens):
        name = token.name
        if token.is_escaped or token.rest.endswith("/"):
            continue
        if not token.closes:
            open_tokens.append(number)
            open_names[name] = open_names.get(name, 0) + 1
        while token.closes and open_names.get(name):
            opener = open_tokens.pop()
            open_names[tokens[opener].name] -= 1
            if tokens[opener].name == name:
                pairs[opener] = number
                break
    return pairs
