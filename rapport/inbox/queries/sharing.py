"""Who at the client sees a conversation, and why."""

from dataclasses import dataclass

from rapport.clients.models import Contact
from rapport.inbox.models import Conversation, Participant

MOST = 60


@dataclass(frozen=True, slots=True)
class Shared:
    """Those who take part, those who see it with their company, and who could be brought in."""

    people: list[Participant]
    watching: list[Contact]
    others: list[Contact]


def shared(conversation: Conversation) -> Shared:
    """A fixed number of queries, whatever the client's size."""
    rows = Participant.objects.filter(conversation=conversation, is_verified=True)
    people = list(rows.select_related("contact").order_by("pk")[:MOST])
    if conversation.client_id is None or conversation.is_side:
        return Shared(people, [], [])
    inside = {person.contact_id for person in people}
    known = Contact.objects.known().filter(client=conversation.client_id).order_by("name", "pk")
    outside = [contact for contact in known[: 4 * MOST] if contact.pk not in inside]
    watching = [contact for contact in outside if contact.sees_company]
    return Shared(people, [] if conversation.is_confidential else watching, outside[:MOST])
