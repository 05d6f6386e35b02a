"""The choice: what a reader is asked, what was answered, and what the page may therefore load.

`Consent(app)` stands alone in any Flask app: `{{ consent.notice() }}` in its layout shows the notice while no
choice was made and the tab that re-opens the choices always.
"""

from pathlib import Path

from flask import Flask, current_app, request
from markupsafe import Markup

from .. import signing, storage
from ..delivery import assets, templates
from ..delivery.addresses import this_page
from ..languages import direction
from ..settings import settings_of
from . import choice, commands, consent_mode, gate, receipt_views, report_views, traits, views
from .embeds import find_embed
from .policy import OPT_IN, OPT_OUT, Policy
from .policy.file import load_policy
from .policy.wording import EMBED
from .signals import check_trust
from .standing import current_asked, current_standing, granted_services, policy_in_force
from .watching import counting

__all__ = ["Consent"]


class Consent:
    """The Flask extension. It keeps nothing about an app; the policy is in `app.extensions`."""

    def __init__(self, app: Flask | None = None, policy: Policy | Path | str | None = None) -> None:
        if app is not None:
            self.init_app(app, policy)

    def init_app(self, app: Flask, policy: Policy | Path | str | None = None) -> None:
        """Put the gate before every page. `policy` is one made already, or its file; by default the setting's.

        Raises `PolicyError`, which stops the start, naming what is wrong with the policy.
        """
        settings = settings_of(app)
        if not isinstance(policy, Policy):
            policy = load_policy(Path(policy or settings.policy_file), settings.port)
        check_trust(app, policy)
        app.extensions["broadsheet.consent"] = policy
        storage.init_app(app)
        signing.init_app(app)
        assets.init_app(app)
        for part in (choice, gate, traits, counting, views, receipt_views, report_views, commands):
            part.init_app(app)
        app.jinja_env.globals["consent"] = self
        templates.share(app, consent=self)

    def notice(self, with_tab: bool = True) -> Markup:
        """Return the notice while there is no choice, and the tab in any case.

        A layout that has a place of its own for the tab asks for the notice without, and calls `tab`.
        """
        asked, shown = current_asked(), self.is_asking()
        if shown:
            counting.note_notice()
        return _render(
            "broadsheet/consent/_notice.html",
            open=shown,
            signal_honoured=asked.signal_honoured,
            changes="accept" if asked.mode == OPT_IN else "refuse",
            tab=self.tab() if with_tab else "",
            this_page=this_page(),
        )

    def tab(self) -> Markup:
        """Return the link that re-opens the choices, with what else every page has: the ways to object and to withdraw."""
        asked, standing = current_asked(), current_standing()
        return _render(
            "broadsheet/consent/_tab.html",
            sells=asked.mode == OPT_OUT and bool(asked.policy.sale_services),
            withdrawable=bool(standing.choice and standing.choice.granted),
            this_page=this_page(),
            signal_honoured=asked.signal_honoured,
        )

    def is_asking(self) -> bool:
        """Whether the notice stands on this page: there is a choice to make, none was made, and this is not its page."""
        if request.endpoint == "broadsheet_consent.show_choices":
            return False
        return bool(policy_in_force().optional_services) and current_standing().choice is None

    def scripts(self) -> Markup:
        """Return the script tags of the services that were granted."""
        return _render_scripts([service for service in granted_services() if service.script])

    def script(self, service_id: str) -> Markup:
        """Return one service's script tag where it was granted, else nothing; raise `LookupError` for no such service."""
        service = policy_in_force().services[service_id]
        if not service.script:
            raise LookupError(f"The service {service_id} of the consent policy has no script.")
        return _render_scripts([granted for granted in granted_services() if granted.id == service_id])

    def embed(self, service_id: str, url: str, label: str = "") -> Markup:
        """Return a service's embed: the frame where it was granted, else what stands in for it.

        `url` is a link of the form that the service's `link` has. Raises `LookupError` for any other, or no such service.
        """
        embed = find_embed(url, service_id)
        if embed is None:
            raise LookupError(
                f"{url} is no link of the service {service_id}; see its `link` in the consent policy."
            )
        return _render(
            "broadsheet/consent/_embed.html",
            embed=embed,
            label=label or url,
            this_page=this_page(),
            embed_words=EMBED,
        )

    def link(self, url: str, label: str) -> Markup:
        """Return a link as the embed of the service that it belongs to, or as the link it is."""
        return _render(
            "broadsheet/consent/_embed.html",
            embed=find_embed(url),
            url=url,
            label=label,
            this_page=this_page(),
            embed_words=EMBED,
        )


def _render_scripts(services: list[object]) -> Markup:
    signals = consent_mode.describe_signals() if services else None
    return _render("broadsheet/consent/_scripts.html", services=services, consent_mode=signals)


def _render(template: str, **given: object) -> Markup:
    asked = current_asked()
    given |= {
        "_": asked.translate,
        "wording": asked.wording,
        "language": asked.language,
        "direction": direction(asked.language),
    }
    # Not Flask's render_template: it would run the context processors of the app around us for every part of a page.
    return Markup(current_app.jinja_env.get_template(template).render(**given))  # noqa: S704
