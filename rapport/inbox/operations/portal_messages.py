"""What a contact writes in the portal: no mail, the same conversation."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.clients.models import Contact
from rapport.files.models import StoredFile
from rapport.inbox.models import Attachment, Conversation, Message
from rapport.inbox.operations import participants, receiving
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Turn
from rapport.projects.models import Project
from rapport.workspaces.operations.numbers import next_number


class Empty(Refused):
    """Nothing was written."""


@transaction.atomic
def receive(
    conversation: Conversation | None,
    *,
    contact: Contact,
    text: str,
    at: datetime,
    subject: str = "",
    files: tuple[StoredFile, ...] = (),
) -> Message:
    """Take in what a signed-in contact wrote; without a conversation it begins one. The caller
    loads the conversation through `visible_to(contact.reader)`."""
    if not text.strip():
        raise Empty(_("Please write a few words first."))
    is_new = conversation is None
    if conversation is None:
        conversation = _open(contact, subject, text, at)
    message: Message = Message.objects.create(
        workspace=contact.workspace,
        conversation=conversation,
        kind=Message.Kind.IN,
        contact=contact,
        from_name=contact.name,
        from_email=contact.email,
        subject=conversation.subject,
        text=text,
        visible_text=text,
        written_at=at,
        sent_at=at,
        created_at=at,
    )
    Attachment.objects.bulk_create(
        Attachment(workspace=contact.workspace, message=message, file=file) for file in files
    )
    participants.add(conversation, contact=contact, at=at)
    receiving.accept(conversation, message, is_new=is_new, at=at)
    return message


def about_project(conversation: Conversation, project: Project | None) -> None:
    """Say which project a portal conversation is about, once."""
    if project is not None:
        Conversation.objects.filter(pk=conversation.pk, project=None).update(project=project)


def _open(contact: Contact, subject: str, text: str, at: datetime) -> Conversation:
    preview = receiving.preview_of(text)
    opened: Conversation = Conversation.objects.create(
        workspace=contact.workspace,
        number=next_number(contact.workspace, "conversation"),
        channel=Conversation.Channel.PORTAL,
        subject=(subject or preview[:80])[:500],
        preview=preview,
        client_id=contact.client_id,
        turn=Turn.US,
        turn_since=at,
        correspondent=contact.name,
        started_at=at,
        last_message_at=at,
    )
    return opened
