"""Conversations and mail."""

from rapport.inbox.models.acknowledging import Acknowledgement, Acknowledging
from rapport.inbox.models.conversation import Conversation, Mention, Participant
from rapport.inbox.models.departments import (
    Department,
    DepartmentMember,
    DepartmentRequest,
)
from rapport.inbox.models.following import Following
from rapport.inbox.models.mailbox import Mailbox
from rapport.inbox.models.message import Attachment, Message
from rapport.inbox.models.picture_trust import PictureTrust
from rapport.inbox.models.presence import Presence
from rapport.inbox.models.raw_mail import RawMail
from rapport.inbox.models.reachability import Absence, AddressTrouble
from rapport.inbox.models.reshaping import Reshaping
from rapport.inbox.models.rota import Rota
from rapport.inbox.models.see_also import SeeAlso
from rapport.inbox.models.sending import Dispatch, Draft, Outbound, SystemMail
from rapport.inbox.models.stuck_mail import StuckMail

__all__ = [
    "Absence", "Acknowledgement", "Acknowledging", "AddressTrouble", "Department",
    "DepartmentMember", "DepartmentRequest",
    "Attachment", "Conversation", "Dispatch", "Draft", "Following", "Mailbox", "Mention",
    "Message", "Outbound", "Participant", "PictureTrust", "Presence", "RawMail", "Reshaping",
    "Rota", "SeeAlso", "StuckMail", "SystemMail",
]  # fmt: skip
