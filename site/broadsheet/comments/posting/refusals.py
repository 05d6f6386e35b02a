"""Why a comment is not taken, and what to do, in sentences for its writer."""

from math import ceil

from ...delivery.limits import TooOften
from ...languages import N_
from ...page_language import ngettext

THREAD_GONE = N_(
    "We cannot tell which story this comment belongs to. Copy your text, open the story again and post it there."
)
PARENT_GONE = N_(
    "The comment that you answer is no longer shown. Post yours as a comment of its own, or keep a copy."
)
NOT_SAVED = N_(
    "We could not save your comment just now, so it is not posted. Your text is below; please try again in a minute."
)
NOT_CHANGED = N_("We could not save your change just now. Your text is below; please try again in a minute.")
NOT_DELETED = N_("We could not delete your comment just now. Please try again in a minute.")


def tell_mailed(often: TooOften) -> str:
    """Say why no mail is sent now."""
    return ngettext(
        "Several mails have been asked for already, so this one is not sent. Please look into the mailbox, also among the "
        "unwanted mails, or ask again in %(number)s minute.",
        "Several mails have been asked for already, so this one is not sent. Please look into the mailbox, also among the "
        "unwanted mails, or ask again in %(number)s minutes.",
        ceil(often.wait / 60),
    )


def tell_wait(often: TooOften) -> str:
    """Say why a comment is not posted or changed now."""
    return ngettext(
        "You have posted a lot in a short time, so this is not posted yet. Your text is below; please send it again in "
        "%(number)s minute.",
        "You have posted a lot in a short time, so this is not posted yet. Your text is below; please send it again in "
        "%(number)s minutes.",
        ceil(often.wait / 60),
    )
