"""The two protocols: SMTP for any server, LMTP (RFC 2033) for our own.

`aiosmtpd` speaks them; here stands what it leaves open: who may come in, one answer for each
recipient in LMTP, no relaying, and nothing said about who has an address here.
"""

import asyncio
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

from rapport.inbox.reception.turnstile import Turnstile

# RFC 5321 allows 1,000; what real programs write is longer, and no reason to lose a mail.
LONGEST_LINE = 64 * 1024
BUSY = b"421 4.7.0 Too many connections, please come back later\r\n"


class Admitted(SMTP):
    """Whoever finds a place; the others hear that they should come back."""

    line_length_limit = LONGEST_LINE

    def __init__(
        self, handler: Any, *, turnstile: Turnstile, inside: set["Admitted"], **options: Any
    ) -> None:
        super().__init__(handler, **options)
        self.turnstile, self.inside = turnstile, inside
        self.peer: str | None = None

    @property
    def is_bringing(self) -> bool:
        """Whether a mail is on its way, and nothing said of it yet."""
        return bool(self.envelope and self.envelope.rcpt_tos)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Once for a connection, and again when it goes on under TLS."""
        if self.peer is None:
            who = peer_of(transport)
            if not self.turnstile.enter(who):
                assert isinstance(transport, asyncio.WriteTransport)  # noqa: S101 - for the checker
                transport.write(BUSY)
                transport.close()
                return
            self.peer = who
            self.inside.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Its place is free."""
        if self.peer is None:
            return
        self.turnstile.leave(self.peer)
        self.inside.discard(self)
        super().connection_lost(error)

    def eof_received(self) -> bool | None:
        """Of a connection that found no place nothing is waited for."""
        return None if self.peer is None else super().eof_received()

    async def smtp_AUTH(self, arg: str) -> None:
        """Nobody signs in here: mail is taken for our own addresses only."""
        await self.push("502 5.5.1 Not implemented")

    async def smtp_HELP(self, arg: str) -> None:
        """Nothing to be said."""
        await self.push("214 2.0.0 See RFC 5321")


class SmtpDoor(Admitted):
    """For servers from outside."""


class LmtpDoor(Admitted, LMTP):
    """For our own mail server: after a mail it hears one answer for each recipient."""

    owed = 0

    async def push(self, status: Any) -> None:
        """Once a mail may begin, the next answer is said for each of its recipients."""
        owed, self.owed = self.owed, 0
        if owed and isinstance(status, str) and "\r\n" not in status:
            status = "\r\n".join([status] * owed)
        if isinstance(status, str) and status.startswith("354") and self.envelope:
            self.owed = len(self.envelope.rcpt_tos)
        await super().push(status)


def peer_of(transport: asyncio.BaseTransport) -> str:
    """The address at the other end; empty over a socket file."""
    found = transport.get_extra_info("peername")
    return str(found[0]) if isinstance(found, tuple) else ""
