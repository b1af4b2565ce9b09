"""Who stands on which side: people of the client, and those who are talked to on the side."""

from collections.abc import Iterable

from rapport.accounts.models import Member
from rapport.clients.models import Contact
from rapport.clients.models.client import ClientDomain
from rapport.inbox.models import Conversation, DepartmentMember, Participant
from rapport.workspaces.prepared import Question

_ASIDE = Question(
    lambda pk, emails: (
        Participant.objects.filter(
            conversation__side_of=pk, email__in=emails, is_verified=True, member=None
        )
        .values_list("email")
        .distinct()
    )
)


def across(conversation: Conversation, emails: Iterable[str]) -> list[str]:
    """Those of these addresses that belong to the other party: on the side the client's people,
    with the client whoever is only talked to on the side. Somebody must look before they get it."""
    wanted = list(dict.fromkeys(email.lower() for email in emails))
    if not wanted:
        return []
    if conversation.is_side:
        theirs = of_client(conversation.side_of, wanted) - _taking_part(conversation, wanted)
        return [email for email in wanted if email in theirs]
    aside = {email for (email,) in _ASIDE(conversation.pk, wanted)}
    aside -= _at_home(conversation, wanted) if aside else set()
    return [email for email in wanted if email in aside]


def of_client(main: Conversation | None, emails: Iterable[str]) -> set[str]:
    """Those of these addresses that take part in this conversation, or belong to its client."""
    wanted = list(emails)
    if main is None or not wanted:
        return set()
    people = Participant.objects.filter(conversation=main, email__in=wanted, member=None)
    found = set(people.values_list("email", flat=True))
    if main.client_id is None:
        return found
    contacts = Contact.objects.live().filter(client=main.client_id, email__in=wanted)
    found |= set(contacts.values_list("email", flat=True))
    domains = ClientDomain.objects.filter(client=main.client_id).values_list("domain", flat=True)
    known = set(domains)
    return found | {email for email in wanted if email.rpartition("@")[2] in known}


def is_asked(side: Conversation, member: Member) -> bool:
    """Whether this member was asked here: a colleague, or one of the department. Whoever asked is
    not, in whatever department they are."""
    request = getattr(side, "request", None)
    if request is not None:
        if request.asked_by_id == member.pk:
            return False
        team = DepartmentMember.objects.filter(department=request.department_id, member=member)
        return bool(team.exists())
    asked = Participant.objects.filter(conversation=side, member=member, is_verified=True)
    return bool(side.is_side and asked.exists())


def _taking_part(conversation: Conversation, emails: list[str]) -> set[str]:
    """Those whom somebody let in here before."""
    people = Participant.objects.filter(conversation=conversation, email__in=emails)
    return set(people.filter(is_verified=True).values_list("email", flat=True))


def _at_home(conversation: Conversation, emails: list[str]) -> set[str]:
    """Those who belong with the client whatever they are asked on the side."""
    found = _taking_part(conversation, emails)
    if conversation.client_id is not None:
        rows = Contact.objects.live().filter(client=conversation.client_id, email__in=emails)
        found |= set(rows.values_list("email", flat=True))
    return found
