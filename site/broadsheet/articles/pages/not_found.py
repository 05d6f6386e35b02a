"""The page for an address at which there is nothing."""

from flask import Flask
from flask.typing import ResponseReturnValue

from ...delivery.templates import render
from ...storage import reading
from .. import queries


def init_app(app: Flask) -> None:
    app.register_error_handler(404, show_not_found)


def show_not_found(_error: Exception) -> ResponseReturnValue:
    return render("broadsheet/articles/not_found.html", articles=queries.list_latest(reading(), 5)), 404
