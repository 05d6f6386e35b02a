"""The feeds: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1, each of the site, a section, an author or a tag."""

from flask import Blueprint, Flask, abort, current_app
from flask.typing import ResponseReturnValue

from ...settings import settings_of
from ...storage import reading
from .answers import MINUTE, answer, answer_xml
from .entries import Entry, find_newest_change, list_whole, make_id
from .json_feed import describe_feed
from .subjects import AUTHOR, SECTION, SITE, TAG, conditions, name_subject

blueprint = Blueprint("feeds", __name__)
LENGTH = 50
SITE_LENGTH = 1_000  # `/feed.json` lists the articles, for those who want them all.
ATOM, RSS, JSON = "application/atom+xml", "application/rss+xml", "application/feed+json"


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/feed.json", endpoint="show_json_feed", defaults={"form": "json"})
@blueprint.get("/feed.atom", endpoint="show_atom_feed", defaults={"form": "atom"})
@blueprint.get("/feed.rss", endpoint="show_rss_feed", defaults={"form": "rss"})
def show_site_feed(form: str) -> ResponseReturnValue:
    return _show(SITE, "", form)


@blueprint.get("/sections/<slug>/feed.atom", defaults={"form": "atom"})
@blueprint.get("/sections/<slug>/feed.rss", defaults={"form": "rss"})
@blueprint.get("/sections/<slug>/feed.json", defaults={"form": "json"})
def show_section_feed(slug: str, form: str) -> ResponseReturnValue:
    return _show(SECTION, slug, form)


@blueprint.get("/authors/<slug>/feed.atom", defaults={"form": "atom"})
@blueprint.get("/authors/<slug>/feed.rss", defaults={"form": "rss"})
@blueprint.get("/authors/<slug>/feed.json", defaults={"form": "json"})
def show_author_feed(slug: str, form: str) -> ResponseReturnValue:
    return _show(AUTHOR, slug, form)


@blueprint.get("/tags/<slug>/feed.atom", defaults={"form": "atom"})
@blueprint.get("/tags/<slug>/feed.rss", defaults={"form": "rss"})
@blueprint.get("/tags/<slug>/feed.json", defaults={"form": "json"})
def show_tag_feed(slug: str, form: str) -> ResponseReturnValue:
    return _show(TAG, slug, form)


def _show(kind: str, slug: str, form: str) -> ResponseReturnValue:
    whole = kind == SITE and form == "json"
    articles = list_whole(reading(), SITE_LENGTH if whole else LENGTH, conditions(kind, slug))
    if not articles and kind != SITE:
        abort(404)
    subject, changed = name_subject(kind, slug, articles), find_newest_change(articles)
    entries = [Entry(article) for article in articles]
    if form == "json":
        feed = current_app.json.dumps(describe_feed(subject, entries))
        return answer(feed, JSON, MINUTE, changed)
    return answer_xml(
        f"broadsheet/articles/feed.{form}.xml",
        {"atom": ATOM, "rss": RSS}[form],
        MINUTE,
        changed,
        subject=subject,
        entries=entries,
        id=make_id("feed", kind, slug),
        site_language=settings_of(current_app).language,
    )
