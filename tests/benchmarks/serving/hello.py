"""The first page of Flask's documentation."""

from flask import Flask


def create_app() -> Flask:
    app = Flask(__name__)

    @app.route("/readyz")
    @app.route("/")
    def hello_world() -> str:
        return "<p>Hello, World!</p>"

    return app
