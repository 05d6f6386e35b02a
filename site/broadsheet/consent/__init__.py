"""The choice: what a reader is asked, what was answered, and what the page may therefore load.

`Consent(app)` stands alone in any Flask app: `{{ consent.notice() }}` in its layout shows the notice while no
choice was made and the tab that re-opens the choices always.
"""

from flask import Flask, render_template, request
from markupsafe import Markup

from .. import signing, storage
from ..delivery import assets, content_policy, templates
from ..delivery.addresses import this_page
from ..settings import settings_of
from . import views
from .gate import current_choice, find_embed, granted_services, granted_sources, policy_in_force
from .policy_file import load_policy

__all__ = ["Consent"]


class Consent:
    """The Flask extension. It keeps nothing about an app; the policy is in `app.extensions`."""

    def __init__(self, app: Flask | None = None) -> None:
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        """Read the policy (`PolicyError` stops the start), and put the gate before every page."""
        settings = settings_of(app)
        app.extensions["broadsheet.consent"] = load_policy(settings.policy_file, settings.port)
        storage.init_app(app)
        signing.init_app(app)
        assets.init_app(app)
        content_policy.add_provider(app, granted_sources)
        views.init_app(app)
        app.jinja_env.globals["consent"] = self
        templates.share(app, consent=self)

    def notice(self, with_tab: bool = True) -> Markup:
        """Return the notice while there is no choice, and the tab in any case.

        A layout that has a place of its own for the tab asks for the notice without, and calls `tab`.
        """
        return _render(
            "broadsheet/consent/_notice.html",
            policy=policy_in_force(),
            open=self.is_asking(),
            with_tab=with_tab,
            this_page=this_page(),
        )

    def tab(self) -> Markup:
        """Return the link that re-opens the choices; every page has it once."""
        return _render("broadsheet/consent/_tab.html")

    def is_asking(self) -> bool:
        """Whether the notice stands on this page: there is a choice to make, none was made, and this is not its page."""
        if request.endpoint == "broadsheet_consent.show_choices":
            return False
        return bool(policy_in_force().optional_services) and current_choice() is None

    def scripts(self) -> Markup:
        """Return the script tags of the services that were granted."""
        return _render(
            "broadsheet/consent/_scripts.html", services=[s for s in granted_services() if s.script]
        )

    def embed(self, url: str, label: str) -> Markup:
        """Return the embed behind a link: the frame if its service was granted, else what stands in for it.

        A link that belongs to no service is a link.
        """
        service, frame = find_embed(url) or (None, "")
        granted = service in granted_services()
        return _render(
            "broadsheet/consent/_embed.html",
            service=service,
            frame=frame,
            granted=granted,
            url=url,
            label=label,
        )


def _render(template: str, **given: object) -> Markup:
    return Markup(render_template(template, **given))  # noqa: S704
