"""Code between shortcodes, in which nothing else is markup."""

import re
from html import unescape

from .work import Node, Work

# SyntaxHighlighter Evolved and WordPress.com name the language in the shortcode.
NAMES = [
    "code", "sourcecode", "source", "as3", "actionscript3", "bash", "shell", "cf", "coldfusion", "cpp", "c",
    "c-sharp", "csharp", "css", "delphi", "pascal", "diff", "patch", "erl", "erlang", "fsharp", "go", "groovy",
    "java", "jfx", "javafx", "js", "jscript", "javascript", "latex", "tex", "matlab", "objc", "obj-c", "perl", "pl",
    "php", "plain", "text", "powershell", "ps", "py", "python", "r", "rails", "rb", "ruby", "scala", "sql", "swift",
    "vb", "vbnet", "xml", "xhtml", "xslt", "html", "yaml",
]  # fmt: skip
OPENS = re.compile(rf"(?<!\[)\[({'|'.join(NAMES)})(?:[\s=][^\[\]]*+)?\](?!\])")
STARTS_LINE = re.compile(r"(?:^|\n|<(?:p|div)\b[^<>]*>|-->)[ \t]*$")
ENDS_LINE = re.compile(r"[ \t]*(?:$|\n|</(?:p|div)\b|<!--)")
NEAR = 200  # characters that are looked at before it


def take_code(work: Work, text: str) -> str:
    """Return the text with marks for what stands between `[code]` and `[/code]`, and other such names."""
    parts: list[str] = []
    unclosed: set[str] = set()
    position = 0
    for found in OPENS.finditer(text):
        name, start = found[1], found.end()
        if found.start() < position or name in unclosed:
            continue
        end = text.find(f"[/{name}]", start)
        if end < 0:
            unclosed.add(name)
            continue
        after = end + len(name) + 3
        code = text[start:end]
        alone = "\n" in code or (
            STARTS_LINE.search(text[max(0, found.start() - NEAR) : found.start()])
            and ENDS_LINE.match(text, after)
        )
        parts += [text[position : found.start()], _mark_code(work, code, not alone)]
        position = after
    return "".join([*parts, text[position:]])


def _mark_code(work: Work, code: str, within_line: bool) -> str:
    def make() -> list[Node]:
        element = work.new("code", [unescape(code).strip("\n")])
        return [element if within_line else work.new("pre", [element])]

    return work.mark(make, within_line)
