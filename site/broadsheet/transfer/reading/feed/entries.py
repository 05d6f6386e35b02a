"""An entry of an Atom or RSS feed becomes an article."""

import re
from collections.abc import Iterable
from datetime import datetime

from ....sanitise import strip_markup
from ...items import ForeignArticle, LeftOut, Markup
from ...markup.xhtml import xhtml_to_html
from ..addresses import host_of, read_address
from ..moments import read_moment
from ..xml import Element
from .pictures import find_picture
from .words import choose_standfirst, finish_article

TEXTS = ("content:encoded", "content", "html:body", "html:div", "description", "summary")
ALWAYS_HTML = {"content:encoded", "description"}
PUBLISHED = ("published", "issued", "pubDate", "dc:date", "created", "updated", "modified")
UPDATED = ("updated", "modified", "dc:modified")
# Blogger keeps its settings and comments as entries of a feed too.
KIND = "#kind"
ARTICLES = {"", "post", "page"}
# What an author is in RSS: a mail address, and a name that may stand beside it.
MAIL = re.compile(r"\S+@\S+")


def read_entry(entry: Element, authors: list[str]) -> ForeignArticle | LeftOut:
    """Return the article; `authors` are those of the feed."""
    title, link = _read_plain(entry.find("title")), _find_link(entry)
    kind = _find_kind(entry)
    if entry.find("thr:in-reply-to") or kind not in ARTICLES:
        return LeftOut(f"entry {title[:100]!r}", "it is no article, but a comment or a setting")
    text, markup, source = _find_text(entry)
    summary = next(
        (_read_plain(entry.find(name)) for name in ("summary", "description") if entry.find(name)), ""
    )
    article = ForeignArticle(
        id=entry.said("id") or entry.said("guid") or entry.attributes.get("rdf:about", "") or link,
        title=title,
        text=text,
        markup=markup,
        address=read_address(link),
        standfirst="" if source in {"summary", "description"} else choose_standfirst(summary, text),
        authors=read_names([*entry.list("author"), *entry.list("dc:creator")]) or list(authors),
        tags=_list_tags(entry),
        published=_find_moment(entry, PUBLISHED),
        updated=_find_moment(entry, UPDATED),
        picture=find_picture(entry, text, host_of(link)),
        is_page=kind == "page",
        hidden="it is a draft" if _is_draft(entry) else "",
    )
    return finish_article(article)


def read_names(elements: Iterable[Element]) -> list[str]:
    """Return the names of authors, without mail addresses."""
    said = (element.said("name") if element.find("name") else element.text for element in elements)
    names = (MAIL.sub("", name).strip(" ()<>\t\r\n") for name in said)
    return list(dict.fromkeys(name for name in names if name))


def _find_link(entry: Element) -> str:
    """Return where the entry is read: before a service counted clicks, if there was one."""
    links = entry.list("link")
    hrefs = [
        link.attributes.get("href", "")
        for link in links
        if link.attributes.get("rel", "alternate") == "alternate"
    ]
    guid = entry.find("guid")
    permanent = [guid.text] if guid and guid.attributes.get("isPermaLink", "true") == "true" else []
    found = [entry.said("feedburner:origLink"), *(link.text for link in links), *hrefs, *permanent]
    return next((link.strip() for link in found if link.strip()), "")


def _find_text(entry: Element) -> tuple[str, Markup, str]:
    """Return the text, its markup, and the name of the element that it stands in."""
    for name in TEXTS:
        element = entry.find(name)
        text, markup = _read_text(element) if element else ("", "html")
        if text:
            return text, markup, name
    return "", "html", ""


def _read_text(element: Element) -> tuple[str, Markup]:
    """Read what Atom calls a text construct: plain, HTML, or XHTML as elements."""
    kind = element.attributes.get("type", "")
    if element.children:
        alone = len(element.children) == 1 and not element.text.strip()
        wrapped = alone and element.children[0].name in {"html:div", "div"}
        return xhtml_to_html(element.children[0] if wrapped else element).strip(), "html"
    if element.name in ALWAYS_HTML or "html" in kind:
        return element.text.strip(), "html"
    return (element.text.strip(), "plain") if kind in {"", "text", "text/plain"} else ("", "plain")


def _read_plain(element: Element | None) -> str:
    """Return a text without markup. RSS does not say whether a title has some."""
    text, markup = _read_text(element) if element else ("", "plain")
    is_text = markup == "plain" and element is not None and "type" in element.attributes
    return " ".join((text if is_text else strip_markup(text)).split())


def _find_moment(entry: Element, names: Iterable[str]) -> datetime | None:
    return next(filter(None, (read_moment(entry.said(name)) for name in names)), None)


def _find_kind(entry: Element) -> str:
    kinds = (one.attributes.get("term", "") for one in entry.list("category") if _is_kind(one))
    return next(kinds, "").rpartition("#")[2]


def _is_kind(category: Element) -> bool:
    return category.attributes.get("scheme", "").endswith(KIND)


def _list_tags(entry: Element) -> list[str]:
    categories = [one for one in entry.list("category") if not _is_kind(one)]
    said = [one.attributes.get("label") or one.attributes.get("term") or one.text for one in categories]
    names = [" ".join(name.split()) for name in [*said, *(one.text for one in entry.list("dc:subject"))]]
    return list(dict.fromkeys(name for name in names if name))


def _is_draft(entry: Element) -> bool:
    control = entry.find("app:control")
    return control is not None and control.said("app:draft") == "yes"
