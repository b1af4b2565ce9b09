"""A widget: added and changed, together with its channel."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from rapport.accounts.models import Member
from rapport.calendars.operations.hours import Period, check
from rapport.calendars.queries.working_time import week_of
from rapport.channels import events
from rapport.channels.models import Channel
from rapport.channels.operations import channels
from rapport.chat.models import Widget
from rapport.events.operations.stream import publish

Week = list[list[list[int]]]


@transaction.atomic
def save(widget: Widget, *, name: str, by: Member, at: datetime) -> None:
    """Keep it as it was filled in; a new one gets its channel."""
    widget.channel.name = name
    channels.save(widget.channel, {}, by=by, at=at)
    widget.channel = widget.channel
    widget.save()


@transaction.atomic
def set_hours(
    widget: Widget, periods: Sequence[Period], zone: str, *, by: Member, at: datetime
) -> None:
    """Somebody is there in these periods of the week, by the clock of this zone; holidays are the
    workspace's. Refused where a week cannot look so."""
    wanted = sorted(periods)
    check(wanted)
    rows = [(one.weekday, one.starts, one.ends) for one in wanted]
    week = [[list(period) for period in day] for day in week_of(rows)]
    _keep_hours(widget, week, zone, by, at)


@transaction.atomic
def keep_usual_hours(widget: Widget, *, by: Member, at: datetime) -> None:
    """The workspace's working time counts again."""
    _keep_hours(widget, [], "", by, at)


def _keep_hours(
    widget: Widget, week: list[list[list[int]]], zone: str, by: Member, at: datetime
) -> None:
    here = Widget.objects.filter(pk=widget.pk)
    if here.exclude(hours=week, time_zone=zone).update(hours=week, time_zone=zone):
        widget.hours, widget.time_zone = week, zone
        facts = {"new_hours": True}
        publish(events.CHANNEL_CHANGED, subject=widget.channel, by=by, at=at, facts=facts)


def blank(by: Member) -> Widget:
    """One that is not there yet, in the workspace's language."""
    channel = Channel(workspace=by.workspace, provider="chat")
    return Widget(workspace=by.workspace, channel=channel, languages=[by.workspace.language])
