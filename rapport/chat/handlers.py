"""What follows here from acts elsewhere."""

from rapport.chat.operations import carrying, erasing
from rapport.chat.queries.visitors import sessions_of
from rapport.clients.models import Contact
from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.inbox import carriers
from rapport.inbox import events as inbox_events
from rapport.inbox.models import Conversation, Dispatch, Message, Outbound
from rapport.inbox.operations import sending

# Whatever process writes or sends an answer needs to know its way.
carrying.register()


@on(inbox_events.MESSAGE_QUEUED, inline=True)
def hand_over_at_once(event: Event) -> None:
    """Somebody reads along: the answer is there with the act itself, not a moment later."""
    talk = event.held(Conversation, event.subject_id)
    if talk is None or not _has_chat(talk):
        return
    dispatch = event.held(Dispatch, event.facts["dispatch"])
    if dispatch is None or carriers.carrier_of(dispatch) is None:
        return
    if dispatch.state == Outbound.State.WAITING and dispatch.not_before <= event.at:
        sending.deliver(dispatch, at=event.at)


@on(inbox_events.MESSAGE_SENT, inline=True)
def show_what_left(event: Event) -> None:
    """Open pages of the visitor are told; if they read it nowhere, it is owed to them."""
    talk = event.held(Conversation, event.subject_id)
    if talk is None or not _has_chat(talk):
        return
    [said] = Message.objects.filter(pk=event.facts["message"]).values_list("to", flat=True)
    to = [address for _name, address in said]
    for visitor in sessions_of(talk).filter(handle__address__in=to):
        visitor.stirred_at, visitor.answering_at = event.at, None
        visitor.owed_since = visitor.owed_since or event.at
        visitor.save(update_fields=["stirred_at", "answering_at", "owed_since"])


def _has_chat(talk: Conversation) -> bool:
    return talk.has_chat or talk.channel == Conversation.Channel.CHAT


@on("contact.erased", inline=True)
def forget_the_person(event: Event) -> None:
    """In the same transaction, while the row still bears the address."""
    if contact := Contact.objects.filter(pk=event.subject_id).first():
        erasing.erase(contact)
