"""Links by which a reader shares a story: plain ones, so that no service hears of anybody who does not follow one."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from ...settings import Settings, SettingsError

# The service's name in the setting `share` → its name for readers, and its address with the story's filled in.
SERVICES = {
    "email": ("E-mail", "mailto:?subject={title}&body={address}"),
    "bluesky": ("Bluesky", "https://bsky.app/intent/compose?text={title}%20{address}"),
    "facebook": ("Facebook", "https://www.facebook.com/sharer/sharer.php?u={address}"),
    "linkedin": ("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={address}"),
    "reddit": ("Reddit", "https://www.reddit.com/submit?url={address}&title={title}"),
    "telegram": ("Telegram", "https://t.me/share/url?url={address}&text={title}"),
    "whatsapp": ("WhatsApp", "https://wa.me/?text={title}%20{address}"),
    "x": ("X", "https://x.com/intent/post?text={title}&url={address}"),
}


def read_services(settings: Settings) -> list[str]:
    """Return the services that the setting names, in its order; raise `SettingsError` for one that is unknown."""
    services = [name.strip() for name in settings.share.split(",") if name.strip()]
    for service in services:
        if service not in SERVICES:
            raise SettingsError(f"share has {service!r}; it must be of {', '.join(sorted(SERVICES))}.")
    return services


def list_share_links(services: Iterable[str], title: str, address: str) -> Iterator[tuple[str, str]]:
    """Yield name and address of each way to share a story."""
    for service in services:
        name, pattern = SERVICES[service]
        yield name, pattern.format(title=quote(title, safe=""), address=quote(address, safe=""))
