"""Whose an address on a channel is."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.channels import events
from rapport.channels.models import Handle
from rapport.channels.operations import accounts
from rapport.clients.models import Contact
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.inbox.models import Conversation, Message, Participant
from rapport.inbox.operations import participants
from rapport.integrations.providers.protocols import Names
from rapport.integrations.providers.records import NotNow, NotTaken, Unsure
from rapport.lib.refusal import Refused


class Elsewhere(Refused):
    """It belongs to somebody else already."""


@transaction.atomic
def bind(handle: Handle, contact: Contact, *, by: Acts, at: datetime) -> None:
    """Say that this person writes from here: what they wrote on this channel is theirs, and counts
    from now on. Saying it twice is saying it once."""
    free = Handle.objects.filter(pk=handle.pk, contact=None)
    if not free.update(contact=contact, is_verified=True):
        handle.refresh_from_db(fields=["contact"])
        if handle.contact_id == contact.pk:
            return
        raise Elsewhere(_("Somebody has said already whose this is."))
    handle.contact, handle.is_verified = contact, True
    facts = {"contact": contact.pk, "was": None}
    publish(events.HANDLE_BOUND, subject=handle, by=by, at=at, facts=facts)
    _recognise(handle, contact, by, at)


@transaction.atomic
def loosen(handle: Handle, *, by: Member, at: datetime) -> None:
    """It was somebody else: what comes from now on is nobody's again; what was said stays."""
    was = handle.contact_id
    bound = Handle.objects.filter(pk=handle.pk, contact=was).exclude(contact=None)
    if bound.update(contact=None, is_verified=False):
        handle.contact, handle.is_verified = None, False
        facts = {"contact": None, "was": was}
        publish(events.HANDLE_BOUND, subject=handle, by=by, at=at, facts=facts)


def vouched_for(conversation: int, participant: int) -> None:
    """Somebody was confirmed in a conversation: so is their address, wherever else they write."""
    rows = Participant.objects.filter(pk=participant, is_verified=True)
    if person := rows.first():
        handle = Handle.objects.filter(exchanges__conversation=conversation).first()
        if handle and handle.spelled == person.email:
            Handle.objects.filter(pk=handle.pk).update(is_verified=True)


def learn_name(handle: Handle) -> None:
    """Ask the vendor who it is, where messages bear a number alone. Without an answer the number
    stays; the next message asks again."""
    speaks = handle.channel.speaks
    if handle.name or not isinstance(speaks, Names):
        return
    try:
        name = speaks.name_of(handle.address, accounts.opened(handle.channel))[:200]
    except (NotNow, NotTaken, Unsure, Refused):
        return
    if name:
        called(handle, name)


@transaction.atomic
def called(handle: Handle, name: str) -> None:
    """They are called so; where they stood under their address or an earlier name, they do now."""
    was = handle.name or handle.address
    Handle.objects.filter(pk=handle.pk).update(name=name)
    handle.name = name
    talks = Conversation.objects.filter(exchange__handle=handle)
    talks.filter(correspondent=was).update(correspondent=name)
    here = {"conversation__in": talks, "email": handle.spelled, "name": was}
    Participant.objects.filter(**here).update(name=name)
    theirs = Message.objects.filter(conversation__in=talks, from_email=handle.spelled)
    theirs.filter(from_name=was, kind=Message.Kind.IN).update(from_name=name)


def _recognise(handle: Handle, contact: Contact, by: Acts, at: datetime) -> None:
    talks = Conversation.objects.filter(exchange__handle=handle)
    here = Participant.objects.filter(conversation__in=talks, email=handle.spelled)
    for person in here.filter(is_verified=False).select_related("conversation"):
        participants.confirm(person, contact=contact, by=by, at=at)
    here.update(contact=contact, name=contact.name)
    Message.objects.filter(
        conversation__in=talks, from_email=handle.spelled, contact=None, is_unverified=False,
        kind=Message.Kind.IN,
    ).update(contact=contact)  # fmt: skip
    talks.filter(client=None).update(client_id=contact.client_id)
    talks.update(correspondent=contact.name)
