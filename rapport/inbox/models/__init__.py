"""Conversations and mail."""

from rapport.inbox.models.conversation import Conversation, Mention, Participant
from rapport.inbox.models.mailbox import Mailbox
from rapport.inbox.models.message import Attachment, Message
from rapport.inbox.models.raw_mail import RawMail
from rapport.inbox.models.sending import Dispatch, Draft, Outbound, SystemMail

__all__ = [
    "Attachment", "Conversation", "Dispatch", "Draft", "Mailbox", "Mention", "Message",
    "Outbound", "Participant", "RawMail", "SystemMail",
]  # fmt: skip
