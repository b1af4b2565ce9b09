"""A widget: added and changed, together with its channel."""

from datetime import datetime

from django.db import transaction

from rapport.accounts.models import Member
from rapport.channels.models import Channel
from rapport.channels.operations import channels
from rapport.chat.models import Widget


@transaction.atomic
def save(widget: Widget, *, name: str, by: Member, at: datetime) -> None:
    """Keep it as it was filled in; a new one gets its channel."""
    widget.channel.name = name
    channels.save(widget.channel, {}, by=by, at=at)
    widget.channel = widget.channel
    widget.save()


def blank(by: Member) -> Widget:
    """One that is not there yet, in the workspace's language."""
    channel = Channel(workspace=by.workspace, provider="chat")
    return Widget(workspace=by.workspace, channel=channel, languages=[by.workspace.language])
