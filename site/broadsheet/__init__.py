"""Broadsheet serves the article page, whole."""

from typing import Any

from flask import Flask

__version__ = "0.1.0"


def create_app(given: dict[str, Any] | None = None) -> Flask:
    """Wire the newsroom; `given` is Flask configuration, `BROADSHEET_<NAME>` for our own settings."""
    from . import articles, demo, desk, mail, signing, storage
    from .comments import Comments
    from .consent import Consent
    from .delivery import (
        assets,
        compiled_templates,
        content_policy,
        errors,
        favicon,
        health,
        hosts,
        look,
        own_templates,
        page_cache,
        preload,
        proxies,
        purging,
        security_headers,
        slow_pages,
        slow_senders,
    )
    from .related import Related
    from .settings import settings_of

    app = Flask("broadsheet", static_folder=None, template_folder=None)
    app.config.from_mapping(given)
    secure = settings_of(app).address.startswith("https:")
    app.config.from_mapping(
        MAX_CONTENT_LENGTH=1_000_000, SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_SECURE=secure
    )

    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    with storage.closed_on_failure(app):
        storage.init_app(app)
        slow_pages.init_app(app)
        compiled_templates.init_app(app)
        signing.init_app(app)
        mail.init_app(app)
        security_headers.init_app(app)
        content_policy.init_app(app)
        assets.init_app(app)
        assets.link_whole_stylesheet(app, look.init_app(app))
        preload.init_app(app)
        favicon.init_app(app)
        errors.init_app(app)
        health.init_app(app)

        Consent(app)
        Comments(app)
        Related(app)
        if settings_of(app).demo:
            demo.init_app(app)
        articles.init_app(app)
        desk.init_app(app)
        own_templates.init_app(app)

        purging.init_app(app)
        slow_senders.init_app(app)  # What stands in front of Flask, the innermost first.
        page_cache.init_app(app)
        hosts.init_app(app)
        proxies.init_app(app)
    return app
