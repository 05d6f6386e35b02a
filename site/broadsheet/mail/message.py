"""A mail as it is sent: plain text in UTF-8, in lines that every mail server passes on (RFC 5322)."""

import hashlib
import hmac
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy

from flask import current_app

from ..signing import derive_key, keys_of
from .models import Mail
from .server import Server

WORDS = {"from", "to", "subject"}


class Policy(EmailPolicy):
    """Python's own policy, but for headers that machines read: those of more than a line it would encode as if they were
    words, and no mail program would know the address in `List-Unsubscribe` (RFC 2369, 2)."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() not in WORDS and value.isascii():
            return f"{name}: {value}{self.linesep}".encode()
        return super().fold_binary(name, value)


# Encoded so that long lines and characters of all scripts pass through any server.
POLICY = Policy(linesep="\r\n", cte_type="7bit")
POLICY_UTF8 = POLICY.clone(utf8=True)  # For an address that is not ASCII (RFC 6532).


def make_message(mail: Mail, server: Server) -> EmailMessage:
    """Return the message of a mail; it is the same, with the same Message-ID, at each try."""
    message = EmailMessage(policy=POLICY if mail.recipient.isascii() else POLICY_UTF8)
    message["From"] = Address(server.sender.display_name, addr_spec=server.sender.addr_spec)
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = mail.made
    message["Message-ID"] = f"<{mail.id}.{_hash_mail(mail)}@{server.own_host}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please.
    for name, value in mail.headers.items():
        message[name] = value
    message.set_content(mail.text)
    return message


def _hash_mail(mail: Mail) -> str:
    """Return what sets this mail apart from one of the same id, such as after a backup was restored."""
    key = derive_key(keys_of(current_app)[0], "mail")
    content = f"{mail.id} {mail.made.isoformat()} {mail.recipient}"
    return hmac.new(key.encode(), content.encode(), hashlib.sha256).hexdigest()[:32]
