"""The pages of the newsroom, each with what it asks of the database."""

from flask import Flask

from . import archive, article, corrections, front, lists, not_found

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    for part in (front, lists, archive, corrections, not_found, article):
        part.init_app(app)
