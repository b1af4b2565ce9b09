"""Who is behind the addresses of a mail."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from rapport.accounts.models import Member
from rapport.clients.models import Client, Contact
from rapport.clients.models.client import ClientDomain
from rapport.engine.mail import Address, Parsed
from rapport.lib.cursors import kept_cursor
from rapport.workspaces import scope
from rapport.workspaces.models import Workspace
from rapport.workspaces.prepared import Question

MOST_PEOPLE = 60
KINDS = ("contact", "member", "mailbox", "alias", "client")
QUESTION = """
SELECT 'contact', id, email FROM clients_contact
 WHERE workspace_id = %s AND binned_at IS NULL AND email IN ({emails})
UNION ALL
SELECT 'member', m.id, u.email FROM accounts_member m JOIN accounts_user u ON u.id = m.user_id
 WHERE m.workspace_id = %s AND m.deactivated_at IS NULL AND u.is_active AND u.email IN ({emails})
UNION ALL
SELECT 'mailbox', id, address FROM inbox_mailbox
 WHERE workspace_id = %s AND binned_at IS NULL AND address IN ({emails})
UNION ALL
SELECT 'alias', id, address FROM inbox_alias
 WHERE workspace_id = %s AND address IN ({emails})
UNION ALL
SELECT 'client', c.id, d.domain FROM clients_clientdomain d JOIN clients_client c
    ON c.id = d.client_id AND c.binned_at IS NULL
 WHERE d.workspace_id = %s AND d.domain = %s
"""


_CONTACTS = Question(lambda pks: Contact.objects.filter(pk__in=pks).select_related("client"))
_MEMBERS = Question(lambda pks: Member.objects.filter(pk__in=pks).select_related("user"))


@dataclass(frozen=True, slots=True)
class AddressBook:
    """What we know about the addresses of one mail; keys are in lower case."""

    contacts: dict[str, Contact] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    # Every address of our mailboxes, further ones included, switched off or not.
    mailboxes: frozenset[str] = frozenset()
    # The ids of the further ones.
    aliases: tuple[int, ...] = ()
    # The client whose mail domain the author's is.
    domain_client: int | None = None

    def is_ours(self, email: str) -> bool:
        """Whether this is one of us: staff or one of our mailboxes, with or without a plus."""
        return email in self.members or email in self.mailboxes or whole(email) in self.mailboxes


def spelled(email: str) -> str:
    """The one spelling by which addresses are compared and kept."""
    return email.strip().lower()[:320]


def whole(email: str) -> str:
    """The address before a word was added to it with a plus; else itself."""
    local, _, domain = email.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def addresses_of(parsed: Parsed) -> list[Address]:
    """Everybody a mail names as author or addressee, once each, in order."""
    found = {}
    for address in (*parsed.from_, *parsed.to, *parsed.cc):
        email = spelled(address.email)
        if email and email not in found:
            found[email] = Address(address.name, email)
    return list(found.values())[:MOST_PEOPLE]


def look_up(emails: Iterable[str], *, domain: str = "") -> AddressBook:
    """Find contacts, staff and our own among these addresses, and the client of a domain. The
    scope must be open. Asked of every mail, and mostly nobody is known: so it is one question,
    and rows are loaded only for those it finds."""
    named = list(emails)
    named += [whole(email) for email in named if "+" in email]
    found = _ask(list(dict.fromkeys(named)), domain)
    contacts = _CONTACTS(list(found["contact"])) if found["contact"] else []
    members = _MEMBERS(list(found["member"])) if found["member"] else []
    return AddressBook(
        {row.email: row for row in contacts},
        {row.user.email: row for row in members},
        frozenset((*found["mailbox"].values(), *found["alias"].values())),
        tuple(found["alias"]),
        next(iter(found["client"]), None),
    )


def _ask(emails: list[str], domain: str) -> dict[str, dict[int, str]]:
    """Kind → id → address."""
    found: dict[str, dict[int, str]] = {kind: {} for kind in KINDS}
    if not emails:
        return found
    workspace = scope.current()
    marks = ", ".join(["%s"] * len(emails))
    once: list[int | str] = [workspace, *emails]
    values = [*once, *once, *once, *once, workspace, domain]
    with kept_cursor() as cursor:
        cursor.execute(QUESTION.replace("{emails}", marks), values)
        for kind, pk, address in cursor.fetchall():
            found[kind][pk] = str(address).lower()
    return found


def client_of_domain(workspace: Workspace, email: str) -> Client | None:
    """The client whose mail domain this address belongs to."""
    domain = email.rpartition("@")[2]
    found = ClientDomain.objects.filter(workspace_id=workspace.pk, domain=domain)
    known = found.select_related("client").first()
    return known.client if known and known.client.binned_at is None else None
