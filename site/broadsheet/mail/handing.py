"""Hand one mail to the mail server, and understand its answer."""

import smtplib
from dataclasses import dataclass

from flask import current_app

from .connection import Unreachable, describe, describe_reply
from .message import make_message
from .models import Mail
from .server import Server

PERMANENT = 500  # Replies from here on say that a later try changes nothing (RFC 5321, 4.2.1).


@dataclass(frozen=True)
class Failure:
    """Why a mail was not taken; `permanent` when no later try can change that."""

    error: str
    permanent: bool = False


def hand_over(smtp: smtplib.SMTP, mail: Mail, server: Server) -> Failure | None:
    """Give one mail to the mail server; return why it was not taken, or None when it was.

    Raises `Unreachable` when the connection broke.
    """
    try:
        content = make_message(mail, server).as_bytes()
    except Exception as error:
        current_app.logger.exception("The mail %d cannot be written.", mail.id)
        return Failure(f"It cannot be written as a mail: {type(error).__name__}.", permanent=True)
    international = not mail.recipient.isascii()
    if international and not smtp.has_extn("smtputf8"):
        return Failure(
            "The mail server takes only addresses of ASCII characters; it offers no SMTPUTF8.", permanent=True
        )
    options = ("SMTPUTF8", "BODY=8BITMIME") if international else ()
    try:
        smtp.sendmail(server.sender.addr_spec, [mail.recipient], content, options)
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = refused.recipients[mail.recipient]
        return Failure(describe_reply(code, words), permanent=code >= PERMANENT)
    except smtplib.SMTPSenderRefused as refused:  # The fault is not the recipient's, and can be mended.
        return Failure(f"The sender {server.sender.addr_spec} was refused: {describe(refused)}")
    except smtplib.SMTPDataError as refused:
        return Failure(describe(refused), permanent=refused.smtp_code >= PERMANENT)
    except (smtplib.SMTPException, OSError) as broken:
        raise Unreachable(f"The connection to {server.host} broke: {describe(broken)}") from broken
    return None
