"""Who is behind the addresses of a mail."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from rapport.accounts.models import Member
from rapport.clients.models import Client, Contact
from rapport.clients.models.client import ClientDomain
from rapport.engine.mail import Address, Parsed
from rapport.inbox.models import Mailbox
from rapport.workspaces.models import Workspace

MOST_PEOPLE = 60


@dataclass(frozen=True, slots=True)
class AddressBook:
    """What we know about the addresses of one mail; keys are in lower case."""

    contacts: dict[str, Contact] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    mailboxes: frozenset[str] = frozenset()

    def is_ours(self, email: str) -> bool:
        """Whether this is one of us: staff or one of our mailboxes."""
        return email in self.members or email in self.mailboxes


def spelled(email: str) -> str:
    """The one spelling by which addresses are compared and kept."""
    return email.strip().lower()[:320]


def addresses_of(parsed: Parsed) -> list[Address]:
    """Everybody a mail names as author or addressee, once each, in order."""
    found = {}
    for address in (*parsed.from_, *parsed.to, *parsed.cc):
        email = spelled(address.email)
        if email and email not in found:
            found[email] = Address(address.name, email)
    return list(found.values())[:MOST_PEOPLE]


def look_up(emails: Iterable[str]) -> AddressBook:
    """Find contacts, staff and mailboxes among these addresses. The scope must be open."""
    wanted = list(emails)
    contacts = Contact.objects.live().filter(email__in=wanted).select_related("client")
    members = Member.objects.active().filter(user__email__in=wanted).select_related("user")
    mailboxes = Mailbox.objects.live().filter(address__in=wanted).values_list("address", flat=True)
    return AddressBook(
        {contact.email: contact for contact in contacts},
        {member.user.email: member for member in members},
        frozenset(address.lower() for address in mailboxes),
    )


def client_of_domain(workspace: Workspace, email: str) -> Client | None:
    """The client whose mail domain this address belongs to."""
    domain = email.rpartition("@")[2]
    found = ClientDomain.objects.filter(workspace_id=workspace.pk, domain=domain)
    known = found.select_related("client").first()
    return known.client if known and known.client.binned_at is None else None
