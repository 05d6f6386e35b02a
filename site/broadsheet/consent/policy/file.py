"""Read the consent policy from `privacy.toml`, and its translations from the files beside it."""

import re
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from . import keys
from .keys import PolicyError, Table
from .model import MODES, OPT_IN, Category, Policy, Service
from .services import build_service
from .translation import translate_policy

__all__ = ["PolicyError", "load_policy"]

TOP = "at the top"
TOP_KEYS = {
    "version", "updated", "language", "controller", "contact", "days", "keep_days", "mode", "region_headers", "regions",
    "notice", "category", "service",
}  # fmt: skip
MOST_DAYS = 3_650
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
REGION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")  # ISO 3166-1, and ISO 3166-2 for a part of a country


def load_policy(file: Path, port: int) -> Policy:
    """Read and check the policy; `{port}` in an address becomes the port that the site is served on.

    `privacy.de.toml` beside `privacy.toml` says it in German, and so on.
    Raises `PolicyError` naming the key that is missing, unknown or wrong.
    """
    content = _read(file, port)
    try:
        policy = _build_policy(content, file)
    except PolicyError as error:
        raise PolicyError(f"{file}: {error}") from error
    translations = {}
    for other in sorted(file.parent.glob(f"{file.stem}.*{file.suffix}")):
        language = other.name.removeprefix(f"{file.stem}.").removesuffix(file.suffix)
        try:
            if not LANGUAGE.fullmatch(language):
                raise PolicyError(f"{language!r} is not the tag of a language, such as de or pt-BR.")
            translations[language] = translate_policy(policy, language, _read(other, port))
        except PolicyError as error:
            raise PolicyError(f"{other}: {error}") from error
    return replace(policy, translations=translations)


def _read(file: Path, port: int) -> Table:
    try:
        return tomllib.loads(file.read_text("utf-8").replace("{port}", str(port)))
    except OSError as error:
        raise PolicyError(f"The consent policy {file} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError(f"The consent policy {file} is not valid TOML: {error}.") from error


def _build_policy(content: Table, file: Path) -> Policy:
    keys.refuse_unknown(content, TOP_KEYS, TOP)
    services = [build_service(entry) for entry in keys.read_tables(content, "service")]
    categories = [_build_category(entry, services) for entry in keys.read_tables(content, "category")]
    keys.refuse_doubles([category.id for category in categories], "category")
    keys.refuse_doubles([service.id for service in services], "service")
    known = {category.id for category in categories}
    for service in services:
        if service.category not in known:
            raise PolicyError(
                f"service {service.id}: category {service.category!r} is not among {sorted(known)}."
            )
    policy = Policy(
        version=keys.read_text(content, "version", TOP),
        updated=_read_updated(content, file),
        language=keys.read_text(content, "language", TOP, default="en"),
        controller=keys.read_text(content, "controller", TOP),
        contact=keys.read_text(content, "contact", TOP),
        days=keys.read_days(content, "days", 180, 1, MOST_DAYS),
        keep_days=keys.read_days(content, "keep_days", 1_095, 0, MOST_DAYS),
        mode=keys.read_one_of(content, "mode", MODES, TOP, default=OPT_IN),
        region_headers=keys.read_texts(content, "region_headers", TOP),
        regions=_read_regions(content),
        notice=read_notice(content),
        categories=categories,
    )
    _check_modes(policy)
    return policy


def _read_updated(content: Table, file: Path) -> date:
    """Return the day of the last change, by default that of the file."""
    value = content.get("updated")
    if value is None:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC).date()
    if isinstance(value, datetime) or not isinstance(value, date):
        raise PolicyError("updated must be a date without quotes, such as 2026-11-23.")
    return value


def _read_regions(content: Table) -> dict[str, str]:
    regions = keys.read_table(content, "regions", TOP)
    for region in regions:
        if not REGION.fullmatch(region):
            raise PolicyError(f"regions: {region!r} must be a code such as US or US-CA (ISO 3166).")
    return {region: keys.read_one_of(regions, region, MODES, "regions", OPT_IN) for region in regions}


def read_notice(content: Table) -> dict[str, str]:
    """Return the question for each mode; a text alone is the question of every mode."""
    notice = content.get("notice")
    if not isinstance(notice, dict):
        return dict.fromkeys(MODES, keys.read_text(content, "notice", TOP))
    keys.refuse_unknown(notice, MODES, "notice")
    return {mode: keys.read_text(notice, mode, "notice") for mode in notice}


def _check_modes(policy: Policy) -> None:
    if bool(policy.regions) != bool(policy.region_headers):
        raise PolicyError("regions and region_headers go together: where a region is read, and what follows.")
    if policy.regions and policy.mode != OPT_IN:
        raise PolicyError(
            'mode must be "opt-in" beside regions: a region that is not known gets the strictest.'
        )
    for mode in policy.modes:
        if mode not in policy.notice:
            raise PolicyError(f"notice has no text for the mode {mode!r}, which is in use.")


def _build_category(entry: Table, services: list[Service]) -> Category:
    where = f"category {entry.get('id', '?')}"
    keys.refuse_unknown(entry, {"id", "name", "description", "required"}, where)
    return Category(
        id=keys.read_id(entry, where),
        name=keys.read_text(entry, "name", where),
        description=keys.read_text(entry, "description", where),
        required=keys.read_flag(entry, "required", where),
        services=[service for service in services if service.category == entry["id"]],
    )
