"""Conversations and mail."""

from rapport.inbox.models.conversation import Conversation, Participant
from rapport.inbox.models.mailbox import Mailbox
from rapport.inbox.models.message import Attachment, Message
from rapport.inbox.models.raw_mail import RawMail
from rapport.inbox.models.sending import Dispatch, Draft

__all__ = [
    "Attachment", "Conversation", "Dispatch", "Draft", "Mailbox", "Message", "Participant",
    "RawMail",
]  # fmt: skip
