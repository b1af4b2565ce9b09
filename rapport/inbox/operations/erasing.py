"""Forget a person: what they wrote, what names them, the raw mails it came in."""

import zlib
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Min, Q
from django.utils.translation import gettext as _

from rapport.clients.models import Contact
from rapport.events.actor import SYSTEM, Acts
from rapport.events.operations.stream import publish
from rapport.files.operations import files
from rapport.inbox import events
from rapport.inbox.models import (
    Acknowledgement,
    Attachment,
    Conversation,
    Dispatch,
    Draft,
    FieldValue,
    Message,
    Participant,
    PictureTrust,
    RawMail,
    Reshaping,
)
from rapport.inbox.operations import reachability, unread

GONE = "erased"


@transaction.atomic
def erase(contact: Contact, *, at: datetime) -> None:
    """Take a contact out of every conversation; its course stays, without their name or words."""
    email = contact.email.lower()
    theirs = Message.objects.filter(contact=contact) | Message.objects.filter(from_email=email)
    raws = list(theirs.exclude(raw=None).values_list("raw_id", flat=True))
    about = set(theirs.values_list("conversation_id", flat=True))
    about |= set(Participant.objects.filter(email=email).values_list("conversation_id", flat=True))
    begun = _begun_by(set(theirs.values_list("pk", flat=True)), about)
    _forget_files(list(theirs.values_list("pk", flat=True)))
    theirs.update(
        contact=None, from_name="", from_email="", reply_to="", subject="", text="", html="",
        visible_text=_("(erased)"), quoted_text="", signature_text="", message_id="",
        in_reply_to="", to=[], cc=[],
    )  # fmt: skip
    RawMail.objects.filter(pk__in=raws).update(content=zlib.compress(b""), size=0, envelope=None)
    _forget_address(contact, about)
    _forget_on_the_sides(contact, about)
    unread.forget(email)
    Participant.objects.filter(conversation__in=about, email=email).delete()
    typed = FieldValue.objects.filter(conversation__in=about, field__kind="text")
    typed.update(value="", former="")
    # What was noted of them for taking a merge back, too.
    (
        Reshaping.objects.filter(source__in=about) | Reshaping.objects.filter(target__in=about)
    ).delete()
    Message.objects.filter(conversation__in=begun).update(subject="")
    Conversation.objects.filter(pk__in=begun).update(subject=_("(erased)"))
    Conversation.objects.filter(pk__in=about).update(correspondent="", preview="")
    # What is left of those that went into one of these is a number that leads there.
    gone_into = Conversation.objects.filter(merged_into__in=about)
    gone_into.update(subject=_("(erased)"), correspondent="", preview="")
    for conversation in Conversation.objects.filter(pk__in=about).order_by("pk"):
        facts = {"number": conversation.number}
        publish(events.CONVERSATION_SCRUBBED, subject=conversation, by=SYSTEM, at=at, facts=facts)


@transaction.atomic
def empty_out(conversation: Conversation, *, by: Acts, at: datetime) -> None:
    """Forget the raw mails and files of a conversation that leaves the bin for good.

    Their rows stay without content, so that the same mail is not taken in a second time.
    """
    messages = conversation.messages.all()
    raws = list(messages.exclude(raw=None).values_list("raw_id", flat=True))
    RawMail.objects.filter(pk__in=raws).update(content=zlib.compress(b""), size=0, envelope=None)
    _forget_files(list(messages.values_list("pk", flat=True)))


def _begun_by(messages: Collection[int], conversations: Collection[int]) -> list[int]:
    """The conversations whose first words, and so whose subject, are this person's."""
    firsts = Message.objects.filter(conversation__in=conversations).values_list("conversation")
    first = firsts.annotate(first=Min("pk")).order_by()
    return [conversation for conversation, pk in first if pk in messages]


def _forget_files(messages: list[int]) -> None:
    for attachment in Attachment.objects.filter(message__in=messages).select_related("file"):
        attachment.delete()
        files.delete(attachment.file)


def _forget_address(contact: Contact, conversations: set[int]) -> None:
    """What others wrote stays, but no longer names or quotes this person."""
    email = contact.email.lower()
    words = (email, contact.name, *contact.name.split(), contact.phone, contact.job_title)
    rest = Message.objects.filter(conversation__in=conversations).exclude(from_email=email)
    for message in rest.iterator():
        message.to = _without(message.to, email)
        message.cc = _without(message.cc, email)
        message.quoted_text, message.html = "", ""
        message.text = _blotted(message.text, words)
        message.visible_text = _blotted(message.visible_text, words)
        message.save(update_fields=["to", "cc", "quoted_text", "html", "text", "visible_text"])
    Dispatch.objects.filter(message__conversation__in=conversations).update(
        content=None, recipients={}, error=""
    )
    Dispatch.objects.filter(message=None, recipients__icontains=email).update(
        content=None, recipients={}, error=""
    )
    RawMail.objects.filter(message__conversation__in=conversations).update(
        content=zlib.compress(b""), size=0, envelope=None
    )
    Draft.objects.filter(conversation__in=conversations).delete()
    PictureTrust.objects.filter(email=email).delete()
    reachability.forget(email)
    Acknowledgement.objects.filter(email=email).delete()
    begun = Draft.objects.filter(conversation=None)
    begun.filter(Q(to__icontains=email) | Q(cc__icontains=email)).delete()


def _forget_on_the_sides(contact: Contact, conversations: set[int]) -> None:
    """What was quoted of it to others, and their name, wherever it was asked about."""
    words = (contact.email.lower(), contact.name, *contact.name.split(), contact.phone)
    sides = Conversation.objects.filter(side_of__in=conversations)
    for message in Message.objects.filter(conversation__in=sides).iterator():
        message.text = _unquoted(_blotted(message.text, words))
        message.visible_text = _unquoted(_blotted(message.visible_text, words))
        message.quoted_text, message.html = "", ""
        message.save(update_fields=["text", "visible_text", "quoted_text", "html"])
    Dispatch.objects.filter(message__conversation__in=sides).update(content=None)
    RawMail.objects.filter(message__conversation__in=sides).update(
        content=zlib.compress(b""), size=0
    )
    sides.update(preview="")


def _unquoted(text: str) -> str:
    lines = (f"> {GONE}" if line.startswith(">") else line for line in text.splitlines())
    return "\n".join(lines)


def _without(people: list[list[str]], email: str) -> list[list[str]]:
    return [pair for pair in people if pair[1].lower() != email]


def _blotted(text: str, words: Collection[str]) -> str:
    for word in words:
        if len(word) > 2:
            text = text.replace(word, GONE)
    return text
