"""What stands for the request at hand: the policy in the reader's language, the mode, the choice, and so what may load."""

import logging
from dataclasses import dataclass

from flask import current_app, g, request
from sqlalchemy.exc import SQLAlchemyError

from ..languages import Translate, choose_language, translator
from ..settings import settings_of
from ..storage import reading
from .choice import Choice, Once, read_choice, read_once
from .ledger.records import is_newest
from .policy import OPT_IN, Policy, Service
from .policy.wording import Wording, word
from .signals import choose_mode, read_region, read_signal

LOG = logging.getLogger(__name__)
LANGUAGE = "language"  # The parameter of an address that asks for a language by name.


@dataclass(frozen=True)
class Asked:
    """What the request says without its cookies."""

    policy: Policy
    language: str
    mode: str
    region: str | None
    signal: bool

    @property
    def told(self) -> Policy:
        return self.policy.told_in(self.language)

    @property
    def wording(self) -> Wording:
        return word(self.policy, self.language, self.mode)

    @property
    def translate(self) -> Translate:
        return translator(self.language)

    @property
    def signal_honoured(self) -> bool:
        """Whether the browser's signal turns something off."""
        return self.signal and bool(self.policy.sale_services)


@dataclass(frozen=True)
class Standing:
    """The choice in force, or None, and the optional services that may load.

    `follows` is the receipt that the browser showed, in force or not: the next choice goes on in its line.
    """

    choice: Choice | None
    granted: frozenset[str]
    once: Once | None = None
    follows: str | None = None


def policy_in_force() -> Policy:
    policy: Policy = current_app.extensions["broadsheet.consent"]
    return policy


def current_asked() -> Asked:
    """Return what this request says, read once."""
    if "broadsheet_asked" not in g:
        policy = policy_in_force()
        region = read_region(policy)
        site = settings_of(current_app).language
        g.broadsheet_asked = Asked(
            policy=policy,
            language=choose_language(
                policy.languages,
                request.args.get(LANGUAGE, ""),
                request.accept_languages,
                site if site in policy.languages else policy.language,
            ),
            mode=choose_mode(policy, region),
            region=region,
            signal=read_signal(),
        )
    asked: Asked = g.broadsheet_asked
    return asked


def current_standing() -> Standing:
    """Return what stands for this request, found out once."""
    if "broadsheet_standing" not in g:
        g.broadsheet_standing = _find_standing(current_asked())
    standing: Standing = g.broadsheet_standing
    return standing


def is_certain() -> bool:
    """Whether what stands is what the ledger says, and not what is left where it could not be read."""
    current_standing()
    return "broadsheet_ledger_failed" not in g


def replace_standing(standing: Standing) -> None:
    """Let a choice made in this request stand for its answer already."""
    g.broadsheet_standing = standing


def limit_by_signal(asked: Asked, granted: frozenset[str]) -> frozenset[str]:
    """Take away what the browser's signal turns off, whatever was granted before (rule 11)."""
    return granted - asked.policy.sale_services if asked.signal else granted


def granted_services() -> list[Service]:
    """Return the services that may load on this page, in the policy's order, in the reader's language."""
    told, granted = current_asked().told, current_standing().granted
    return [s for s in told.services.values() if s.id in granted or s.id not in told.optional_services]


def _find_standing(asked: Asked) -> Standing:
    policy, shown = asked.policy, read_choice(asked.policy)
    everything = policy.optional_services if asked.mode != OPT_IN else frozenset()
    choice, granted = shown, everything
    if shown and shown.policy_version != policy.version:
        choice, granted = None, everything & shown.granted  # Asked again; until then an objection stays one.
    elif shown and shown.granted and not _is_in_force(shown.receipt):
        choice, granted = None, frozenset()
    elif shown:
        granted = shown.granted
    once = _find_once(asked)
    follows = shown.receipt if shown else once.receipt if once else None
    return Standing(choice, limit_by_signal(asked, granted), once, follows)


def _find_once(asked: Asked) -> Once | None:
    once = read_once(asked.policy)
    allowed = once and limit_by_signal(asked, frozenset({once.service}))
    return once if once and allowed and _is_in_force(once.receipt) else None


def _is_in_force(receipt: str) -> bool:
    """Whether the ledger has the record and none that came after it: a cookie played back grants nothing (rule 25)."""
    try:
        return is_newest(reading(), receipt)
    except SQLAlchemyError:
        LOG.exception("The ledger cannot be read, so nothing optional is loaded.")
        reading().rollback()  # PostgreSQL answers nothing more in a transaction that has failed.
        g.broadsheet_ledger_failed = True
        return False
