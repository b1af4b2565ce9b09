"""What is answered to a server that brings mail. 250 is said only once the mail is on disk; what
keeps us from that is our own trouble, and the sender is asked to come back."""

import asyncio
import logging
import re
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import TypeVar

from aiosmtpd.smtp import SMTP, Envelope, Session

from rapport.inbox.models import RawMail
from rapport.inbox.queries.reach import Reached
from rapport.inbox.reception import keeping
from rapport.inbox.reception.keeping import Handed
from rapport.inbox.reception.turnstile import Turnstile

log = logging.getLogger("rapport.inbox")

MOST_RECIPIENTS = 100
MOST_UNKNOWN = 10
MOST_HOPS = 50
HEAD = 256 * 1024
_HOP = re.compile(rb"^received[ \t]*:", re.I | re.M)
_HEAD_END = re.compile(rb"\r?\n\r?\n")

LATER = "451 4.3.0 It could not be kept just now, please come back later"
KEPT = "250 2.0.0 Kept"
TOO_FAST = "451 4.7.1 Too many mails in a minute, please come back later"
Answer = TypeVar("Answer")


class Handler:
    """One for each protocol; `aiosmtpd` calls its methods by their names."""

    source = RawMail.Source.SMTP

    def __init__(self, *, turnstile: Turnstile, threads: Executor) -> None:
        self.turnstile, self.threads = turnstile, threads

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, host: str, answers: list[str]
    ) -> list[str]:
        """Nobody signs in and nobody is helped; sizes and encryption are said."""
        session.host_name = host
        said = [one for one in answers if not one.startswith(("250-AUTH", "250 HELP"))]
        return [*said, "250 ENHANCEDSTATUSCODES"]

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """A mail begins."""
        if not self.turnstile.bring(_peer(session)):
            return TOO_FAST
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Go on"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """For our own addresses only."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients, the others in another mail please"
        place = await self._asked(lambda: keeping.whose(address))
        if isinstance(place, Exception):
            return LATER
        if place is None:
            return self._unknown(server, session)
        if place.is_paused:
            return "450 4.2.1 This mailbox is paused, please come back later"
        reached(envelope)[address] = place
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Go on"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """All of them, or none: there is one answer."""
        return await self._keep(session, envelope, reached(envelope))

    async def handle_VRFY(
        self, server: SMTP, session: Session, envelope: Envelope, address: str
    ) -> str:
        """Who has an address here is not told."""
        return "502 5.5.1 Not implemented"

    async def _keep(
        self, session: Session, envelope: Envelope, places: Mapping[str, Reached]
    ) -> str:
        content = bytes(envelope.original_content or b"")
        if _hops(content) > MOST_HOPS:
            return "554 5.4.6 It goes round in circles"
        sender = "" if envelope.mail_from == "<>" else envelope.mail_from or ""
        mail = Handed(self.source, content, sender, _peer(session), session.host_name or "")
        done = await self._asked(lambda: keeping.keep(mail, places))
        return LATER if isinstance(done, Exception) else KEPT

    async def _asked(self, ask: Callable[[], Answer]) -> Answer | Exception:
        """In a thread; whatever goes wrong there is an answer too. A mail that is being kept goes
        on to be kept when the other side hangs up."""
        loop = asyncio.get_running_loop()
        try:
            return await asyncio.shield(loop.run_in_executor(self.threads, ask))
        except Exception as error:
            log.exception("mail cannot be taken in")
            return error

    def _unknown(self, server: SMTP, session: Session) -> str:
        """Whoever asks for many is looking for some."""
        tried = getattr(session, "unknown", 0) + 1
        session.unknown = tried  # type: ignore[attr-defined]
        if tried > MOST_UNKNOWN and server.transport is not None:
            asyncio.get_running_loop().call_later(0.1, server.transport.close)
            return "421 4.7.0 Too many addresses that are not here"
        return "550 5.1.1 There is no such address here"


class LocalHandler(Handler):
    """Our own mail server: it is known and brings what it likes, and hears an answer for each
    recipient, so that it brings again only to those who have not got it."""

    source = RawMail.Source.LMTP

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """A mail begins."""
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Go on"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Each mailbox for itself."""
        answers: dict[Reached, str] = {}
        places = reached(envelope)
        for place in dict.fromkeys(places.values()):
            mine = {address: one for address, one in places.items() if one == place}
            answers[place] = await self._keep(session, envelope, mine)
        return "\r\n".join(answers[places[address]] for address in envelope.rcpt_tos)


def reached(envelope: Envelope) -> dict[str, Reached]:
    """The mailboxes that a mail reaches, by its recipients."""
    if not hasattr(envelope, "reached"):
        envelope.reached = {}  # type: ignore[attr-defined]
    found: dict[str, Reached] = envelope.reached  # type: ignore[attr-defined]
    return found


def _peer(session: Session) -> str:
    return str(session.peer[0]) if isinstance(session.peer, tuple) else ""


def _hops(content: bytes) -> int:
    return len(_HOP.findall(_HEAD_END.split(content[:HEAD], maxsplit=1)[0]))
