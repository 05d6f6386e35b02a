"""Every setting, declared once: its name, default and help, and between which bounds a number must be."""

from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from ..shipped import shipped


def setting(default: Any, help: str, least: int = 0, most: int | None = None, secret: bool = False) -> Any:
    """Declare a setting; `least` and `most` bound a number, and a `secret` is shown in no message."""
    return field(default=default, metadata={"help": help, "least": least, "most": most, "secret": secret})


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
        most=168,
    )

    mail_server: str = setting(
        "",
        "smtp://user:password@host:587 or smtps://...; empty: no mail is sent, and nothing that needs it is offered.",
        secret=True,
    )
    mail_from: str = setting(
        "", "The sender of mails: an address, or a name and it: Our News <news@example.org>."
    )

    host: str = setting("127.0.0.1", "The address to listen on.")
    port: int = setting(
        8000, "The port to listen on. `PORT` in the environment is understood too.", least=1, most=65535
    )
    workers: int = setting(2, "The number of server processes.", least=1)
    page_cache_mb: int = setting(
        32,
        "How much memory each of them keeps pages and parts of pages in, in megabytes. 0: each is made anew.",
    )
    trusted_proxies: int = setting(
        0, "How many proxies stand in front whose X-Forwarded headers are believed."
    )
    cdn: Literal["", "fastly", "cloudflare", "varnish"] = setting(
        "",
        "The CDN in front that keeps pages for readers without a cookie: fastly, cloudflare or varnish. Empty: none does.",
    )
    purge_url: str = setting(
        "",
        "Where the CDN is told what to drop, with commas between several, such as https://api.fastly.com/service/ID/purge.",
    )
    purge_token: str = setting("", "The key with which the CDN takes that from us.", secret=True)

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
        30, "How many days a comment that was rejected is kept before it is erased.", least=1
    )
    comments_max_length: int = setting(
        10_000, "The most characters a comment may have; a longer one is refused.", least=1
    )
    comments_page_length: int = setting(
        25, "How many comments a page of a thread shows, their answers not counted.", least=1
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
        10, "The time in which a visitor's comments are counted, in minutes.", least=1
    )
    comments_form_seconds: int = setting(
        2, "How many seconds a person needs at least to write a comment; what comes sooner is held. 0: none."
    )
    comments_spam_percent: int = setting(
        90, "How likely spam a comment must be to be held, in per cent. 0: no score is made.", most=100
    )
    desk_hours: int = setting(
        12, "After how many hours without use somebody is signed out of the desk.", least=1
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
    related_count: int = setting(4, "How many related stories a page shows.", least=1)
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
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def declared() -> dict[str, Field[Any]]:
    return {f.name: f for f in fields(Settings)}
