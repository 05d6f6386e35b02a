"""Cards of Ghost's editor, as Lexical and Mobiledoc hold them, become plain HTML."""

from collections.abc import Callable

from ..elements import make_element
from . import card_parts as parts
from .card_parts import Parts, Payload

CARDS: dict[str, Callable[[Payload], Parts]] = {
    "image": parts.make_image,
    "gallery": parts.make_gallery,
    "codeblock": parts.make_code,
    "markdown": parts.make_markdown,
    "html": parts.make_html,
    "embed": parts.make_embed,
    "bookmark": parts.make_bookmark,
    "video": parts.make_file,
    "audio": parts.make_file,
    "file": parts.make_file,
    "callout": parts.make_callout,
    "toggle": parts.make_toggle,
    "button": parts.make_button,
    "header": parts.make_header,
    "product": parts.make_product,
    "call-to-action": parts.make_call,
    "horizontalrule": lambda _payload: [make_element("hr")],
    "paywall": lambda _payload: [],  # Whether an article is for members is said beside its text.
}
# What Mobiledoc calls otherwise than Lexical.
OTHER_NAMES = {"hr": "horizontalrule", "code": "codeblock", "card-markdown": "markdown"}
LEFT_OUT = {
    "signup": "a form for subscribing was left out",
    "email": "a part that stood in mails only was left out",
    "email-cta": "a part that stood in mails only was left out",
}
NOTES = {
    "video": "a video became a link to its file",
    "audio": "a recording became a link to its file",
}
FOR_MEMBERS = "a part that only members could see was left out"


def make_card(name: str, payload: Payload) -> tuple[Parts, str]:
    """Return the elements of a card, and a note on what changed or was left out; empty where nothing did."""
    name = OTHER_NAMES.get(name, name)
    if _is_for_members(payload):
        return [], FOR_MEMBERS
    if name in LEFT_OUT:
        return [], LEFT_OUT[name]
    make = CARDS.get(name)
    if make:
        return make(payload), NOTES.get(name, "")
    return parts.make_unknown(payload), f"the card {name[:50]!r} is not known here; only its text was kept"


def _is_for_members(payload: Payload) -> bool:
    """Tell whether visitors of the site did not see a card, in the older form or in the newer one."""
    visibility = payload.get("visibility")
    if not isinstance(visibility, dict):
        return False
    web = visibility.get("web")
    return visibility.get("showOnWeb") is False or (isinstance(web, dict) and web.get("nonMember") is False)
