"""Ask a name server, and tell apart the ways in which it gives no answer."""

from dataclasses import dataclass
from enum import StrEnum

import dns.exception
import dns.resolver

SECONDS = 3.0


class Silence(StrEnum):
    """Why there are no records."""

    NONE = "none"  # the name is there, or may be; it has no such record
    NO_NAME = "no-name"  # NXDOMAIN
    BROKEN = "broken"  # SERVFAIL, REFUSED: the domain's own servers are at fault
    LATE = "late"  # nobody answered in time


@dataclass(frozen=True, slots=True)
class Answer:
    """The records as text; without any, why."""

    records: tuple[str, ...] = ()
    silence: Silence | None = None

    @property
    def is_trouble(self) -> bool:
        """Whether it tells nothing: another moment may bring an answer."""
        return self.silence in (Silence.BROKEN, Silence.LATE)


def ask(name: str, kind: str) -> Answer:
    """Ask once; never raises, and gives up after a few seconds."""
    try:
        found = resolver().resolve(name, kind, lifetime=SECONDS)
    except dns.resolver.NXDOMAIN:
        return Answer(silence=Silence.NO_NAME)
    except dns.resolver.NoAnswer:
        return Answer(silence=Silence.NONE)
    except dns.exception.Timeout:
        return Answer(silence=Silence.LATE)
    except (dns.exception.DNSException, OSError, UnicodeError):
        return Answer(silence=Silence.BROKEN)
    if kind != "TXT":
        return Answer(tuple(record.to_text() for record in found))
    return Answer(tuple(b"".join(record.strings).decode("utf-8", "replace") for record in found))


def resolver() -> dns.resolver.Resolver:
    """The machine's own resolver."""
    return dns.resolver.Resolver()
