"""Who speaks in a mail, and how far that is proved."""

from dataclasses import dataclass

from rapport.accounts.models import Member
from rapport.clients.models import Client, Contact
from rapport.engine.mail import Outcome, Parsed
from rapport.inbox import sender_checks
from rapport.inbox.authentication import Verdict, judged, verdict
from rapport.inbox.models import Mailbox, RawMail
from rapport.inbox.queries.people import AddressBook, spelled


@dataclass(frozen=True, slots=True)
class Sender:
    """The one From mailbox; Reply-To and Sender say nothing about who speaks."""

    email: str
    name: str
    contact: Contact | None = None
    member: Member | None = None
    # One of our own addresses wrote it: staff, or one of our mailboxes.
    is_staff: bool = False
    # What our own mail server said; None where it was not asked, as of history.
    proof: Verdict | None = None
    # The check of our own mail server failed, or somebody claims to be one of us unproved.
    is_suspicious: bool = False
    # A delivery report speaks for nobody; these are the mails it is about.
    is_report: bool = False
    reported_ids: tuple[str, ...] = ()
    client: Client | None = None


def identify(raw: RawMail, parsed: Parsed, outcome: Outcome, book: AddressBook) -> Sender:
    """Say who speaks. History is believed, as whoever imports it had it in their own archive."""
    author = parsed.author
    email = spelled(author.email) if author else ""
    name = (author.name or email)[:200] if author else _many(parsed)
    if outcome.kind == "bounce":
        ids = tuple(bounce.original_id for bounce in outcome.bounces if bounce.original_id)
        return Sender(email, name, is_report=True, reported_ids=ids)
    proof = None if raw.is_history else _proof(raw, parsed)
    is_proved = proof in (None, Verdict.PASSED)
    claims_us = book.is_ours(email)
    if proof is Verdict.FAILED or (claims_us and not is_proved):
        return Sender(email, name, proof=proof, is_suspicious=True)
    contact = book.contacts.get(email)
    client = contact.client if contact else None
    if client is None and book.domain_client and not claims_us:
        client = Client.objects.filter(pk=book.domain_client).first()
    member = book.members.get(email)
    return Sender(email, name, contact, member, is_staff=claims_us, proof=proof, client=client)


def check(raw: RawMail, parsed: Parsed) -> None:
    """Find out about the sender of a mail that came straight to us, once; outside any transaction,
    since name servers take their time."""
    envelope = raw.envelope
    if raw.source != RawMail.Source.SMTP or envelope is None or "checks" in envelope:
        return
    checks = sender_checks.look(
        raw.bytes, peer=envelope["peer"], helo=envelope["helo"], sender=envelope["from"],
        author=parsed.author.email if parsed.author else "",
    )  # fmt: skip
    raw.envelope = envelope | {"checks": checks}
    RawMail.objects.filter(pk=raw.pk).update(envelope=raw.envelope)


def _proof(raw: RawMail, parsed: Parsed) -> Verdict:
    """From our own checks where we are the server that took the mail in: then no header counts."""
    if raw.source != RawMail.Source.SMTP:
        return verdict(parsed, _trusted(raw.mailbox))
    checks = (raw.envelope or {}).get("checks", [])
    return judged([(method, result, about) for method, result, about in checks], parsed)


def _trusted(mailbox: Mailbox | None) -> str:
    return mailbox.trusted_authserv_id if mailbox else ""


def _many(parsed: Parsed) -> str:
    """More than one From mailbox, or none: all are shown, none is believed."""
    shown = ", ".join(address.name or address.email for address in parsed.from_)
    return shown[:200]
