"""Google Consent Mode v2, for sites that must carry a tag which speaks it: four signals that follow the choice.

The script `consent-mode.js` says "denied" for all of them before the tag, then what was granted (rule 15).
"""

from dataclasses import dataclass

from .standing import granted_services, policy_in_force


@dataclass(frozen=True)
class Signals:
    """The signals that are granted, and the ids that the tags are configured with."""

    granted: list[str]
    tags: list[str]


def describe_signals() -> Signals | None:
    """Return the state of the signals for this page, or None where no service of the policy speaks of them.

    A signal that several services name is granted when all of them are.
    """
    services = policy_in_force().services.values()
    named = sorted({signal for service in services for signal in service.signals})
    tags = [service.google_tag for service in granted_services() if service.google_tag]
    if not named and not any(service.google_tag for service in services):
        return None
    granted = {service.id for service in granted_services()}
    return Signals(
        [signal for signal in named if all(s.id in granted for s in services if signal in s.signals)], tags
    )
