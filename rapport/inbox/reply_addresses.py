"""The signed address that leads an answer back to its conversation."""

import hashlib
import hmac
from collections.abc import Iterable

from django.conf import settings

from rapport.engine.mail import reply_address
from rapport.inbox.models import Conversation, Mailbox


def _key() -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"reply-address", hashlib.sha256).digest()


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
