"""Conversations and mail."""

from rapport.inbox.models.conversation import Conversation, Mention, Participant
from rapport.inbox.models.mailbox import Mailbox
from rapport.inbox.models.message import Attachment, Message
from rapport.inbox.models.picture_trust import PictureTrust
from rapport.inbox.models.raw_mail import RawMail
from rapport.inbox.models.sending import Dispatch, Draft, Outbound, SystemMail
from rapport.inbox.models.stuck_mail import StuckMail

__all__ = [
    "Attachment", "Conversation", "Dispatch", "Draft", "Mailbox", "Mention", "Message",
    "Outbound", "Participant", "PictureTrust", "RawMail", "StuckMail", "SystemMail",
]  # fmt: skip
