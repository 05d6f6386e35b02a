"""Whose word on the reader's address, the scheme and the host is believed: only proxies that the operator named."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from ..settings import settings_of


def init_app(app: Flask) -> None:
    count = settings_of(app).trusted_proxies
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
