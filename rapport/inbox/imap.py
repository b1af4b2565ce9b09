"""A conversation with an IMAP server: guarded, bounded in time, and only reading."""

import contextlib
import imaplib
import re
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

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

# Between two words of a conversation.
TIMEOUT = 25.0
# From the greeting to the open folder, and for a list of what is in it.
OPENED = LISTED = 75.0
# Some servers fetch a mail from far away first. What is begun comes on, and at no snail's pace.
PATIENCE = 60.0
SLOWEST_BYTES = 20_000
LONGEST_LINE = 20_000_000
# An answer to a search over a large mailbox is one line.
imaplib._MAXLINE = LONGEST_LINE  # type: ignore[attr-defined]

_UID = re.compile(rb"UID (\d+)")
_DATE = re.compile(rb'INTERNALDATE "([^"]+)"')
_WANTED = "FROM TO CC IN-REPLY-TO REFERENCES MESSAGE-ID"


class Failed(Exception):
    """The server cannot be read now; `str()` is a sentence for the person."""


class NotHandedOver(Failed):
    """The server answers, but will not give this one mail."""


class HandsOverNothing(Failed):
    """The server answers, and refuses one mail after the other."""


class TokenRefused(Failed):
    """The server does not believe the token of an OAuth sign-in."""


# Whatever may go wrong while a mail is fetched.
TROUBLE = (Failed, OSError, imaplib.IMAP4.error)


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder says about itself when it is opened."""

    uid_validity: int
    exists: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail, and when the server got it."""

    raw: bytes
    arrived_at: datetime | None


class _Guarded(imaplib.IMAP4):
    watch: watchdog.Deadline | None = None

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return addresses.connect(self.host, self.port, timeout=timeout or TIMEOUT)

    def read(self, size: int) -> bytes:
        """The bytes of a mail, whose number was said."""
        self.sock.settimeout(TIMEOUT)
        if self.watch:
            self.watch.give(TIMEOUT + size / SLOWEST_BYTES)
        return super().read(size)


class _GuardedTls(_Guarded):
    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = super()._create_socket(timeout)
        return trusted("imap").wrap_socket(plain, server_hostname=self.host)


class Session:
    """A signed-in connection with one folder opened for reading."""

    def __init__(self, client: _Guarded, folder: Folder) -> None:
        self._client = client
        self.folder = folder
        # How many whole mails came over this connection.
        self.handed_over = 0

    @property
    def can_idle(self) -> bool:
        """Whether the server tells by itself when something comes."""
        return "IDLE" in self._client.capabilities

    def uids_after(self, last: int) -> list[int]:
        """The UIDs above `last`, rising."""
        with watchdog.Deadline(lambda: self._client.sock, LISTED):
            kind, found = self._client.uid("SEARCH", "UID", f"{last + 1}:*")
        if kind != "OK":
            raise Failed(_("The server did not list its mail."))
        uids = {int(uid) for line in found if line for uid in line.split()}
        return sorted(uid for uid in uids if uid > last)

    def header(self, uid: int) -> bytes:
        """The few headers by which one can tell whether a mail is wanted."""
        fetched = self._fetch(uid, f"(UID BODY.PEEK[HEADER.FIELDS ({_WANTED})])")
        return fetched.raw if fetched else b""

    def mail(self, uid: int) -> Fetched | None:
        """One whole mail, its flags left alone; None if it is gone."""
        fetched = self._fetch(uid, "(UID INTERNALDATE BODY.PEEK[])")
        self.handed_over += fetched is not None
        return fetched

    def wait(self, seconds: float) -> bool:
        """Idle until something comes (True) or the time is over. Call only if `can_idle`."""
        client = self._client
        tag = client._new_tag()
        client.send(tag + b" IDLE\r\n")
        if not client.readline().startswith(b"+"):
            raise Failed(_("The server does not tell when mail comes."))
        came = self._listen(time.monotonic() + seconds)
        client.send(b"DONE\r\n")
        while line := client.readline():
            if line.startswith(tag):
                return came
        raise Failed(_("The server ended the connection."))

    def _listen(self, until: float) -> bool:
        client = self._client
        try:
            while (left := until - time.monotonic()) > 0:
                client.sock.settimeout(left)
                line = client.readline()
                if not line or b"BYE" in line[:12]:
                    raise Failed(_("The server ended the connection."))
                if b"EXISTS" in line:
                    return True
        except TimeoutError:
            return False
        finally:
            client.sock.settimeout(TIMEOUT)
        return False

    def _fetch(self, uid: int, what: str) -> Fetched | None:
        client = self._client
        try:
            with watchdog.Deadline(lambda: client.sock, PATIENCE) as client.watch:
                client.sock.settimeout(PATIENCE)
                kind, found = client.uid("FETCH", str(uid), what)
            client.sock.settimeout(TIMEOUT)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            raise NotHandedOver(str(error)[:300]) from error
        if kind != "OK":
            said = found[0].decode("utf-8", "replace") if found and found[0] else kind
            raise NotHandedOver(said[:300])
        for part in found:
            if isinstance(part, tuple) and _uid_of(part[0]) in (uid, None):
                return Fetched(part[1], _date_of(part[0]))
        return None


@contextlib.contextmanager
def session(server: Server, folder: str) -> Iterator[Session]:
    """Connect, sign in and open a folder. Whatever goes wrong becomes `Failed`."""
    client = None
    try:
        client = _connect(server)
        yield _opened(client, server, folder)
    except (OSError, imaplib.IMAP4.error) as error:
        trouble = no_greeting(error, server) if client is None else ""
        raise Failed(trouble or _explain(error, server)) from error
    finally:
        if client is not None:
            with contextlib.suppress(Exception):
                client.sock.settimeout(5)
                client.logout()


def _opened(client: _Guarded, server: Server, folder: str) -> Session:
    with watchdog.Deadline(lambda: client.sock, OPENED):
        _sign_in(client, server)
        return Session(client, _open(client, folder))


def _connect(server: Server) -> _Guarded:
    kind = _GuardedTls if server.security == "tls" else _Guarded
    client = kind(server.host, server.port, timeout=TIMEOUT)
    if server.security == "starttls":
        if "STARTTLS" not in client.capabilities:
            client.shutdown()
            raise Failed(no_encryption(server))
        client.starttls(trusted("imap"))
    return client


def _sign_in(client: imaplib.IMAP4, server: Server) -> None:
    if server.token:
        return _sign_in_by_token(client, server)
    if "LOGINDISABLED" in client.capabilities:
        can_encrypt = server.security == "none" and "STARTTLS" in client.capabilities
        raise Failed(only_encrypted(server) if can_encrypt else _no_password(server))
    try:
        client.login(server.username, server.password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise Failed(
            _("%(host)s did not accept the user name and password.") % {"host": server.host}
        ) from error
    return None


def _sign_in_by_token(client: imaplib.IMAP4, server: Server) -> None:
    """XOAUTH2: the server's reason comes as a challenge, and an empty line lets it say no."""
    words = mail_sign_in.xoauth2(server.username, server.token).encode()
    reasons: list[bytes] = []

    def answer(challenge: bytes) -> bytes:
        if not challenge:
            return words
        reasons.append(challenge)
        return b""

    try:
        client.authenticate("XOAUTH2", answer)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        said = mail_sign_in.refusal(b"".join(reasons)) or str(error)
        raise TokenRefused(mail_sign_in.refused_by(server.host, said)) from error


def _no_password(server: Server) -> str:
    return _(
        "%(host)s takes no password on port %(port)s (LOGINDISABLED): choose another way of "
        "signing in, or another port."
    ) % {"host": server.host, "port": server.port}


def _open(client: imaplib.IMAP4, folder: str) -> Folder:
    quoted = '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
    kind, said = client.select(quoted, readonly=True)
    if kind != "OK":
        raise Failed(_("There is no folder called %(folder)s.") % {"folder": folder})
    validity = client.response("UIDVALIDITY")[1]
    number = int(validity[0]) if validity and validity[0] else 0
    return Folder(number, int(said[0] or 0))


def _uid_of(line: bytes) -> int | None:
    found = _UID.search(line)
    return int(found[1]) if found else None


def _date_of(line: bytes) -> datetime | None:
    found = _DATE.search(line)
    if not found:
        return None
    try:
        return datetime.strptime(found[1].decode().strip(), "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
    except ValueError:
        return None


def _explain(error: Exception, server: Server) -> str:
    if trouble := connection_trouble(error, server):
        return trouble
    said = str(error)[:200] or type(error).__name__
    return _("The connection to %(host)s broke off.") % {"host": server.host} + f" ({said})"
