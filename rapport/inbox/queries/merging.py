"""What somebody sees before two conversations become one: which it could be, and who sees what."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from rapport.clients.models import Contact
from rapport.inbox import companions
from rapport.inbox.models import Conversation, Draft, Message, Participant
from rapport.inbox.queries import listing
from rapport.inbox.queries.addressed import Sight
from rapport.lib.keys import key_of
from rapport.lib.reader import Reader

MOST_OFFERED = 20
MOST_PEOPLE = 60
# Enough to say how many messages somebody would see.
MOST_READ = 2_000
People = dict[int, Contact]


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What one contact would newly see: the subject, where they take no part yet, and so many
    messages of the other one."""

    contact: Contact
    sees_subject: bool
    messages: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen."""

    is_mixed: bool
    glimpses: list[Glimpse]
    messages: int
    drafts: int
    said: list[str]


def offered(shown: Conversation, reader: Reader, words: str) -> list[Conversation]:
    """Those it could go into: by number, subject, person or client; without words the latest of
    the same client."""
    if number := key_of(words.strip().lstrip("#")):
        rows = Conversation.objects.visible_to(reader).live().filter(number=number)
        found = list(rows.exclude(pk=shown.pk).select_related("client"))
        if found:
            return found
    if words:
        page = listing.page(listing.Question("all", words), reader, size=MOST_OFFERED)
        return [row for row in page.conversations if row.pk != shown.pk]
    if shown.client_id is None:
        return []
    rows = Conversation.objects.visible_to(reader).live().filter(client=shown.client_id)
    rows = rows.exclude(pk=shown.pk).select_related("client")
    return list(rows.order_by("-last_message_at", "-pk")[:MOST_OFFERED])


def are_mixed(source: Conversation, target: Conversation) -> bool:
    """Whether people of several clients would be together that are not yet."""
    clients = {source.client_id, target.client_id, *_clients_in(source), *_clients_in(target)}
    return len(clients - {None}) > 1


def preview(source: Conversation, target: Conversation) -> Preview:
    """What would happen if one went into the other."""
    said = [one.said(source, target) for one in companions.known()]
    begun = Draft.objects.filter(conversation=source, discarded_at=None).count()
    count = Message.objects.filter(conversation=source).count()
    return Preview(
        are_mixed(source, target), glimpses(source, target), count, begun,
        [words for words in said if words],
    )  # fmt: skip


def glimpses(source: Conversation, target: Conversation) -> list[Glimpse]:
    """Who would newly see what: those who take part in either, and whoever sees the company of the
    client whose conversation it is then."""
    of_source, of_target = _taking_part(source), _taking_part(target)
    here = of_source | _company(source)
    there = of_target | _company(target)
    sent = _sent(source), _sent(target)
    found = []
    then = of_source | of_target
    if not (source.is_confidential or target.is_confidential):
        then |= _company(target if target.client_id else source)
    for pk, contact in then.items():
        new = [*(sent[0] if pk not in here else ()), *(sent[1] if pk not in there else ())]
        sight = Sight.of(contact)
        count = sum(sight.holds(message) for message in new)
        if count or pk not in there:
            found.append(Glimpse(contact, pk not in there, count))
    return found


def _clients_in(conversation: Conversation) -> Iterable[int | None]:
    people = Participant.objects.filter(conversation=conversation, is_verified=True)
    return people.exclude(contact=None).values_list("contact__client_id", flat=True).distinct()


def _taking_part(conversation: Conversation) -> People:
    places = Participant.objects.filter(conversation=conversation, is_verified=True)
    return _by_id(Contact.objects.live().filter(pk__in=places.values("contact")))


def _company(talk: Conversation) -> People:
    """Those who see whatever their company writes with us, if it is not confidential."""
    if talk.client_id is None or talk.is_confidential:
        return {}
    return _by_id(Contact.objects.live().filter(client=talk.client_id, sees_company=True))


def _by_id(rows: QuerySet[Contact]) -> People:
    ordered = rows.select_related("client").order_by("name", "pk")
    return {contact.pk: contact for contact in ordered[:MOST_PEOPLE]}


def _sent(conversation: Conversation) -> list[Message]:
    """What contacts may see of it at all, light."""
    rows = Message.objects.filter(
        conversation=conversation, kind__in=[Message.Kind.IN, Message.Kind.OUT], is_unverified=False
    ).exclude(kind=Message.Kind.OUT, sent_at=None)
    names = ("kind", "contact", "contact__client_id", "from_email", "to", "cc", "is_suspicious")
    return list(rows.select_related("contact").only(*names).order_by("-pk")[:MOST_READ])
