"""The comment form: what is asked, and what each refusal says."""

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import urlsplit

from flask import current_app
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, NumberRange, Optional, StopValidation, ValidationError

from ...dates import show_number
from ...languages import N_
from ...mail.address import is_plain_address
from ...page_language import gettext
from ...settings import settings_of
from ..models import LARGEST_ID
from .visible import shows_something

HONEYPOT = "contact_hours"
LONGEST_NAME = 80
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LINK = re.compile(r"://|\bwww\.", re.I)
PREVIEW = "preview"  # The button that shows a comment to its writer, and stores nothing.


def check_characters(_form: FlaskForm, field: Field) -> None:
    """Refuse what cannot be stored or shown: control characters and halves of characters."""
    for character in field.data or "":
        kind = unicodedata.category(character)
        if kind == "Cs" or (kind == "Cc" and character not in "\n\t"):
            raise ValidationError(
                gettext(
                    "There is an invisible control character (%(code)s) in it. Remove it, or type it again.",
                    code=f"U+{ord(character):04X}",
                )
            )


def check_name(_form: FlaskForm, field: Field) -> None:
    """Refuse what would let a name pass for something else: an address, or letters in another order than they are read."""
    if any(character in TURNING for character in field.data or ""):
        raise ValidationError(
            gettext("There is an invisible character in it that turns the direction of writing. Remove it.")
        )
    if LINK.search(field.data or ""):
        raise ValidationError(
            gettext("This is an address. Please give a name here; there is a field for your website.")
        )


def at_most(length: int, message: str) -> Callable[[FlaskForm, Field], None]:
    """Refuse a longer text at once, so that no later check has to read all of it."""

    def check(_form: FlaskForm, field: Field) -> None:
        if len(field.data or "") > length:
            raise StopValidation(gettext(message, number=length))

    return check


def check_visible(_form: FlaskForm, field: Field) -> None:
    if not shows_something(field.data or ""):
        raise ValidationError(gettext("There is nothing in it that can be seen. Please write something."))


def check_email(_form: FlaskForm, field: Field) -> None:
    address = field.data or ""
    last = address.rpartition(".")[2]
    if not is_plain_address(address) or "." not in address.partition("@")[2] or last.isdigit():
        raise ValidationError(
            gettext("This is not an e-mail address. Write it like ada@example.org, or leave it empty.")
        )


def check_one_line(_form: FlaskForm, field: Field) -> None:
    if "\n" in (field.data or "") or "\t" in (field.data or ""):
        raise ValidationError(gettext("This must be a single line."))


def check_website(_form: FlaskForm, field: Field) -> None:
    try:
        parts = urlsplit(field.data)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        good = False
    if not good or any(character in field.data for character in " <>\"'`\\"):
        raise ValidationError(
            gettext("This is not the address of a website. Write it like https://example.org.")
        )


def check_length(_form: FlaskForm, field: Field) -> None:
    most = settings_of(current_app).comments_max_length
    if len(field.data) > most:
        raise StopValidation(
            gettext(
                "Your comment has %(length)s characters; the most is %(most)s. Shorten it, or post it in parts.",
                length=show_number(len(field.data)),
                most=show_number(most),
            )
        )


def strip(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def complete_website(text: str | None) -> str:
    """Strip an address, and begin it with https:// where its writer left that out."""
    stripped = strip(text)
    bare_host = re.match(r"[\w-]+(\.[\w-]+)+(/|\Z)", stripped)
    return f"https://{stripped}" if bare_host else stripped


def fold_email(text: str | None) -> str:
    """Strip an address, and write it small: mail does not tell the difference, and it has to be found again."""
    return strip(text).lower()


EMAIL = (at_most(254, N_("An e-mail address has at most %(number)s characters.")), check_email)
ANSWERS, THREAD = "answers", "thread"
# What one can be told of by e-mail.
WATCHES = [
    ("", N_("nothing")),
    (ANSWERS, N_("answers to this comment")),
    (THREAD, N_("all new comments here")),
]


def check_watch(form: FlaskForm, field: Field) -> None:
    """Whoever wants to be told must say where."""
    if form.watch.data in {ANSWERS, THREAD} and not field.data:
        raise StopValidation(gettext("Please give your e-mail address, or choose to be told nothing."))


class TextForm(FlaskForm):  # type: ignore[misc]
    """The text of a comment. The guard before the view has checked where it comes from, so it carries no token."""

    class Meta:
        csrf = False

    text = TextAreaField(
        filters=[strip],
        validators=[
            DataRequired(N_("Please write something.")),
            check_length,
            check_characters,
            check_visible,
        ],
    )


class EmailForm(FlaskForm):  # type: ignore[misc]
    """An e-mail address, and nothing else."""

    class Meta:
        csrf = False

    email = StringField(
        filters=[fold_email],
        validators=[DataRequired(N_("Please give your e-mail address.")), *EMAIL],
    )


class CommentForm(TextForm):
    """What a reader sends."""

    name = StringField(
        filters=[strip],
        validators=[
            DataRequired(N_("Please give a name; it is shown beside your comment.")),
            at_most(LONGEST_NAME, N_("Please use a name of at most %(number)s characters.")),
            check_one_line,
            check_characters,
            check_name,
            check_visible,
        ],
    )
    email = StringField(filters=[fold_email], validators=[check_watch, Optional(), *EMAIL])
    website = StringField(
        filters=[complete_website],
        validators=[
            Optional(),
            at_most(500, N_("Please use an address of at most %(number)s characters.")),
            check_one_line,
            check_characters,
            check_website,
        ],
    )
    parent = IntegerField(
        validators=[Optional(), NumberRange(1, LARGEST_ID, N_("There is no such comment to answer."))]
    )
    watch = StringField()
    remember = BooleanField()
