"""Hand a composed mail to an SMTP server, and say for each recipient what became of it."""

import smtplib
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from django.utils.translation import gettext as _

from rapport.inbox import watchdog
from rapport.inbox.servers import Server
from rapport.inbox.trouble import (
    connection_trouble,
    no_encryption,
    no_greeting,
    only_encrypted,
)
from rapport.integrations import addresses, mail_sign_in
from rapport.integrations.authorities import trusted

TIMEOUT = 20.0
# From the first word to the sign-in, and for one mail.
OPENED, WHOLE = 60.0, 90.0
# So many mails over one connection: servers have a limit of their own, and hang up.
MOST_A_CONNECTION = 50


class NoServer(Exception):
    """We could not get as far as handing over a mail; nobody has got anything. `str()` is a
    sentence for the person."""


class Busy(NoServer):
    """The server asks for patience before it takes anything."""


class NoSignIn(NoServer):
    """The server takes nobody's password; it may take mail without."""


class TokenRefused(NoServer):
    """The server does not believe the token of an OAuth sign-in."""


@dataclass(slots=True)
class Handed:
    """What the server said: recipient → "sent", "refused: 550 …", or missing = try again."""

    said: dict[str, str] = field(default_factory=dict)
    # Why those that are missing are missing.
    error: str = ""


class _Guarded(smtplib.SMTP):
    trusted = False

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return addresses.connect(host, port, timeout=timeout, trusted=self.trusted)


class _GuardedTls(_Guarded):
    default_port = 465

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = super()._get_socket(host, port, timeout)
        return trusted("smtp").wrap_socket(plain, server_hostname=host)


def connect(server: Server) -> smtplib.SMTP:
    """An open, protected, signed-in connection: TLS that was demanded is TLS, or none at all."""
    client = _GuardedTls(timeout=TIMEOUT) if server.security == "tls" else _Guarded(timeout=TIMEOUT)
    client.trusted = server.is_trusted
    client._host = server.host  # type: ignore[attr-defined]
    try:
        with watchdog.Deadline(lambda: client.sock, OPENED):
            _greet(client, server)
            _protect(client, server)
            _sign_in(client, server)
    except NoServer:
        client.close()
        raise
    except (OSError, smtplib.SMTPException) as raised:
        cause = raised.__context__
        error = cause if isinstance(cause, TimeoutError) else raised
        trouble = no_greeting(error, server) if client.ehlo_resp is None else ""
        client.close()
        raise NoServer(trouble or _explain(error, server)) from error
    return client


def visit(server: Server) -> None:
    """Sign in and leave again; raises `NoServer` if that does not work."""
    _leave(connect(server))


def send(server: Server, *, sender: str, recipients: Sequence[str], content: bytes) -> Handed:
    """One transaction for all recipients. Raises `NoServer` if it did not come to that."""
    with Line() as line:
        return line.send(server, sender=sender, recipients=recipients, content=content)


class Line:
    """A connection over which one mail goes after the other; made anew where it broke off, where
    another server is meant, and after many."""

    def __init__(self) -> None:
        self._client: smtplib.SMTP | None = None
        self._server: Server | None = None
        self._mails = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._hang_up()

    def send(
        self, server: Server, *, sender: str, recipients: Sequence[str], content: bytes
    ) -> Handed:
        """One transaction for all recipients. Raises `NoServer` if it did not come to that."""
        client = self._open(server)
        self._mails += 1
        with watchdog.Deadline(lambda: client.sock, WHOLE):
            return _transact(client, sender, recipients, content)

    def _open(self, server: Server) -> smtplib.SMTP:
        goes_on = self._server == server and self._mails < MOST_A_CONNECTION
        if self._client and goes_on and _is_ready(self._client):
            return self._client
        self._hang_up()
        self._client, self._server, self._mails = connect(server), server, 0
        return self._client

    def _hang_up(self) -> None:
        if self._client:
            _leave(self._client)
            self._client = None


def _is_ready(client: smtplib.SMTP) -> bool:
    """Whether it is still there, and begins anew."""
    try:
        with watchdog.Deadline(lambda: client.sock, TIMEOUT):
            return client.rset()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def _greet(client: smtplib.SMTP, server: Server) -> None:
    code, said = client.connect(server.host, server.port)
    if code != 220:
        kind = Busy if 400 <= code < 500 else NoServer
        where = _("%(host)s takes nothing on port %(port)s just now.")
        raise kind(where % {"host": server.host, "port": server.port} + f" ({_line(code, said)})")


def _leave(client: smtplib.SMTP) -> None:
    try:
        client.quit()
    except (OSError, smtplib.SMTPException):
        client.close()


def _protect(client: smtplib.SMTP, server: Server) -> None:
    client.ehlo_or_helo_if_needed()
    if server.security != "starttls":
        return
    if not client.has_extn("starttls"):
        raise NoServer(no_encryption(server))
    client.starttls(context=trusted("smtp"))
    client.ehlo()


def _sign_in(client: smtplib.SMTP, server: Server) -> None:
    if not server.token and not server.password:
        return
    if not client.has_extn("auth"):
        can_encrypt = server.security == "none" and client.has_extn("starttls")
        raise NoServer(only_encrypted(server)) if can_encrypt else NoSignIn(_no_sign_in(server))
    if server.token:
        _sign_in_by_token(client, server)
    else:
        client.login(server.username, server.password)


def _sign_in_by_token(client: smtplib.SMTP, server: Server) -> None:
    """XOAUTH2: the server's reason comes with 334, and an empty line lets it say no."""
    words = mail_sign_in.xoauth2(server.username, server.token)
    reasons: list[bytes] = []

    def answer(challenge: bytes | None = None) -> str:
        if challenge is None:
            return words
        reasons.append(challenge)
        return ""

    try:
        client.auth("XOAUTH2", answer)
    except smtplib.SMTPAuthenticationError as error:
        said = mail_sign_in.refusal(b"".join(reasons)) or _line(error.smtp_code, error.smtp_error)
        raise TokenRefused(mail_sign_in.refused_by(server.host, said)) from error


def _no_sign_in(server: Server) -> str:
    return _(
        "%(host)s offers no sign-in on port %(port)s, though one is saved: send without signing "
        "in, or check the port (587 or 465)."
    ) % {"host": server.host, "port": server.port}


def _transact(
    client: smtplib.SMTP, sender: str, recipients: Sequence[str], content: bytes
) -> Handed:
    handed = Handed()
    try:
        code, said = client.mail(sender, [f"size={len(content)}"])
        if code != 250:
            return _all(handed, recipients, code, said)
        accepted = [address for address in recipients if _name(client, address, handed)]
        if not accepted:
            return handed
        code, said = client.data(content)
    except smtplib.SMTPDataError as error:
        return _all(handed, recipients, error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPException) as error:
        handed.error = _text(error)
        return handed
    if code != 250:
        return _all(handed, accepted, code, said)
    handed.said |= dict.fromkeys(accepted, "sent")
    return handed


def _name(client: smtplib.SMTP, address: str, handed: Handed) -> bool:
    """Name one recipient; True if the server takes the mail for them."""
    try:
        code, said = client.rcpt(address)
    except UnicodeEncodeError:
        handed.said[address] = "refused: " + _("the address has letters no mail server takes")
        return False
    if code in (250, 251):
        return True
    if code == 421:
        raise smtplib.SMTPServerDisconnected(_line(code, said))
    _note(handed, address, code, said)
    return False


def _all(handed: Handed, recipients: Sequence[str], code: int, said: bytes | str) -> Handed:
    for address in recipients:
        if address not in handed.said:
            _note(handed, address, code, said)
    return handed


def _note(handed: Handed, address: str, code: int, said: bytes | str) -> None:
    if 500 <= code < 600:
        handed.said[address] = f"refused: {_line(code, said)}"
    else:
        handed.error = _line(code, said)


def _line(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}"[:300]


def _text(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:300]


def _explain(error: Exception, server: Server) -> str:
    where = {"host": server.host, "port": server.port}
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _("%(host)s did not accept the user name and password.") % where
    if type(error) is smtplib.SMTPException:  # "No suitable authentication method found."
        return _("%(host)s offers no way of signing in that Rapport knows.") % where
    if trouble := connection_trouble(error, server):
        return trouble
    return _("%(host)s could not be reached on port %(port)s.") % where + f" ({_text(error)})"
