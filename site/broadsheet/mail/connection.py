"""A connection to the mail server: opened, secured and signed in."""

import smtplib
import ssl

from .server import Server
from .words import make_plain, shorten

TIMEOUT_SECONDS = 30
LONGEST_ERROR = 200


class Unreachable(Exception):
    """No mail can be handed over now; the message says why and holds no secret."""


def connect(server: Server) -> smtplib.SMTP:
    """Return a connection that takes mails, or raise `Unreachable`."""
    try:
        smtp = _open(server)
        try:
            smtp.ehlo_or_helo_if_needed()
            if not server.tls and smtp.has_extn("starttls"):
                smtp.starttls(context=_make_context(server))
            _sign_in(smtp, server)
            smtp.ehlo_or_helo_if_needed()  # What it offers may be more since TLS.
        except BaseException:
            smtp.close()
            raise
    except ssl.SSLCertVerificationError as error:
        raise Unreachable(f"The certificate of {server.host} is not valid: {error.verify_message}") from error
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        raise Unreachable(f"No connection to {server.host}, port {server.port}: {describe(error)}") from error
    return smtp


def describe(error: Exception) -> str:
    """Return, short and on one line, what went wrong: the mail server's own words where it said something."""
    if isinstance(error, smtplib.SMTPResponseException):
        return describe_reply(error.smtp_code, error.smtp_error)
    if isinstance(error, OSError) and error.strerror:
        return shorten(make_plain(error.strerror), LONGEST_ERROR)
    return shorten(make_plain(str(error)) or type(error).__name__, LONGEST_ERROR)


def describe_reply(code: int, words: bytes | str) -> str:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return shorten(make_plain(f"{code} {said}"), LONGEST_ERROR)


def _open(server: Server) -> smtplib.SMTP:
    if server.tls:
        return smtplib.SMTP_SSL(
            server.host,
            server.port,
            local_hostname=server.own_host,
            timeout=TIMEOUT_SECONDS,
            context=ssl.create_default_context(),
        )
    return smtplib.SMTP(server.host, server.port, local_hostname=server.own_host, timeout=TIMEOUT_SECONDS)


def _make_context(server: Server) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if (
        server.is_loopback
    ):  # Nobody stands between, and the mail server of a machine has a certificate that it made itself.
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _sign_in(smtp: smtplib.SMTP, server: Server) -> None:
    if not server.user:
        return
    if not isinstance(smtp.sock, ssl.SSLSocket) and not server.is_loopback:
        raise Unreachable(
            f"{server.host}, port {server.port}, offers no TLS, so the password is not sent. Use smtps://, or a port "
            "that offers STARTTLS."
        )
    try:
        smtp.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as error:  # What it said may repeat what it was sent.
        raise Unreachable(
            f"{server.host} refused the user or password ({error.smtp_code}). Correct mail_server."
        ) from None
    except smtplib.SMTPNotSupportedError:
        raise Unreachable(
            f"{server.host} takes no user and password. Leave them out of mail_server."
        ) from None
