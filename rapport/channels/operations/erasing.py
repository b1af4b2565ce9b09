"""Forget a person: their addresses on channels, and what vendors sent of them."""

import zlib

from django.db import transaction

from rapport.channels.models import Delivery, Enclosure, Handle
from rapport.clients.models import Contact
from rapport.inbox.models import Message, Participant


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
    messages.update(to=[], cc=[], from_name="", from_email="", message_id="")
    Handle.objects.filter(pk__in=ids).delete()
