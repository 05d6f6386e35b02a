"""The comment form: what is asked, and what each refusal says."""

import unicodedata
from urllib.parse import urlsplit

from flask import current_app
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, Regexp, ValidationError

from ..settings import settings_of
from .models import LARGEST_ID

HONEYPOT = "contact_hours"


def check_characters(_form: FlaskForm, field: Field) -> None:
    """Refuse what cannot be stored or shown: control characters and halves of characters."""
    for character in field.data or "":
        kind = unicodedata.category(character)
        if kind == "Cs" or (kind == "Cc" and character not in "\n\t"):
            raise ValidationError(
                f"There is an invisible control character (U+{ord(character):04X}) in it. Remove it, or type it again."
            )


def check_one_line(_form: FlaskForm, field: Field) -> None:
    if "\n" in (field.data or "") or "\t" in (field.data or ""):
        raise ValidationError("This must be a single line.")


def check_website(_form: FlaskForm, field: Field) -> None:
    try:
        parts = urlsplit(field.data)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        good = False
    if not good or any(character in field.data for character in " <>\"'`\\"):
        raise ValidationError("This is not the address of a website. Write it like https://example.org.")


def check_length(_form: FlaskForm, field: Field) -> None:
    most = settings_of(current_app).comments_max_length
    if len(field.data) > most:
        raise ValidationError(
            f"Your comment has {len(field.data)} characters; the most is {most}. Shorten it, or post it in parts."
        )


def strip(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


class CommentForm(FlaskForm):  # type: ignore[misc]
    """What a reader sends. The guard before the view has checked where it comes from, so it carries no token."""

    class Meta:
        csrf = False

    name = StringField(
        filters=[strip],
        validators=[
            DataRequired("Please give a name; it is shown beside your comment."),
            Length(max=80, message="Please use a name of at most 80 characters."),
            check_one_line,
            check_characters,
        ],
    )
    email = StringField(
        filters=[strip],
        validators=[
            Optional(),
            Length(max=254, message="An e-mail address has at most 254 characters."),
            Regexp(
                r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+\.[^@\s<>,;:\"]+\Z", message="This is not an e-mail address."
            ),
            check_characters,
        ],
    )
    website = StringField(
        filters=[strip],
        validators=[
            Optional(),
            Length(max=500, message="Please use an address of at most 500 characters."),
            check_one_line,
            check_characters,
            check_website,
        ],
    )
    text = TextAreaField(
        filters=[strip],
        validators=[DataRequired("Please write something."), check_length, check_characters],
    )
    parent = IntegerField(
        validators=[Optional(), NumberRange(1, LARGEST_ID, "There is no such comment to answer.")]
    )
    remember = BooleanField()
