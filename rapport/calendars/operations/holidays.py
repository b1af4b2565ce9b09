"""The days on which nobody works: one by one, or a country's for some years."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.calendars.events import HOLIDAYS_CHANGED
from rapport.calendars.models import Holiday
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.workspaces.models import Workspace

LONGEST = 120


class HolidayRefused(Refused):
    """The day cannot be a holiday."""


@transaction.atomic
def add(workspace: Workspace, day: date, name: str, *, by: Acts, at: datetime) -> None:
    """Take a day off. A day that is off already is refused, so that its name stays."""
    if not take(workspace, {day: name}, by=by, at=at):
        raise HolidayRefused(_("This day is a holiday already."))


@transaction.atomic
def take(workspace: Workspace, days: Mapping[date, str], *, by: Acts, at: datetime) -> int:
    """Take all these days off; those that are off already keep their name. How many were new."""
    known = set(Holiday.objects.filter(workspace=workspace).values_list("day", flat=True))
    new = {day: name for day, name in days.items() if day not in known}
    if new:
        Holiday.objects.bulk_create(
            Holiday(workspace=workspace, day=day, name=name[:LONGEST])
            for day, name in sorted(new.items())
        )
        facts = {"added": len(new), "removed": 0}
        publish(HOLIDAYS_CHANGED, subject=workspace, by=by, at=at, facts=facts)
    return len(new)


@transaction.atomic
def remove(holiday: Holiday, *, by: Acts, at: datetime) -> None:
    """Work on this day after all. Removing a removed one changes nothing."""
    deleted, _kinds = Holiday.objects.filter(pk=holiday.pk).delete()
    if deleted:
        facts = {"added": 0, "removed": 1}
        publish(HOLIDAYS_CHANGED, subject=holiday.workspace, by=by, at=at, facts=facts)
