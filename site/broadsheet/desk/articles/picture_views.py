"""Pictures that are sent with the form of an article, which comes back with all that was typed."""

from flask import current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from ...articles.pictures.finding import PictureError
from ...page_language import gettext
from ...storage import writing
from ..gate import current_user
from ..journal.writing import ARTICLE, write_entry
from ..roles import EDITOR, allow
from .editor import Told, show_editor
from .files import NotWritten
from .form import typed_form
from .pictures import MOST_BYTES, Placed, place_picture, remove_picture
from .problems import NO_PICTURE, NOT_SAVED, tell_not_written
from .room import LONGEST_FORM, blueprint, take_long_form

UPLOAD = "upload"


@blueprint.post("/articles/pictures")
@allow(EDITOR)
def take_picture() -> ResponseReturnValue:
    take_long_form(MOST_BYTES + LONGEST_FORM)
    form, sent = typed_form(), request.files.get("picture")
    if sent is None or not sent.filename:
        return show_editor(form, Told([gettext(NO_PICTURE)], wrong="picture")), 422
    try:
        placed = place_picture(sent.stream.read(MOST_BYTES + 1), sent.filename)
    except PictureError as error:
        reason = str(error)
        return show_editor(form, Told([f"{reason[:1].upper()}{reason[1:]}."], wrong="picture")), 422
    except NotWritten as error:
        return show_editor(form, Told([tell_not_written(error)])), 503
    try:
        _note(placed)
    except SQLAlchemyError:
        current_app.logger.exception("A picture could not be noted in the journal.")
        remove_picture(placed)
        return show_editor(form, Told([gettext(NOT_SAVED)])), 503
    return show_editor(form, Told(placed=placed.path))


def _note(placed: Placed) -> None:
    said = {"bytes": placed.bytes, "width": placed.width, "height": placed.height}
    with writing() as session:
        write_entry(session, current_user().name, UPLOAD, ARTICLE, placed.path.lstrip("/"), after=said)
