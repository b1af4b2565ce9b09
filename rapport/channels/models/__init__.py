"""Channels, what came over them, and who is at the other end."""

from rapport.channels.models.call import Call
from rapport.channels.models.call_record import CallRecord
from rapport.channels.models.channel import Channel
from rapport.channels.models.delivery import Arrival, Delivery
from rapport.channels.models.enclosure import Enclosure
from rapport.channels.models.handle import Exchange, Handle
from rapport.channels.models.message_template import MessageTemplate, TemplateUse
from rapport.channels.models.sending import Sending

__all__ = [
    "Arrival",
    "Call",
    "CallRecord",
    "Channel",
    "Delivery",
    "Enclosure",
    "Exchange",
    "Handle",
    "MessageTemplate",
    "Sending",
    "TemplateUse",
]
