"""What exactly a reader is told and asked, in one language and mode, and its hash: the proof of what was agreed to."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from ...languages import N_, translator
from .model import NOTICE, OPT_IN, Category, Policy, Service

PORT = re.compile(r":\d+$")
# Of a service, what the server does with it is not told.
NOT_TOLD = ("script", "links", "frame", "hosts", "contacts", "signals", "google_tag")


EMBED = N_(
    "This comes from %(recipient)s. It is loaded only if you agree; then your IP address goes to %(hosts)s."
)


@dataclass(frozen=True)
class Wording:
    """The words, as they are kept beside the ledger, and the SHA-256 of them, in hex (GDPR 7(1))."""

    language: str
    mode: str
    told: dict[str, Any]
    hash: str


@lru_cache(maxsize=256)
def word(policy: Policy, language: str, mode: str) -> Wording:
    """Return what `policy` tells in a language and a mode."""
    told_policy = policy.told_in(language)
    told = {
        "version": policy.version,
        "language": told_policy.language,
        "mode": mode,
        "controller": policy.controller,
        "contact": policy.contact,
        "days": policy.days,
        "question": told_policy.notice[mode],
        "words": say_words(told_policy.language, mode),
        "categories": [_tell_category(category) for category in told_policy.categories],
    }
    return Wording(told_policy.language, mode, told, hash_wording(told))


def say_words(language: str, mode: str) -> dict[str, str]:
    """Return the words on the notice's buttons and links, and those before an embed, which are the same for all of them."""
    _ = translator(language)
    return {
        "accept": _("OK") if mode == NOTICE else _("Accept"),
        "refuse": _("Refuse") if mode == OPT_IN else _("Opt out"),
        "choose": _("Choose one by one"),
        "read": _("Read more"),
        "embed": _(EMBED),
        "once": _("Load once"),
        "allow": _("Always allow"),
    }


def find_wording(policy: Policy, hash: str) -> Wording | None:
    """Return the wording of the policy in force that has this hash, or None: what was shown is not what is in force."""
    for language in policy.languages:
        for mode in policy.modes:
            wording = word(policy, language, mode)
            if wording.hash == hash:
                return wording
    return None


def hash_wording(told: dict[str, Any]) -> str:
    canonical = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _tell_category(category: Category) -> dict[str, Any]:
    services = [_tell_service(service) for service in category.services]
    return asdict(category) | {"services": services}


def _tell_service(service: Service) -> dict[str, Any]:
    told = {name: value for name, value in asdict(service).items() if name not in NOT_TOLD}
    # Without the port: the demo's own services move with it.
    return told | {"contacted": sorted({PORT.sub("", host) for host in service.contacted})}
