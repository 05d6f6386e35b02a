"""Say a consent policy in another language, with the words of a file such as `privacy.de.toml`.

It is keyed by the ids of the policy, has words only, and falls back to the policy's own where it has none.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from . import keys
from .keys import PolicyError, Table
from .model import Category, Cookie, Policy, Service


def translate_policy(policy: Policy, language: str, words: Table) -> Policy:
    """Return the policy in a language; raise `PolicyError` for a key that the policy does not have."""
    if language == policy.language:
        raise PolicyError(
            f"{language} is the language of the policy itself: say it there, and remove this file."
        )
    keys.refuse_unknown(words, {"notice", "category", "service"}, "at the top")
    notice = keys.read_table(words, "notice", "at the top")
    keys.refuse_unknown(notice, policy.notice, "notice")
    categories = _ids(words, "category", {category.id for category in policy.categories})
    services = _ids(words, "service", set(policy.services))
    return replace(
        policy,
        language=language,
        missing=tuple(_find_missing(policy, words)),
        notice=policy.notice | {mode: keys.read_text(notice, mode, "notice") for mode in notice},
        categories=[
            _translate_category(category, categories.get(category.id, {}), services)
            for category in policy.categories
        ],
    )


def find_missing_words(policy: Policy) -> Iterator[str]:
    """Yield, for each language, what its file leaves in the policy's own: a list of things to do.

    The names of services and recipients may be the same in every language, so they are not missed.
    """
    for language, translated in policy.translations.items():
        for key in translated.missing:
            yield f"{language}: {key}"


def _find_missing(policy: Policy, words: Table) -> Iterator[str]:
    wanted: list[tuple[str, ...]] = [("notice", mode) for mode in policy.modes]
    for category in policy.categories:
        wanted += [("category", category.id, key) for key in ("name", "description")]
    for id, service in policy.services.items():
        wanted.append(("service", id, "purpose"))
        for cookie in service.cookies:
            wanted += [("service", id, "cookies", cookie.name, key) for key in ("purpose", "duration")]
    for path in wanted:
        found: Any = words
        for key in path:
            found = found.get(key, {}) if isinstance(found, dict) else {}
        if not found:
            yield ".".join(path)


def _translate_category(category: Category, words: Table, services: dict[str, Table]) -> Category:
    where = f"category {category.id}"
    keys.refuse_unknown(words, {"name", "description"}, where)
    return replace(
        category,
        name=keys.read_text(words, "name", where, default=category.name),
        description=keys.read_text(words, "description", where, default=category.description),
        services=[_translate_service(service, services.get(service.id, {})) for service in category.services],
    )


def _translate_service(service: Service, words: Table) -> Service:
    where = f"service {service.id}"
    keys.refuse_unknown(words, {"name", "purpose", "recipient", "cookies"}, where)
    cookies = keys.read_table(words, "cookies", where)
    keys.refuse_unknown(cookies, {cookie.name for cookie in service.cookies}, f"{where}, cookies")
    return replace(
        service,
        name=keys.read_text(words, "name", where, default=service.name),
        purpose=keys.read_text(words, "purpose", where, default=service.purpose),
        recipient=keys.read_text(words, "recipient", where, default=service.recipient),
        cookies=[
            _translate_cookie(cookie, keys.read_table(cookies, cookie.name, where), where)
            for cookie in service.cookies
        ],
    )


def _translate_cookie(cookie: Cookie, words: Table, where: str) -> Cookie:
    where = f"{where}, cookie {cookie.name}"
    keys.refuse_unknown(words, {"purpose", "duration"}, where)
    return Cookie(
        cookie.name,
        keys.read_text(words, "purpose", where, default=cookie.purpose),
        keys.read_text(words, "duration", where, default=cookie.duration),
    )


def _ids(words: Table, kind: str, known: set[str]) -> dict[str, Table]:
    """Return the tables of a kind by id; an id that the policy does not have is refused."""
    found = keys.read_table(words, kind, "at the top")
    for id, table in found.items():
        if id not in known:
            raise PolicyError(f"{kind}.{id}: the policy has no {kind} of that id.")
        if not isinstance(table, dict):
            raise PolicyError(f"{kind}.{id} must be a table.")
    return found
