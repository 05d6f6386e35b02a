"""The HTML of an article, as it was cleaned for its page, as Markdown that `articles.publishing.markdown` shows alike.

What Markdown has no sign for stays as words, with the signs that typists use: 10⁶, "quoted".
"""

import re
from collections.abc import Set
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from ...markup.comments.emphasis import EDGES, emphasise, emphasise_strongly, wrap_each
from ...markup.comments.escaping import BREAK, SOFT, drop_unseen
from ...markup.comments.to_markdown import ITSELF, Converter, write_target
from .escaping import CODE, escape_heading, escape_title, escape_words, write_signs
from .strikes import NO_STRIKE, STRIKE
from .tables import CAPTION, CELL, ROW, count_columns, make_table

RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
EMPHASISED, STRONG, STRUCK = {"em", "cite", "var"}, {"strong", "dt", "summary"}, {"s", "del"}
MEDIA = "/media/"


def convert_html(html: str, headings: Set[str]) -> str:
    """Return the Markdown of some blocks of an article; `headings` are the ids to which links within the text may lead."""
    converter = ArticleConverter(headings)
    text: str = converter.convert_soup(BeautifulSoup(drop_unseen(html), "html.parser"))
    return write_signs(text).strip("\n")


def write_picture(address: str, alt: str, title: str) -> str:
    """Return a picture, whose file is named from the folder of articles on."""
    file = f"/{address.removeprefix(MEDIA)}" if address.startswith(MEDIA) else address
    behind = f' "{escape_title(title)}"' if title.strip() else ""
    return f"![{escape_words(' '.join(alt.split()))}]({write_target(file)}{behind})"


class ArticleConverter(Converter):
    """What the library does, for the HTML and the Markdown of articles. Blocks begin and end with a blank line."""

    def __init__(self, headings: Set[str]) -> None:
        super().__init__(wrap=True, wrap_width=None, bullets="-")
        self.headings = headings

    def escape(self, text: str, parent_tags: set[str]) -> str:
        return escape_words(text)

    def convert_p(self, _tag: Tag, text: str, parent_tags: set[str]) -> str:
        core = text.strip(EDGES)
        if "_inline" in parent_tags:
            return f" {core} "
        return f"\n\n{core}\n\n" if core else "\n\n"

    convert_dd = convert_figcaption = convert_p

    def convert_figure(self, _tag: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{text}\n\n"

    convert_details = convert_div = convert_dl = convert_figure

    def convert_dt(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        return self.convert_p(tag, emphasise_strongly(text), parent_tags)

    convert_summary = convert_dt

    def convert_br(self, _tag: Tag, _text: str, parent_tags: set[str]) -> str:
        return " " if "_inline" in parent_tags else f"{BREAK}\n"

    def convert_hr(self, _tag: Tag, _text: str, parent_tags: set[str]) -> str:
        return " " if "_inline" in parent_tags else "\n\n---\n\n"

    def convert_hN(self, n: int, _tag: Tag, text: str, parent_tags: set[str]) -> str:
        line = " ".join(text.strip(EDGES).split())
        if "_inline" in parent_tags:
            return f" {line} "
        return f"\n\n{'#' * n} {escape_heading(line)}\n\n" if line else "\n\n"

    def convert_blockquote(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        if "_inline" in parent_tags:
            return f" {text} "
        is_pulled = "pull-quote" in tag.get_attribute_list("class") and parent_tags <= {"[document]"}
        if is_pulled:
            mark = ":" * max(3, 1 + max(map(len, re.findall(":+", text)), default=0))
            return f"\n\n{mark} pull-quote\n{text.strip(EDGES)}\n{mark}\n\n"
        return super().convert_blockquote(tag, text.rstrip(EDGES), parent_tags)

    def convert_li(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        return super().convert_li(tag, text.rstrip(EDGES), parent_tags)

    def convert_a(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        address = str(tag.get("href", "")).strip()
        leads_nowhere = address.startswith("#") and unquote(address[1:]) not in self.headings
        if not address or leads_nowhere:
            return text
        if ITSELF.fullmatch(address) and tag.get_text() == address:
            return f"<{address}>"
        return wrap_each(text, "[", f"]({write_target(address)})")

    def convert_img(self, tag: Tag, _text: str, parent_tags: set[str]) -> str:
        return write_picture(str(tag.get("src", "")), str(tag.get("alt", "")), "")

    def convert_code(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        if "pre" in parent_tags:
            return text
        code = super().convert_code(tag, " ".join(text.split("\n")), parent_tags)
        core = code.strip(SOFT)
        return code.replace(core, f"{CODE}{core}{CODE}") if core else code

    convert_kbd = convert_samp = convert_code

    def convert_s(self, _tag: Tag, text: str, parent_tags: set[str]) -> str:
        return text if parent_tags & STRUCK else wrap_each(text, STRIKE, NO_STRIKE)

    convert_del = convert_s

    def convert_em(self, _tag: Tag, text: str, parent_tags: set[str]) -> str:
        return text if parent_tags & EMPHASISED else emphasise(text)

    convert_cite = convert_var = convert_em

    def convert_strong(self, _tag: Tag, text: str, parent_tags: set[str]) -> str:
        return text if parent_tags & STRONG else emphasise_strongly(text)

    def convert_sup(self, _tag: Tag, text: str, parent_tags: set[str]) -> str:
        return raise_or_leave(text, RAISED)

    def convert_sub(self, _tag: Tag, text: str, parent_tags: set[str]) -> str:
        return raise_or_leave(text, LOWERED)

    def convert_caption(self, _tag: Tag, text: str, parent_tags: set[str]) -> str:
        return f"{text.strip(EDGES)}{CAPTION}"

    def convert_td(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        return f"{text}{CELL * count_columns(tag)}"

    convert_th = convert_td

    def convert_tr(self, _tag: Tag, text: str, parent_tags: set[str]) -> str:
        return f"{text}{ROW}"

    def convert_table(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        return make_table(tag, text, within_cell="_inline" in parent_tags)


def raise_or_leave(text: str, signs: dict[int, int]) -> str:
    """Return figures in raised or lowered form; other texts, and links, as they are."""
    has_form = any(map(str.isdigit, text)) and all(ord(character) in signs for character in text)
    return text.translate(signs) if has_form else text
