"""What we find out about a sender ourselves, where no server of ours took the mail in before:
whether the machine that brought it may send for its domain (SPF), whether a signature holds (DKIM),
and what the domain of the From address wants of both (DMARC, RFC 7489)."""

import time
from dataclasses import dataclass, field

import dkim

from rapport.engine.mail import spf
from rapport.inbox.authentication import Finding, is_aligned
from rapport.inbox.dns_answers import ask

SECONDS = 20.0
MOST_SIGNATURES = 5
MOST_LABELS = 5


@dataclass(slots=True)
class Names:
    """Name servers, asked until the time for one mail is over; each name once."""

    until: float = field(default_factory=lambda: time.monotonic() + SECONDS)
    known: dict[tuple[str, str], tuple[str, ...] | None] = field(default_factory=dict)

    def ask(self, name: str, kind: str) -> tuple[str, ...] | None:
        """The records; none where there are none, None where nobody could tell."""
        key = (name.lower().rstrip("."), kind)
        if key not in self.known:
            self.known[key] = self._ask(*key)
        return self.known[key]

    def _ask(self, name: str, kind: str) -> tuple[str, ...] | None:
        if time.monotonic() > self.until:
            return None
        answer = ask(name, kind)
        return None if answer.is_trouble else answer.records


def look(content: bytes, *, peer: str, helo: str, sender: str, author: str) -> list[Finding]:
    """Method, result and domain of each check, as a mail server would write them down."""
    names = Names()
    envelope = sender.rpartition("@")[2].lower() or helo.lower()
    found: list[Finding] = [("spf", _spf(names, peer, helo, sender, envelope), envelope)]
    found += _signatures(names, content)
    domain = author.rpartition("@")[2].lower()
    return [*found, ("dmarc", _dmarc(names, found, domain), domain)] if domain else found


def _spf(names: Names, peer: str, helo: str, sender: str, domain: str) -> str:
    if not peer or not domain:
        return "none"
    return spf.check_host(peer, domain, sender=sender, helo=helo, ask=names.ask)


def _signatures(names: Names, content: bytes) -> list[Finding]:
    def key(name: bytes, timeout: float = 0) -> bytes | None:
        records = names.ask(name.decode("ascii", "replace"), "TXT")
        if records is None:
            raise TimeoutError
        return records[0].encode() if records else None

    try:
        mail = dkim.DKIM(content, minkey=1024)
        count = sum(1 for name, _ in mail.headers if name.lower() == b"dkim-signature")
    except dkim.DKIMException:
        return [("dkim", "permerror", "")]
    found = [_signature(mail, n, key) for n in range(min(count, MOST_SIGNATURES))]
    return found or [("dkim", "none", "")]


def _signature(mail: dkim.DKIM, n: int, key: object) -> Finding:
    mail.domain = b""
    try:
        holds = mail.verify(idx=n, dnsfunc=key)
    except TimeoutError:
        return "dkim", "temperror", _domain(mail)
    except (dkim.DKIMException, ValueError, TypeError, IndexError, KeyError):
        return "dkim", "fail", _domain(mail)
    return "dkim", "pass" if holds else "fail", _domain(mail)


def _domain(mail: dkim.DKIM) -> str:
    return (mail.domain or b"").decode("ascii", "replace").lower()


def _dmarc(names: Names, found: list[Finding], domain: str) -> str:
    record = _policy(names, domain)
    if record is None:
        return "temperror"
    if not record:
        return "none"
    wanted = {
        name.strip().lower(): value.strip().lower()
        for name, _eq, value in (part.partition("=") for part in record.split(";"))
    }
    for method, result, about in found:
        is_strict = wanted.get(f"a{method}") == "s"
        if result == "pass" and (about == domain if is_strict else is_aligned(about, domain)):
            return "pass"
    return "temperror" if any(result == "temperror" for _, result, _ in found) else "fail"


def _policy(names: Names, domain: str) -> str | None:
    """Of the domain itself, else of the nearest above it that has one."""
    labels = domain.split(".")[-MOST_LABELS:]
    for n in range(len(labels) - 1):
        records = names.ask("_dmarc." + ".".join(labels[n:]), "TXT")
        if records is None:
            return None
        if found := [one for one in records if one.lower().startswith("v=dmarc1")]:
            return found[0]
    return ""
