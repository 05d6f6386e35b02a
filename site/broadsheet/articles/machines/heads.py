"""What the head of a page tells machines: its address, a description, a picture (Open Graph, https://ogp.me)."""

from dataclasses import dataclass, field
from urllib.parse import quote

from babel import Locale
from babel.core import get_global
from flask import current_app, request, url_for

from ...dates import find_locale, show_machine_time
from ...delivery.addresses import site_root
from ...page_language import page_language
from ...settings import settings_of
from ..models import Article
from .entries import find_change
from .pictures import Shape, list_ratios
from .subjects import AUTHOR, SECTION, Subject

LONGEST = 200


@dataclass(frozen=True)
class Head:
    """`address` is the page's one right address, absolute; `kind` and `properties` are Open Graph's."""

    title: str
    description: str
    address: str
    kind: str = "website"
    image: Shape | None = None
    image_alt: str = ""
    properties: list[tuple[str, str]] = field(default_factory=list)
    subject: Subject = field(default_factory=Subject)
    embeddable: bool = False

    @property
    def locale(self) -> str:
        return name_locale(page_language())


def head_of_article(article: Article) -> Head:
    images = list_ratios(article.picture)
    return Head(
        title=article.title,
        description=article.standfirst or shorten(article.text),
        address=f"{site_root()}{article.address}",
        kind="website" if article.is_page else "article",
        image=images[0] if images else None,
        image_alt=article.picture["alt"] if article.picture else "",
        properties=[] if article.is_page else _tell_article(article),
        subject=Subject() if article.is_page else Subject(SECTION, article.section_slug, article.section),
        embeddable=True,
    )


def head_of_front() -> Head:
    settings = settings_of(current_app)
    return Head(settings.site_name, settings.site_description, f"{site_root()}{Subject().page}")


def head_of_page(title: str, page: int = 1) -> Head:
    """Describe the page being made, which is page `page` of what stands at its address."""
    address = site_root() + quote(request.script_root + request.path) + (f"?page={page}" if page > 1 else "")
    return Head(title, "", address)


def head_of_list(subject: Subject, page: int = 1) -> Head:
    """Describe a page of a list, counted from 1; each page is a page of its own."""
    site = settings_of(current_app).site_name
    address = f"{site_root()}{subject.page}" + (f"?page={page}" if page > 1 else "")
    kind = "profile" if subject.kind == AUTHOR else "website"
    return Head(subject.name or site, "", address, kind, subject=subject)


def shorten(text: str) -> str:
    """Return the beginning of a text, cut between words."""
    line = " ".join(text[: 2 * LONGEST].split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rpartition(' ')[0] or line[:LONGEST]}…"


def name_locale(language: str) -> str:
    """Return a language with the territory that Open Graph wants: its own, or where most who speak it live."""
    locale = find_locale(language)
    if locale.territory:
        return f"{locale.language}_{locale.territory}"
    likely = get_global("likely_subtags").get(locale.language)
    return f"{locale.language}_{Locale.parse(likely).territory}" if likely else locale.language


def _tell_article(article: Article) -> list[tuple[str, str]]:
    root = site_root()
    return [
        ("article:published_time", show_machine_time(article.published)),
        ("article:modified_time", show_machine_time(find_change(article))),
        *(
            ("article:author", f"{root}{url_for('lists.show_author', slug=byline.slug)}")
            for byline in article.bylines
        ),
        ("article:section", article.section),
        *(("article:tag", tag.name) for tag in article.tags),
    ]
