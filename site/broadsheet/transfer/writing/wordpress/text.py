"""An article's text as WordPress keeps it: HTML that means the same when a line break means one."""

from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

from ....articles.models import Article
from ....delivery.templates import render
from ....page_language import speaking
from .pictures import MEDIA, Shown, find_file, find_original, list_pictures

# Elements within a line. What breaks the line around any other one means nothing.
WITHIN_LINE = {
    *("a", "em", "strong", "code", "s", "sup", "sub", "img", "br", "ins", "del", "mark", "abbr", "cite", "q"),
    *("kbd", "samp", "var", "small"),
}
OF_PICTURE = {"src", "alt", "width", "height"}


def make_text(article: Article, root: Path, site: str) -> tuple[str, dict[str, Shown]]:
    """Return the HTML, in which every address is absolute, and by their addresses all files that it shows or links to.

    Square brackets are references, as WordPress would take `[gallery]` for one of its shortcodes.
    """
    with speaking(article.language):
        html = render("broadsheet/transfer/wordpress_text.html", article=article)
    rewriter = _Rewriter(root, site, site + article.address, list_pictures(article))
    rewriter.feed(html)
    rewriter.close()
    return "".join(rewriter.parts).strip().replace("[", "&#91;"), rewriter.pictures


class _Rewriter(HTMLParser):
    """Writes HTML as it is read, but for addresses, pictures, line breaks, and the signs behind our headings."""

    def __init__(self, root: Path, site: str, page: str, pictures: dict[str, Shown]) -> None:
        super().__init__(convert_charrefs=False)
        self.root, self.site, self.page, self.pictures = root, site, page, pictures
        self.parts: list[str] = []
        self.last, self.in_code, self.in_sign = "", 0, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.last, self.in_code = tag, self.in_code + (tag == "pre")
        if tag == "a" and given.get("class") == "anchor":
            self.in_sign = True
        elif tag == "a" and "href" in given:
            self._write(tag, given | {"href": self._lead_to(given["href"])})
        elif tag == "img":
            self._write(tag, self._place(given))
        else:
            self.parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.last, self.in_code = tag, self.in_code - (tag == "pre")
        if tag == "a" and self.in_sign:
            self.in_sign = False
        else:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        between = data.isspace() and self.last not in WITHIN_LINE
        self.parts.append(data if self.in_code or between else data.replace("\n", " "))

    def handle_entityref(self, name: str) -> None:
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.parts.append(f"&#{name};")

    def _lead_to(self, address: str) -> str:
        """Return an address that leads to the same from anywhere; one within the page stays."""
        if address.startswith("#"):
            return address
        file = find_file(self.root, address)
        if file:
            self.pictures.setdefault(file, Shown(file))
            return self.site + file
        try:
            return urljoin(self.page, address)
        except ValueError:  # Such as a host in brackets that is none.
            return address

    def _place(self, image: dict[str, str]) -> dict[str, str]:
        """Return a picture with the address of its file, and take note of it."""
        address = find_original(image.get("src", ""))
        if not address.startswith(MEDIA):
            return image
        self.pictures.setdefault(address, Shown(address, image.get("alt", "")))
        return {name: value for name, value in image.items() if name in OF_PICTURE} | {
            "src": self.site + address
        }

    def _write(self, tag: str, attributes: dict[str, str]) -> None:
        written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        self.parts.append(f"<{tag}{written}>")
