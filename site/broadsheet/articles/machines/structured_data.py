"""What a page tells machines in the words of https://schema.org: one graph, as JSON-LD 1.1."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, url_for
from markupsafe import Markup

from ...comments import Comments
from ...dates import show_machine_time
from ...delivery.addresses import site_root
from ...delivery.parts import keep_part
from ...delivery.templates import render
from ...page_language import page_language
from ...settings import settings_of
from ...storage import ARTICLES, name_thread
from ..models import Article, Byline
from .entries import find_change
from .pictures import list_ratios
from .subjects import AUTHOR, SECTION, Subject

Thing = dict[str, Any]


def data_of_article(article: Article) -> Thing:
    """Describe an article, without its comments."""
    if article.is_page:
        return _graph(_describe_page(article), _breadcrumb([(article.title, article.address)]))
    section = Subject(SECTION, article.section_slug, article.section)
    trail = [(section.name, section.page), (article.title, article.address)]
    return _graph(_without_empty(_describe_article(article)), _breadcrumb(trail))


def show_data_of_story(data: Thing, id: str, comments: Comments) -> Markup:
    """Return what machines read of a story, as HTML: what `data_of_article` describes, and its comments now."""

    def make() -> str:
        whole = add_comments(data, comments.count(id), comments.describe(id))
        return render("broadsheet/articles/_structured_data.html", data=whole)

    return Markup(keep_part("articles.data", (ARTICLES, name_thread(id)), make))  # noqa: S704


def add_comments(data: Thing, count: int, comments: Sequence[Thing]) -> Thing:
    """Return what describes a story, with its comments (as `Comments.describe` returns them) and how many there are."""
    story, *others = data["@graph"]
    told = {
        "commentCount": count,
        "comment": [_describe_comment(story["url"], comment) for comment in comments],
    }
    return _graph(story | _without_empty(told), *others)


def data_of_front() -> Thing:
    root, settings = site_root(), settings_of(current_app)
    website = _describe_site() | {
        "description": settings.site_description,
        "inLanguage": settings.language,
        "publisher": {"@id": _publisher()["@id"]},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{root}{url_for('search.show_results')}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }
    return _graph(website, _publisher())


def data_of_list(subject: Subject, articles: Sequence[Article], page: int = 1) -> Thing:
    """Describe a page of a list, counted from 1; an author's is the page of a person."""
    address = f"{site_root()}{subject.page}" + (f"?page={page}" if page > 1 else "")
    described: Thing = {
        "name": subject.name,
        "url": address,
        "isPartOf": _describe_site(),
        "inLanguage": page_language(),
    }
    if subject.kind == AUTHOR:
        person = {"@type": "Person", "name": subject.name, "url": f"{site_root()}{subject.page}"}
        stories = [_mention(article) for article in articles]
        described |= {"@type": "ProfilePage", "mainEntity": person, "hasPart": stories}
    else:
        described |= {"@type": "CollectionPage", "mainEntity": _list_in_order(articles)}
    return _graph(described, _breadcrumb([(subject.name, subject.page)]))


def _graph(*things: Thing) -> Thing:
    return {"@context": "https://schema.org", "@graph": list(things)}


def _describe_article(article: Article) -> Thing:
    address = f"{site_root()}{article.address}"
    return {
        "@type": "NewsArticle",
        "@id": f"{address}#article",
        "headline": article.title,
        "alternativeHeadline": article.kicker,
        "description": article.standfirst,
        "datePublished": show_machine_time(article.published),
        "dateModified": show_machine_time(find_change(article)),
        "author": [_describe_author(byline) for byline in article.bylines] or [_publisher()],
        "publisher": _publisher(),
        "image": [shape.address for shape in list_ratios(article.picture)],
        "mainEntityOfPage": {"@type": "WebPage", "@id": address},
        "url": address,
        "articleSection": article.section,
        "keywords": [tag.name for tag in article.tags],
        "wordCount": article.words,
        "inLanguage": article.language or settings_of(current_app).language,
        "isAccessibleForFree": True,
        "correction": [
            {"@type": "CorrectionComment", "text": made.text, "datePublished": show_machine_time(made.made)}
            for made in article.corrections
        ],
    }


def _mention(article: Article) -> Thing:
    return {
        "@type": "NewsArticle",
        "headline": article.title,
        "url": f"{site_root()}{article.address}",
        "datePublished": show_machine_time(article.published),
    }


def _list_in_order(articles: Sequence[Article]) -> Thing:
    steps = [
        {
            "@type": "ListItem",
            "position": number,
            "url": f"{site_root()}{article.address}",
            "name": article.title,
        }
        for number, article in enumerate(articles, start=1)
    ]
    return {"@type": "ItemList", "itemListElement": steps}


def _describe_page(article: Article) -> Thing:
    page = {
        "@type": "WebPage",
        "name": article.title,
        "description": article.standfirst,
        "url": f"{site_root()}{article.address}",
        "dateModified": show_machine_time(find_change(article)),
        "inLanguage": article.language or settings_of(current_app).language,
        "isPartOf": _describe_site(),
    }
    return _without_empty(page)


def _describe_comment(address: str, comment: Thing) -> Thing:
    described = {
        "@type": "Comment",
        "text": comment["text"],
        "dateCreated": show_machine_time(comment["written"]),
        "dateModified": show_machine_time(comment["edited"]) if comment["edited"] else "",
        "author": {"@type": "Person", "name": comment["name"]},
        "url": f"{address}#comment-{comment['id']}",
        "comment": [_describe_comment(address, answer) for answer in comment["answers"]],
    }
    return _without_empty(described)


def _describe_author(byline: Byline) -> Thing:
    page = url_for("lists.show_author", slug=byline.slug)
    return {"@type": "Person", "name": byline.name, "url": f"{site_root()}{page}"}


def _describe_site() -> Thing:
    front = f"{site_root()}{Subject().page}"
    return {
        "@type": "WebSite",
        "@id": f"{front}#website",
        "name": settings_of(current_app).site_name,
        "url": front,
    }


def _publisher() -> Thing:
    front = f"{site_root()}{Subject().page}"
    logo = url_for("broadsheet_assets.static", filename="page/icon.svg")
    return {
        "@type": "NewsMediaOrganization",
        "@id": f"{front}#publisher",
        "name": settings_of(current_app).site_name,
        "url": front,
        "logo": {"@type": "ImageObject", "url": f"{site_root()}{logo}"},
    }


def _breadcrumb(trail: Sequence[tuple[str, str]]) -> Thing:
    """Return the way to a page, of names and addresses, from the front page on."""
    steps = [(settings_of(current_app).site_name, Subject().page), *trail]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": f"{site_root()}{address}"}
            for number, (name, address) in enumerate(steps, start=1)
        ],
    }


def _without_empty(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value not in ("", [], None)}
