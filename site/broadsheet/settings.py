"""Every setting, declared once: its name, default and help.

A value comes from the TOML file, then the environment (``BROADSHEET_<NAME>``), then the Flask app's own
configuration (``app.config["BROADSHEET_<NAME>"]``); the later one wins. Anything unknown or ill-formed stops
the start with the setting's name.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import Flask

from .shipped import shipped

PREFIX = "BROADSHEET_"
# It names the file to read, so it cannot stand in it.
NOT_SETTINGS = {"BROADSHEET_CONFIG"}
SHARE_SERVICES = frozenset(
    {"email", "bluesky", "facebook", "linkedin", "reddit", "telegram", "whatsapp", "x"}
)
SECRET = {"mail_server"}  # It holds a password, which no message may show.


class SettingsError(Exception):
    """A setting is unknown or has a value that it cannot have; the message names it and says what to do."""


def setting(default: Any, help: str) -> Any:
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True, kw_only=True)
class Settings:
    site_name: str = setting("Broadsheet", "The site's name, in the masthead, titles and feeds.")
    site_description: str = setting("News, and what its readers make of it", "One line under the name.")
    language: str = setting("en", "The language of the site, as a BCP 47 tag.")
    timezone: str = setting(
        "UTC", "The time zone of dates that name none, and of the times shown (IANA name)."
    )
    address: str = setting(
        "",
        "The public address, such as https://news.example.org, with its path if it has one. Empty: the request's own.",
    )

    data: Path = setting(
        Path("data"), "The data folder: database, secrets, and articles unless `content` is set."
    )
    content: Path | None = setting(
        None, "The folder of Markdown articles. Empty: `articles` in the data folder."
    )
    database: str = setting("", "An SQLAlchemy address of the database. Empty: SQLite in the data folder.")
    secrets_file: Path | None = setting(
        None, "Signing keys, a line each, newest first. Empty: made in the data folder."
    )
    privacy_policy: Path | None = setting(
        None, "The consent policy. Empty: `privacy.toml` beside the settings file."
    )

    templates: Path | None = setting(
        None, "A folder of your own templates; a file in it replaces ours of the same name. Empty: none."
    )
    colour_accent: str = setting("", "The colour of links and buttons, such as #0b5a6b. Empty: ours.")
    colour_accent_dark: str = setting(
        "",
        "The same where readers prefer dark. Empty: `colour_accent`, lighter as far as is needed, or ours.",
    )
    colour_paper: str = setting("", "The colour behind the text. Empty: ours.")
    colour_paper_dark: str = setting("", "The same where readers prefer dark.")
    colour_ink: str = setting("", "The colour of the text. Empty: ours.")
    colour_ink_dark: str = setting("", "The same where readers prefer dark.")
    font_text: str = setting(
        "", "The fonts of the text, the best first, such as: Charter, Georgia, serif. Empty: ours."
    )
    font_interface: str = setting("", "The fonts of menus, forms and small print. Empty: ours.")
    font_headings: str = setting(
        "", "The fonts of headings and of the site's name. Empty: those of the text."
    )
    logo: Path | None = setting(
        None, "A picture in place of the site's name: SVG, PNG, WebP, AVIF or JPEG. Empty: the name."
    )
    logo_dark: Path | None = setting(None, "The same where readers prefer dark. Empty: `logo`.")
    icon: Path | None = setting(
        None, "The site's small picture in tabs and bookmarks, as above, or ICO. Empty: ours."
    )
    menu: str = setting(
        "",
        "The menu, such as: Home: /, Coast: /sections/coast, About: /about. Empty: the sections, most stories first.",
    )
    footer: str = setting("", "A sentence at the end of each page. Empty: the name and the description.")
    footer_menu: str = setting("", "Links at the end of each page, written like `menu`.")
    most_read_hours: int = setting(
        24,
        "From how many hours the most read stories are, at most 168. 0: nothing is counted, and none are shown.",
    )

    mail_server: str = setting(
        "",
        "smtp://user:password@host:587 or smtps://...; empty: no mail is sent, and nothing that needs it is offered.",
    )
    mail_from: str = setting(
        "", "The sender of mails: an address, or a name and it: Our News <news@example.org>."
    )

    host: str = setting("127.0.0.1", "The address to listen on.")
    port: int = setting(8000, "The port to listen on. `PORT` in the environment is understood too.")
    workers: int = setting(2, "The number of server processes.")
    trusted_proxies: int = setting(
        0, "How many proxies stand in front whose X-Forwarded headers are believed."
    )

    comments_moderation: Literal["hold", "first", "show"] = setting(
        "hold",
        "What becomes of a new comment: `hold` keeps it for a moderator, `first` does so until its writer is trusted, "
        "`show` shows it at once.",
    )
    comments_trust_after: int = setting(
        1,
        "How many approved comments, under an e-mail address that is verified, make a writer trusted. 0: nobody is.",
    )
    moderators: str = setting(
        "", "The e-mail addresses that are told which comments wait, with commas between."
    )
    comments_links: int = setting(3, "How many links a comment may have; one with more is held.")
    comments_blocklist: Path | None = setting(
        None,
        "The list of blocked words, domains, addresses and e-mails. Empty: `blocklist.txt` in the data folder, if any.",
    )
    comments_reserved_names: str = setting(
        "staff, moderator, admin, administrator, newsroom, editor",
        "Names that only the newsroom may use, with commas between; the site's name and those of staff who wrote are too.",
    )
    comments_edit_minutes: int = setting(
        15,
        "For how many minutes writers may change or delete a comment that nobody has answered. 0: not at all.",
    )
    comments_rejected_days: int = setting(
        30, "How many days a comment that was rejected is kept before it is erased."
    )
    comments_max_length: int = setting(
        10_000, "The most characters a comment may have; a longer one is refused."
    )
    comments_page_length: int = setting(
        25, "How many comments a page of a thread shows, their answers not counted."
    )
    comments_order: Literal["oldest", "newest", "answered"] = setting(
        "oldest",
        "Which comments come first, until a reader wishes otherwise: `oldest`, `newest` or `answered`.",
    )
    comments_depth: int = setting(4, "How deep answers are indented; deeper ones say what they answer.")
    comments_close_days: int = setting(
        0, "How many days after a story's publication its thread takes comments. 0: for ever."
    )
    comments_rate: int = setting(
        10, "How many comments a visitor may post in `comments_rate_minutes`. 0: as many as they like."
    )
    comments_rate_minutes: int = setting(
        10, "The time in which a visitor's comments are counted, in minutes."
    )
    comments_form_seconds: int = setting(
        2, "How many seconds a person needs at least to write a comment; what comes sooner is held. 0: none."
    )
    comments_spam_percent: int = setting(
        90, "How likely spam a comment must be to be held, in per cent. 0: no score is made."
    )
    choices_rate: int = setting(
        600,
        "How many privacy choices a visitor may make in ten minutes; many readers may share an address. 0: any number.",
    )
    share: str = setting(
        "email, bluesky, facebook, whatsapp, x",
        "Where a story can be shared, by plain links, with commas between: email, bluesky, facebook, linkedin, reddit, "
        "telegram, whatsapp, x. Empty: nowhere.",
    )
    related_count: int = setting(4, "How many related stories a page shows.")
    robots_extra: str = setting("", "Lines to add to /robots.txt, such as a group that turns a crawler away.")
    security_contact: str = setting(
        "",
        "Whom to tell of a security hole, in /.well-known/security.txt: e-mail or https:// addresses, with commas between.",
    )
    llms_txt: bool = setting(False, "Whether /llms.txt describes the site to language models.")
    demo: bool = setting(False, "Whether the services of the demo newsroom answer, under /demo/.")

    @property
    def content_folder(self) -> Path:
        return self.content or self.data / "articles"

    @property
    def database_address(self) -> str:
        return self.database or f"sqlite:///{self.data / 'broadsheet.sqlite3'}"

    @property
    def policy_file(self) -> Path:
        return self.privacy_policy or shipped("config") / "privacy.toml"

    @property
    def pictures_folder(self) -> Path:
        return self.data / "pictures"

    @property
    def blocklist_file(self) -> Path:
        return self.comments_blocklist or self.data / "blocklist.txt"

    @property
    def share_services(self) -> list[str]:
        return [name.strip() for name in self.share.split(",") if name.strip()]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def load_settings(
    file: Path | None = None,
    environ: Mapping[str, str] = os.environ,
    given: Mapping[str, Any] | None = None,
) -> Settings:
    """Read the settings; raise `SettingsError` naming the first that is unknown or wrong."""
    file = file or (Path(environ["BROADSHEET_CONFIG"]) if "BROADSHEET_CONFIG" in environ else default_file())
    values: dict[str, Any] = {}
    for source, found in ((str(file), _read_file(file)), ("the environment", _read_environment(environ))):
        values |= {name: _parse(name, value, source) for name, value in found.items()}
    values |= {name: _parse(name, value, "app.config") for name, value in (given or {}).items()}
    if values.get("privacy_policy") is None:
        values["privacy_policy"] = file.parent / "privacy.toml"
    settings = Settings(**values)
    _check(settings)
    return settings


def settings_of(app: Flask) -> Settings:
    """Return the app's settings, reading them when this is the first of our extensions in it."""
    if "broadsheet.settings" not in app.extensions:
        given = {k.removeprefix(PREFIX).lower(): v for k, v in app.config.items() if k.startswith(PREFIX)}
        app.extensions["broadsheet.settings"] = load_settings(given=given)
    found: Settings = app.extensions["broadsheet.settings"]
    return found


def default_file() -> Path:
    """Return `config/broadsheet.toml` of the working folder, or the shipped one."""
    here = Path("config/broadsheet.toml")
    return here if here.is_file() else shipped("config") / "broadsheet.toml"


def declared() -> dict[str, Field[Any]]:
    return {f.name: f for f in fields(Settings)}


def _read_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"The settings file {file} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings file {file} is not valid TOML: {error}.") from error


def _read_environment(environ: Mapping[str, str]) -> dict[str, str]:
    found = {"port": environ["PORT"]} if environ.get("PORT") else {}
    for name, value in environ.items():
        if name.startswith(PREFIX) and name not in NOT_SETTINGS:
            found[name.removeprefix(PREFIX).lower()] = value
    return found


def _parse(name: str, value: Any, source: str) -> Any:
    if name not in declared():
        raise SettingsError(f"There is no setting named {name} (in {source}). See config/broadsheet.toml.")
    kind = declared()[name].type
    try:
        return _read_as(kind, value)
    except ValueError as error:
        shown = "wrong" if name in SECRET else repr(str(value))
        raise SettingsError(f"{name} is {shown} (in {source}); it must be {error}.") from error


def _read_as(kind: Any, value: Any) -> Any:
    """Return a value as one of the kinds that settings have; raise `ValueError` saying what it must be."""
    if get_origin(kind) is Literal:
        return _read_one_of(get_args(kind), value)
    if kind is bool:
        return value if isinstance(value, bool) else _read_one_of(("true", "false"), value) == "true"
    if kind is int:
        return _read_number(value)
    if not isinstance(value, str | Path):
        raise ValueError("a text in quotes")
    if kind is str:
        return str(value)
    if str(value):
        return Path(value)
    if kind is Path:
        raise ValueError("the name of a folder or file")
    return None


def _read_one_of(allowed: tuple[str, ...], value: Any) -> str:
    if value not in allowed:
        raise ValueError("one of " + ", ".join(allowed))
    return str(value)


def _read_number(value: Any) -> int:
    try:
        if isinstance(value, bool | float):
            raise ValueError
        return int(value)
    except ValueError as error:
        raise ValueError("a whole number") from error


def _check(settings: Settings) -> None:
    lowest = {"port": 1, "workers": 1, "trusted_proxies": 0, "comments_max_length": 1, "related_count": 1}
    lowest |= {"comments_page_length": 1, "comments_depth": 0, "comments_rate_minutes": 1}
    lowest |= {
        "comments_trust_after": 0,
        "comments_links": 0,
        "comments_edit_minutes": 0,
        "comments_rejected_days": 1,
    }
    lowest |= {"choices_rate": 0, "comments_rate": 0, "comments_close_days": 0, "comments_form_seconds": 0}
    lowest |= {"comments_spam_percent": 0, "most_read_hours": 0}
    for name, least in lowest.items():
        if getattr(settings, name) < least:
            raise SettingsError(f"{name} is {getattr(settings, name)}; it must be {least} or more.")
    if settings.port > 65535:
        raise SettingsError(f"port is {settings.port}; it must be 65535 or less.")
    if settings.comments_spam_percent > 100:
        raise SettingsError(
            f"comments_spam_percent is {settings.comments_spam_percent}; it must be 100 or less."
        )
    for service in settings.share_services:
        if service not in SHARE_SERVICES:
            raise SettingsError(f"share has {service!r}; it must be of {', '.join(sorted(SHARE_SERVICES))}.")
    if settings.most_read_hours > 168:
        raise SettingsError(
            f"most_read_hours is {settings.most_read_hours}; it must be 168, a week, or less."
        )
    for address in settings.moderators.split(","):
        if address.strip() and not re.fullmatch(r"[^\s@<>,]+@[^\s@<>,]+", address.strip()):
            raise SettingsError(
                f"moderators has {address.strip()!r}; it must be e-mail addresses alone, like ada@example.org, bo@x.org."
            )
    for contact in settings.security_contact.split(","):
        if contact.strip() and not re.fullmatch(r"https://\S+|[^\s@<>,:]+@[^\s@<>,]+", contact.strip()):
            raise SettingsError(
                f"security_contact has {contact.strip()!r}; it must be e-mail or https:// addresses, like ada@example.org."
            )
    try:
        _ = settings.zone
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingsError(
            f"timezone is {settings.timezone!r}, which this machine does not know; use a name such as "
            "Europe/Paris, and install the package tzdata if the machine has no time zones."
        ) from error
    if settings.address and not _is_site_address(settings.address):
        raise SettingsError(f"address is {settings.address!r}; it must be like https://news.example.org.")


def _is_site_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        _ = parts.port  # It is read, and refused, only when asked for.
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not (parts.query or parts.fragment)
