"""Which way an answer goes: where the person last wrote, by mail or in the chat; the other way is
offered. Elsewhere there is one way alone."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from rapport.inbox import carriers
from rapport.inbox.carriers import Way
from rapport.inbox.models import Conversation, Message, Participant
from rapport.inbox.queries.thread import Thread

MAIL, CHAT = "mail", "chat"
# How the ids of what came over a channel end; see channels.
BY_CHANNEL = "@channel>"


@dataclass(frozen=True, slots=True)
class Answering:
    """How it would leave: by mail where there is no `way`, or where it is chosen so."""

    way: Way | None
    by: str = ""
    may_choose: bool = False


def way_of(conversation: Conversation, *, at: datetime, by: str = "") -> Way | None:
    """The way that is meant, or the one by the rule; None is by mail."""
    if carriers.of(conversation) is None:
        return None
    is_mail = _is_both(conversation) and (by or last_wrote(conversation)) == MAIL
    if is_mail and _is_reached(conversation):
        return None
    return carriers.way_of(conversation, at=at)


def choices(conversation: Conversation, thread: Thread, *, at: datetime) -> Answering:
    """What the composer offers."""
    way = carriers.way_of(conversation, at=at)
    if way is None or not _is_both(conversation):
        return Answering(way)
    if not any(reached(thread)):
        return Answering(way, CHAT)
    if way.refusal:
        return Answering(None)
    return Answering(way, last_wrote(conversation), may_choose=True)


def reached(thread: Thread) -> list[list[str]]:
    """Whom mail reaches of those who are proved to take part."""
    found = {}
    for person in thread.participants:
        if not person.is_verified or person.removed_at or person.member_id:
            continue
        if "@" in person.email:
            found[person.email] = person.name
        elif person.contact and person.contact.email:
            found.setdefault(person.contact.email.lower(), person.contact.name)
    return [[name, email] for email, name in found.items()]


def as_mail(
    thread: Thread, people: list[list[str]]
) -> list[list[str]]:  # fmt: skip
    """Addressees by mail: whoever wrote in the chat is reached at their own address."""
    own = {
        person.email: [person.contact.name, person.contact.email.lower()]
        for person in thread.participants
        if person.contact and person.is_verified and "@" not in person.email
    }
    found = [own.get(email.lower(), [name, email]) for name, email in people]
    found = [pair for pair in found if "@" in pair[1]]
    return list({pair[1].lower(): pair for pair in found}.values())


def _is_reached(conversation: Conversation) -> bool:
    """Whether mail reaches anybody of them: an address that somebody only typed is none."""
    people = Participant.objects.filter(
        conversation=conversation, is_verified=True, removed_at=None, member=None
    )
    return bool(people.filter(Q(email__contains="@") | Q(contact__isnull=False)).exists())


def last_wrote(conversation: Conversation) -> str:
    """Where a proved person did; where none has, as it began."""
    heard = Message.objects.filter(
        conversation=conversation, kind=Message.Kind.IN, is_unverified=False,
        is_suspicious=False, is_automatic=False,
    )  # fmt: skip
    ids = heard.order_by("-written_at", "-pk").values_list("message_id", flat=True)
    last = ids.first()
    if last is None:
        return CHAT if conversation.channel == Conversation.Channel.CHAT else MAIL
    return CHAT if last.endswith(BY_CHANNEL) else MAIL


def _is_both(conversation: Conversation) -> bool:
    return conversation.has_chat or conversation.channel == Conversation.Channel.CHAT
