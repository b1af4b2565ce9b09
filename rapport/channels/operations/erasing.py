"""Forget a person: their addresses on channels, and what vendors sent of them."""

import zlib

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.channels.models import Call, CallRecord, Delivery, Enclosure, Handle, TemplateUse
from rapport.clients.models import Contact
from rapport.inbox.models import Conversation, Message, Participant


@transaction.atomic
def erase(contact: Contact) -> None:
    """The inbox takes away what they wrote; here go the addresses it does not know as mail, and the
    raw bytes. The rows of these stay, so that nothing is taken in a second time."""
    handles = list(Handle.objects.filter(contact=contact))
    ids = [handle.pk for handle in handles]
    messages = Message.objects.filter(conversation__exchange__handle__in=ids)
    of_theirs = Delivery.objects.filter(arrivals__message__in=messages)
    pks = list(of_theirs.values_list("pk", flat=True))
    Enclosure.objects.filter(arrival__delivery__in=pks).delete()
    Delivery.objects.filter(pk__in=pks).update(content=zlib.compress(b""), size=0, said="")
    Participant.objects.filter(
        conversation__exchange__handle__in=ids, email__in=[handle.spelled for handle in handles]
    ).delete()
    _forget_records(ids)
    TemplateUse.objects.filter(message__in=messages).update(values=[])
    messages.update(to=[], cc=[], from_name="", from_email="", message_id="")
    Handle.objects.filter(pk__in=ids).delete()
    # Of a call's own conversation the subject is what one of us noted of them.
    by_phone = Conversation.objects.filter(channel=Conversation.Channel.PHONE)
    by_phone.filter(calls__contact=contact).update(subject=_("(erased)"))
    Call.objects.filter(contact=contact).update(contact=None)


def _forget_records(handles: list[int]) -> None:
    """What a telephone exchange told of their calls, and what we wrote of it ourselves."""
    records = CallRecord.objects.filter(handle__in=handles)
    told = Delivery.objects.filter(call__in=records)
    told.update(content=zlib.compress(b""), size=0, said="")
    erased = _("(erased)")
    talks = Conversation.objects.filter(call_records__in=records)
    notes = Message.objects.filter(conversation__in=talks, message_id__contains=".call.")
    notes.update(text=erased, visible_text=erased)
    talks.filter(channel=Conversation.Channel.PHONE).update(subject=erased, preview="")
    records.update(recording="")
