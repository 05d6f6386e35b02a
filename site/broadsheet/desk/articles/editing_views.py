"""Writing an article, and changing one."""

from dataclasses import replace

from flask import abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from ...articles.publishing.front_matter import Broken
from ...page_language import gettext
from ...storage import reading
from ..gate import current_user
from ..roles import EDITOR, allow
from ..showing import show
from .dating import add_date
from .differences import list_differences
from .editor import (
    Told,
    list_remarks,
    make_text,
    merge_form,
    new_form,
    open_form,
    show_editor,
    shown_values,
    tell_mistake,
    try_remarks,
)
from .files import Content, NotWritten, content_of, locate, read_content
from .form import Form, typed_form
from .naming import choose_source
from .notices import DONE, lead_back
from .problems import CHANGED, NO_NAME, NO_STORY, NOT_SAVED, tell_broken, tell_not_written
from .references import resolve
from .room import blueprint, take_long_form
from .saving import EDIT, WRITE, Again, Changed, read_draft, save

NOWHERE = "new.md"  # What is called so until it has a name; its pictures are looked for in the folder itself.


@blueprint.get("/articles/new")
@allow(EDITOR)
def show_new() -> ResponseReturnValue:
    return show_editor(new_form(current_user().shown_name))


@blueprint.post("/articles/new")
@allow(EDITOR)
def take_new() -> ResponseReturnValue:
    take_long_form()
    return _save_new(typed_form())


def _save_new(form: Form) -> ResponseReturnValue:
    try:
        source = choose_source(form.values["title"])
    except NotWritten as reason:
        return show_editor(form, Told([tell_not_written(reason)])), 503
    if source is None:
        return show_editor(form, Told([gettext(NO_NAME)], wrong="title")), 422
    return _save(replace(form, source=source, opened=""), form, WRITE)


@blueprint.get("/articles/edit/<path:source>")
@allow(EDITOR)
def show_edit(source: str) -> ResponseReturnValue:
    try:
        present = read_content(source)
    except Broken as broken:
        return show("articles/unreadable.html", source=source, problem=tell_broken(broken)), 422
    if present is None:
        abort(404)
    form, problems = open_form(present, is_whole="whole" in request.args)
    remarks = try_remarks(present) if DONE in request.args else []
    return show_editor(form, Told(problems, remarks=remarks))


@blueprint.post("/articles/edit/<path:source>")
@allow(EDITOR)
def take_edit(source: str) -> ResponseReturnValue:
    take_long_form()
    if locate(source) is None:
        abort(404)
    form = replace(typed_form(), source=source)
    return _save(form, form, EDIT)


@blueprint.post("/articles/preview")
@allow(EDITOR)
def preview() -> ResponseReturnValue:
    """Show an article as it would be; a script that asks for no more is given the preview alone."""
    take_long_form()
    form = typed_form()
    told = _look(form)
    if request.headers.get("Prefer") == "return=minimal":
        return show("articles/_preview.html", told=told, alone=True)
    return show_editor(form, told)


def _look(form: Form) -> Told:
    text = ""
    try:
        present = read_content(form.source)
        text = make_text(merge_form(form, present), present)
        draft = read_draft(content_of(form.source if locate(form.source) else NOWHERE, text))
    except Broken as broken:
        return tell_mistake(form, broken, text)
    return Told(remarks=list_remarks(draft), preview=draft)


def _save(form: Form, typed: Form, act: str) -> ResponseReturnValue:
    """Save what a form makes of its file; whatever is in the way is told on the page with all that was `typed`."""
    text = ""
    try:
        present = read_content(form.source)
        form = merge_form(form, present)
        form, wrong = resolve(reading(), form, shown_values(present)) if form.whole is None else (form, [])
        if wrong:
            problem = gettext(NO_STORY, names=", ".join(wrong))
            return show_editor(typed, Told([problem], wrong="related")), 422
        text = make_text(form, present)
        if form.opened != (present.digest if present else ""):
            raise Changed(present)
        if form.whole is None:
            text = add_date(form.source, text)
        batch = save(current_user().name, act, content_of(form.source, text), form.opened)
    except Broken as broken:
        return show_editor(typed, tell_mistake(form, broken, text)), 422
    except Changed as changed:
        if act == WRITE:  # Somebody took the name this moment.
            return _save_new(typed)
        return _show_conflict(form, changed.present, text)
    except Again as again:
        return lead_back(url_for(".show_edit", source=again.source), again.batch)
    except NotWritten as reason:
        return show_editor(typed, Told([tell_not_written(reason)])), 503
    except SQLAlchemyError:
        current_app.logger.exception("%s could not be saved.", form.source)
        return show_editor(typed, Told([gettext(NOT_SAVED)])), 503
    return lead_back(url_for(".show_edit", source=form.source), batch)


def _show_conflict(form: Form, present: Content | None, text: str) -> ResponseReturnValue:
    """Show what was typed beside what the file is now; who saves again replaces that."""
    told = Told(
        [gettext(CHANGED)],
        theirs=present,
        differences=list_differences(present.text if present else "", text),
    )
    return show_editor(replace(form, opened=present.digest if present else ""), told), 409
