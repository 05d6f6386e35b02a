"""The pictures beside the articles: found, made in the sizes that readers need, served, and cleared away."""

from flask import Flask

from . import later, tidying, views

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    for part in (views, later, tidying):
        part.init_app(app)
