"""An SMTP server that delivers into Maildirs and keeps a ledger of what crossed the wire."""

import mailbox
import os
import threading
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.living import free_port
from tests.mailworld.dovecot import PASSWORD


@dataclass(frozen=True)
class Crossed:
    """One mail that the server took over."""

    message_id: str
    to: tuple[str, ...]
    raw: bytes


class Box(mailbox.Maildir):
    """A Maildir whose mails belong to the user that Dovecot reads as."""

    def __init__(self, folder: Path, uid: int, gid: int) -> None:
        super().__init__(folder, create=True)
        self.owner = (uid, gid)
        for path in (folder, *folder.iterdir()):
            os.chown(path, uid, gid)

    def _create_tmp(self):
        stream = super()._create_tmp()
        os.fchown(stream.fileno(), *self.owner)
        return stream


class Delivery(Mailbox):
    """aiosmtpd's Maildir handler, one box a recipient, with a ledger."""

    def __init__(self, boxes: Path, uid: int, gid: int) -> None:
        self.boxes, self.owner = boxes, (uid, gid)
        self.ledger: list[Crossed] = []
        self.lock = threading.Lock()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content
        assert content is not None
        mail = message_from_bytes(content)
        with self.lock:
            crossed = Crossed(str(mail["Message-ID"]).strip(), tuple(envelope.rcpt_tos), content)
            self.ledger.append(crossed)
        for address in envelope.rcpt_tos:
            self.deliver(address, mail)
        return "250 delivered"

    def deliver(self, address: str, mail: Message) -> None:
        name = address.partition("@")[0].partition("+")[0]
        Box(self.boxes / name, *self.owner).add(mail)


def sign_in(server, session, envelope, mechanism: str, given: object) -> AuthResult:
    """The same password as the boxes have; nobody must sign in to deliver."""
    is_right = isinstance(given, LoginPassword) and given.password == PASSWORD.encode()
    return AuthResult(success=is_right)


class Postman:
    """The SMTP server, running in a thread of the test."""

    def __init__(self, boxes: Path, uid: int, gid: int) -> None:
        self.handler = Delivery(boxes, uid, gid)
        self.port = free_port()

    @property
    def ledger(self) -> list[Crossed]:
        return self.handler.ledger

    def __enter__(self) -> "Postman":
        self.controller = Controller(
            self.handler, hostname="127.0.0.1", port=self.port, authenticator=sign_in,
            auth_require_tls=False,
        )  # fmt: skip
        self.controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.controller.stop()
