"""Where and how to sign in to a mail server: plain values, made from a mailbox or a URL."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings

from rapport.inbox.models import Mailbox

SECURITIES = {"smtp": "none", "smtp+tls": "starttls", "smtps": "tls"}
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Server:
    """One server of a mailbox. A token signs in by XOAUTH2, a password by what is offered."""

    host: str
    port: int
    security: str
    username: str = ""
    password: str = ""
    token: str = ""
    # The operator named it, so it may be inside the network.
    is_trusted: bool = False
    protocol: str = "smtp"


def system() -> Server | None:
    """The server for the system's own mail, where the operator set one."""
    if not settings.SMTP_URL:
        return None
    parts = urlsplit(settings.SMTP_URL)
    return Server(
        parts.hostname or "localhost",
        parts.port or PORTS.get(parts.scheme, 25),
        SECURITIES.get(parts.scheme, "starttls"),
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        is_trusted=True,
    )


def smtp_of(mailbox: Mailbox, *, password: str = "", token: str = "") -> Server:  # noqa: S107
    """A mailbox's outgoing server; some take mail without signing in."""
    if mailbox.smtp_without_sign_in:
        password = token = ""
    return Server(
        mailbox.smtp_host, mailbox.smtp_port, mailbox.smtp_security,
        mailbox.username or mailbox.address, password, token,
    )  # fmt: skip


def imap_of(mailbox: Mailbox, *, password: str = "", token: str = "") -> Server:  # noqa: S107
    """A mailbox's incoming server."""
    return Server(
        mailbox.imap_host, mailbox.imap_port, mailbox.imap_security,
        mailbox.username or mailbox.address, password, token, protocol="imap",
    )  # fmt: skip
