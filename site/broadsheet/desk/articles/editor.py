"""The page on which an article is written: its form, with what is to be told of it, and a preview."""

from dataclasses import dataclass, field, replace
from typing import Any

from flask import Response, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from ...articles.models import Article, encode_path
from ...articles.publishing.folder import Draft
from ...articles.publishing.front_matter import Broken, split_file
from ...articles.queries import is_public, list_sections
from ...settings import settings_of
from ...storage import reading
from ..showing import show
from .differences import Line
from .files import Content
from .form import EMPTY_FILE, Form, Values, apply_form, describe_shown, empty_values, fill_values, merge
from .notices import tell_done
from .problems import tell_broken
from .saving import read_draft


@dataclass(frozen=True)
class Told:
    """What the page tells beside the form.

    `wrong` is the field in which a mistake is, if that is known. `theirs` is a file that was changed meanwhile, as it is
    now, and `differences` are what saving the form would change in it. `placed` is where a picture lies that came just now.
    """

    problems: list[str] = field(default_factory=list)
    wrong: str = ""
    remarks: list[str] = field(default_factory=list)
    theirs: Content | None = None
    differences: list[Line] = field(default_factory=list)
    preview: Draft | None = None
    placed: str = ""


def new_form(author: str) -> Form:
    return Form("", "", empty_values(author))


def open_form(content: Content, is_whole: bool) -> tuple[Form, list[str]]:
    """Return the form of a file, and what is wrong with it; where it cannot be read, the form holds it whole."""
    whole = Form(content.source, content.digest, {}, whole=content.text.removeprefix("\ufeff"))
    try:
        values = fill_values(content.text, settings_of(current_app).zone)
    except Broken as broken:
        return whole, [tell_broken(broken)]
    return (whole if is_whole else replace(whole, values=values, whole=None, was=describe_shown(values))), []


def merge_form(form: Form, present: Content | None) -> Form:
    """Return a form in which fields that nobody touched say what the file says now; raise `Broken`."""
    if form.whole is not None or present is None:
        return form
    shown = shown_values(present)
    return replace(form, values=merge(form, shown), was=describe_shown(shown))


def shown_values(present: Content | None) -> Values:
    """Return what the fields show of a file; nothing where there is none. Raise `Broken`."""
    return fill_values(present.text, settings_of(current_app).zone) if present else {}


def make_text(form: Form, present: Content | None) -> str:
    """Return what the file is to say after the form; raise `Broken`."""
    return apply_form(form, present.text if present else EMPTY_FILE, settings_of(current_app).zone)


def tell_mistake(form: Form, broken: Broken, text: str) -> Told:
    """Say what is wrong in what a form makes of a file, which is `text`."""
    if form.whole is not None:
        return Told([tell_broken(broken)], wrong="whole")
    try:
        _head, below, line = split_file(text)
    except Broken:
        return Told([tell_broken(broken)])
    first = line + len(below) - len(below.lstrip("\n"))
    wrong = "text" if broken.line >= first else broken.reason.partition(" ")[0]
    return Told([tell_broken(broken, first)], wrong=wrong)


def list_remarks(draft: Draft) -> list[str]:
    """Return what an editor should know of an article that is published all the same."""
    return list(dict.fromkeys(remark.reason for remark in draft.remarks))


def try_remarks(content: Content) -> list[str]:
    try:
        return list_remarks(read_draft(content))
    except Broken:
        return []


def find_address(session: Session, source: str) -> str | None:
    """Return where the article of a file is read, if it is public."""
    path = session.scalars(select(Article.path).where(Article.source == source, is_public())).first()
    return encode_path(path) if path else None


def show_editor(form: Form, told: Told | None = None) -> Response:
    return show("articles/article.html", **describe_editor(form, told or Told()))


def describe_editor(form: Form, told: Told) -> dict[str, Any]:
    """Return what `article.html` is given."""
    return {
        "form": form,
        "told": told,
        "alone": False,
        "done": tell_done(),
        "address": find_address(reading(), form.source),
        "sections": list_sections(reading()),
        "zone": settings_of(current_app).timezone,
    }
