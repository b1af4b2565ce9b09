"""Who speaks in a mail, and how far that is proved."""

from dataclasses import dataclass

from rapport.accounts.models import Member
from rapport.clients.models import Client, Contact
from rapport.engine.mail import Outcome, Parsed
from rapport.inbox.authentication import Verdict, verdict
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
    proof = None if raw.is_history else verdict(parsed, _trusted(raw.mailbox))
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


def _trusted(mailbox: Mailbox | None) -> str:
    return mailbox.trusted_authserv_id if mailbox else ""


def _many(parsed: Parsed) -> str:
    """More than one From mailbox, or none: all are shown, none is believed."""
    shown = ", ".join(address.name or address.email for address in parsed.from_)
    return shown[:200]
