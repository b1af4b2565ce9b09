"""Conversations and mail."""

from rapport.inbox.models.acknowledging import Acknowledgement, Acknowledging
from rapport.inbox.models.alias import Alias
from rapport.inbox.models.bulk_act import BulkAct, BulkPart
from rapport.inbox.models.conversation import Conversation, Mention, Participant
from rapport.inbox.models.custom_field import CustomField, FieldValue
from rapport.inbox.models.departments import (
    Department,
    DepartmentMember,
    DepartmentRequest,
)
from rapport.inbox.models.following import Following
from rapport.inbox.models.label import Label, Labelling
from rapport.inbox.models.macro import Macro, MacroRun
from rapport.inbox.models.mail_hook import HookDelivery, MailHook
from rapport.inbox.models.mailbox import Mailbox
from rapport.inbox.models.message import Attachment, Message
from rapport.inbox.models.picture_trust import PictureTrust
from rapport.inbox.models.presence import Presence
from rapport.inbox.models.raw_mail import RawMail
from rapport.inbox.models.reachability import Absence, AddressTrouble
from rapport.inbox.models.reading import Reading
from rapport.inbox.models.reshaping import Reshaping
from rapport.inbox.models.rota import Rota
from rapport.inbox.models.saved_view import FirstView, SavedView
from rapport.inbox.models.see_also import SeeAlso
from rapport.inbox.models.sending import Dispatch, Draft, Outbound, SystemMail
from rapport.inbox.models.signature import Signature
from rapport.inbox.models.stuck_mail import StuckMail
from rapport.inbox.models.task_tie import TaskTie
from rapport.inbox.models.template import Template, TemplateText

__all__ = [
    "Absence", "Acknowledgement", "Acknowledging", "AddressTrouble", "Alias", "Attachment",
    "BulkAct", "BulkPart", "Conversation", "CustomField", "Department", "DepartmentMember",
    "DepartmentRequest", "Dispatch", "Draft", "FieldValue", "FirstView", "Following",
    "HookDelivery", "Label", "Labelling", "Macro", "MacroRun", "MailHook", "Mailbox", "Mention",
    "Message", "Outbound", "Participant", "PictureTrust", "Presence", "RawMail", "Reading",
    "Reshaping", "Rota", "SavedView", "SeeAlso", "Signature", "StuckMail", "SystemMail", "TaskTie",
    "Template", "TemplateText",
]  # fmt: skip
