"""Why a comment is not taken, and what to do, in sentences for its writer."""

from math import ceil

from ...delivery.limits import TooOften

THREAD_GONE = "We cannot tell which story this comment belongs to. Copy your text, open the story again and post it there."
PARENT_GONE = (
    "The comment that you answer is no longer shown. Post yours as a comment of its own, or keep a copy."
)
TOO_OFTEN = (
    "You have posted a lot in a short time, so this is not posted yet. Your text is below; please send it again in "
    "{minutes} minutes."
)
NOT_SAVED = "We could not save your comment just now, so it is not posted. Your text is below; please try again in a minute."

NOT_CHANGED = "We could not save your change just now. Your text is below; please try again in a minute."
NOT_DELETED = "We could not delete your comment just now. Please try again in a minute."
MAILED_OFTEN = (
    "Several mails have been asked for already, so this one is not sent. Please look into the mailbox, also among the "
    "unwanted mails, or ask again in {minutes} minutes."
)


def tell_mailed(often: TooOften) -> str:
    """Say why no mail is sent now."""
    return MAILED_OFTEN.format(minutes=ceil(often.wait / 60))


def tell_wait(often: TooOften) -> str:
    """Say why a comment is not posted or changed now."""
    return TOO_OFTEN.format(minutes=ceil(often.wait / 60))
