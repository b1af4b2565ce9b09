"""Who at the client sees a conversation, and why."""

from dataclasses import dataclass
from datetime import datetime

from rapport.clients.models import Contact
from rapport.inbox.models import Acknowledgement, Conversation, Participant
from rapport.inbox.queries import reachable
from rapport.inbox.queries.reachable import Note

MOST = 60


@dataclass(frozen=True, slots=True)
class Shared:
    """Those who take part, those who see it with their company, and who could be brought in."""

    people: list[Participant]
    watching: list[Contact]
    others: list[Contact]
    # What is known of their addresses.
    notes: dict[str, list[Note]]
    # Whether the machine said that it has come, or why not.
    acknowledged: Acknowledgement | None


def shared(conversation: Conversation, *, at: datetime) -> Shared:
    """A fixed number of queries, whatever the client's size."""
    rows = Participant.objects.filter(conversation=conversation, is_verified=True)
    people = list(rows.select_related("contact").order_by("pk")[:MOST])
    notes = reachable.by_address([person.email for person in people], at=at)
    thanks = Acknowledgement.objects.filter(conversation=conversation).first()
    if conversation.client_id is None or conversation.is_side:
        return Shared(people, [], [], notes, thanks)
    inside = {person.contact_id for person in people}
    known = Contact.objects.known().filter(client=conversation.client_id).order_by("name", "pk")
    outside = [contact for contact in known[: 4 * MOST] if contact.pk not in inside]
    watching = [contact for contact in outside if contact.sees_company]
    seen = [] if conversation.is_confidential else watching
    return Shared(people, seen, outside[:MOST], notes, thanks)
