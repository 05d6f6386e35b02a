"""What keeps an article from being saved, in sentences."""

from ...articles.publishing.front_matter import Broken
from ...languages import N_
from ...page_language import gettext
from .files import NotWritten

CHANGED = N_("The file was changed meanwhile, here or in the folder. Nothing was saved yet.")
NOT_WRITTEN = N_(
    "The file could not be written (%(reason)s). Nothing was changed; what you typed is here still."
)
NOT_SAVED = N_(
    "This could not be saved just now. Nothing is lost: your text is here still. Try again in a minute."
)
NO_NAME = N_("The title has no letters or digits to make a file name of.")
NO_STORY = N_("There is no story that is called so: %(names)s")
NO_PICTURE = N_("Choose a picture first.")
IN_TEXT = N_("Line %(line)s of the text: %(reason)s")
IN_FILE = N_("Line %(line)s of the file: %(reason)s")


def tell_broken(broken: Broken, text_line: int | None = None) -> str:
    """Say what is wrong, and where; `text_line` is the line on which the text begins, where it has a field of its own."""
    if text_line is None:
        return gettext(IN_FILE, line=broken.line, reason=broken.reason)
    if broken.line >= text_line:
        return gettext(IN_TEXT, line=broken.line - text_line + 1, reason=broken.reason)
    return broken.reason[:1].upper() + broken.reason[1:] + "."


def tell_not_written(reason: NotWritten) -> str:
    return gettext(NOT_WRITTEN, reason=str(reason))
