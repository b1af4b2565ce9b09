"""The address to which answers are wanted: one that was given out, or a signed one that leads an
answer back to its conversation."""

import hashlib
import hmac
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q

from rapport.engine.mail import reply_address
from rapport.inbox.models import Alias, Conversation, Mailbox
from rapport.workspaces.prepared import Question


def _key() -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"reply-address", hashlib.sha256).digest()


_CHOSEN = Question(
    lambda conversation, project: (
        Alias.objects.running()
        .filter(Q(conversation=conversation) | Q(project=project), takes_replies=True)
        .order_by("purpose")
    )
)


def ask_for(conversation: Conversation, mailbox: Mailbox, *, epoch: int) -> str:
    """Where answers to our mail are wanted: at the address of the conversation or project, where
    that was chosen, else at the signed one. A third party on the side hears of neither."""
    if not conversation.is_side:
        chosen = _CHOSEN.first(conversation.pk, conversation.project_id or 0)
        if chosen is not None:
            return str(chosen.address)
    return make(conversation, mailbox, epoch=epoch)


def make(conversation: Conversation, mailbox: Mailbox, *, epoch: int) -> str:
    """The address to answer to; empty where the mailbox takes in no plus addresses."""
    prefix = mailbox.address.partition("@")[0].lower()
    if not mailbox.plus_addresses or not prefix.isalnum() or len(prefix) > 12:
        return ""
    token = reply_address.ReplyTo(conversation.token, str(epoch))
    return reply_address.make(token, key=_key(), domain=mailbox.domain, prefix=prefix)


def find(addresses: Iterable[str]) -> reply_address.ReplyTo | None:
    """The first genuine signed address among these."""
    key = _key()
    for address in addresses:
        if "+" in address and (found := reply_address.verify(address, key=key)):
            return found
    return None
