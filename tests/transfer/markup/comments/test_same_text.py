"""What a reader sees of a comment's HTML is the same when it has become Markdown and is shown by us."""

import json
import random
import re
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from broadsheet.comments.posting.markdown import render_comment
from broadsheet.comments.posting.visible import shows_something
from broadsheet.transfer.markup.comments.escaping import drop_unseen, escape_plain
from broadsheet.transfer.markup.comments.to_markdown import to_markdown

PIECES = [
    *(
        "*",
        "**",
        "_",
        "__",
        "`",
        "``",
        "[",
        "]",
        "(",
        ")",
        "](",
        "<",
        ">",
        "&",
        "\\",
        "#",
        "~",
        "~~~",
        "-",
        "+",
        "1.",
        "12)",
        ".",
        "!",
    ),
    *(
        "word",
        "a",
        "Ä",
        "世界",
        "。",
        "😀",
        "&amp;",
        "&#98;",
        "<b>",
        "http://x.org/a_b",
        "<http://x.org>",
        "a@b.org",
        "[x](y)",
        "—",
        "„",
    ),
    *(" ", " ", " ", "\u00a0", "\n", "\t"),
]


BREAKING = {"p", "br", "blockquote", "ul", "ol", "li", "pre", "div"}
SAME = {"b": "strong", "i": "em"}


class Shown(HTMLParser):
    """Collects (sign, names of the tags that show on it), without blanks."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.signs: list[tuple[str, tuple[str, ...]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = SAME.get(tag, tag)
        if name in BREAKING:
            self.text.append(" ")
        if name != "br":
            self.open.append(f"a {dict(attrs).get('href')}" if name == "a" else name)

    def handle_endtag(self, tag: str) -> None:
        if SAME.get(tag, tag) in BREAKING:
            self.text.append(" ")
        while self.open and self.open.pop().split()[0] != SAME.get(tag, tag):
            pass

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        # A list or a quotation within another counts for itself, emphasis within the same emphasis does not.
        inline = {name for name in self.open if name.split()[0] in {"em", "strong", "a", "code"}}
        blocks = [name for name in self.open if name in {"blockquote", "li"}]
        marks = (*blocks, *sorted(inline))
        self.signs += [(sign, marks) for sign in data if not sign.isspace()]


def text_of(html: str) -> str:
    """Return the text that HTML shows, its blanks folded."""
    return " ".join("".join(Shown(html).text).split())


def shown(html: str) -> str:
    return render_comment(to_markdown(html))


def put_in(text: str) -> list[str]:
    """Return HTML with a text in all places where text can stand."""
    said = escape(text)
    return [
        f"<p>{said}</p>",
        f"{said}<p>a <b>{said}</b> {said}</p><b>{said}</b>{said}<i>{said}</i><br>{said}<pre>{said}</pre>",
        f"x<br>{said}<blockquote>{said}<ul><li>{said}</li></ul></blockquote><ol><li><p>{said}</p></li></ol>"
        f'<a href="https://example.org/">{said}</a><span>{said}</span><code>{said}</code>',
    ]


def test_naughty_strings_are_seen_as_they_are(shared: Path) -> None:
    strings = json.loads((shared / "strings" / "blns.json").read_text("utf-8"))
    for said in strings:
        for html in put_in(said):
            assert text_of(shown(html)) == text_of(drop_unseen(html)) or not shows_something(said), html
        assert text_of(render_comment(escape_plain(said))) == " ".join(drop_unseen(said).split())


def make_html(chance: random.Random, depth: int = 0) -> str:
    """Return HTML of tags that our comments know, in any order, with texts that look like Markdown."""
    return "".join(make_part(chance, depth) for _ in range(chance.randint(1, 4)))


def make_part(chance: random.Random, depth: int) -> str:
    text = escape("".join(chance.choices(PIECES, k=chance.randint(1, 4))))
    kind = chance.choice(["", "", "b", "em", "a", "code", "p", "blockquote", "ul", "ol", "br", "span"])
    if kind in {"", "br"} or depth > 4:
        return f"{text}<br>" if kind else text
    if kind in {"b", "em", "code"}:
        return f"<{kind}>{text if kind == 'code' else make_inline(chance)}</{kind}>"
    if kind == "a":
        return f'<a href="https://example.org/{chance.randint(1, 9)}">{make_inline(chance)}</a>'
    inner = make_html(chance, depth + 1)
    return (
        f"<{kind}><li>{inner}</li><li>{text}</li></{kind}>"
        if kind in {"ul", "ol"}
        else f"<{kind}>{inner}</{kind}>"
    )


def make_inline(chance: random.Random, depth: int = 0) -> str:
    text = escape("".join(chance.choices(PIECES, k=chance.randint(1, 3))))
    kind = chance.choice(["", "b", "em", "br", "span"] if depth < 3 else [""])
    if kind == "br":
        return f"{text}<br>{text}"
    return f"{text}<{kind}>{make_inline(chance, depth + 1)}</{kind}>" if kind else text


def test_any_mixture_of_texts_and_tags_says_the_same() -> None:
    chance = random.Random(8)  # noqa: S311
    for _ in range(150):
        html = make_html(chance)
        assert text_of(shown(html)) == text_of(html), html


@pytest.mark.parametrize("seed", range(3))
def test_emphasis_links_and_quotations_stay_where_they_were(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    words = ["word", "“q”", "!", " ", " a ", "-", "世", "b."]
    for _ in range(80):
        html = "".join(
            chance.choice(
                [
                    "{}",
                    "<b>{}</b>",
                    "<i>{}</i>",
                    "<b>x<i>{}</i></b>",
                    '<a href="https://example.org/">{}</a>',
                    "<br>{}",
                ]
            ).format("".join(chance.choices(words, k=2)))
            for _ in range(4)
        )
        for around in ("{}", "<blockquote>{}</blockquote>", "<ul><li>{}</li></ul>"):
            whole = around.format(html)
            if "*" in to_markdown(whole) or not {"<b>", "<i>"} & set(re.findall("<.>", whole)):
                assert Shown(shown(whole)).signs == Shown(whole).signs, whole
