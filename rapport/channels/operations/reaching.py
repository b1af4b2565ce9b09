"""Write to somebody first, over a channel."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.channels.models import Channel, Handle
from rapport.channels.operations import exchanges, handles
from rapport.channels.queries.reach import number_of, takes_numbers
from rapport.clients.models import Contact
from rapport.inbox.models import Message
from rapport.inbox.operations import writing
from rapport.inbox.operations.letters import Letter
from rapport.lib.inserting import insert_unless_there
from rapport.lib.refusal import Refused


class NoAddress(Refused):
    """We know no address of theirs there."""


@transaction.atomic
def write(
    channel: Channel, contact: Contact, *, letter: Letter, by: Member, at: datetime
) -> Message:
    """In the conversation that is open with them there, else in a new one. It waits out its undo
    window like any answer; taken back, a conversation that only it had begun never was."""
    handle = _handle(channel, contact, by, at)
    conversation = exchanges.ongoing(handle)
    if conversation is None:
        conversation = exchanges.begin(handle, letter.text, at=at, by=by)
    message = writing.reply(conversation, letter=letter, by=by, at=at)
    exchanges.join(handle, conversation, at=at)
    return message


def _handle(channel: Channel, contact: Contact, by: Member, at: datetime) -> Handle:
    """Where they wrote from before, else their number, which staff vouches for by writing to it."""
    rows = Handle.objects.select_related("contact", "channel", "workspace").filter(channel=channel)
    if known := rows.filter(contact=contact).order_by("pk").first():
        return known  # type: ignore[no-any-return]
    number = number_of(contact) if takes_numbers(channel) else ""
    if not number:
        said = _(
            "%(name)s cannot be reached there: the phone number must begin with + and its country."
        )
        raise NoAddress(said % {"name": contact.name})
    insert_unless_there(
        Handle(workspace_id=channel.workspace_id, channel=channel, address=number, created_at=at)
    )
    handle: Handle = rows.get(address=number)
    handles.bind(handle, contact, by=by, at=at)
    return handle
