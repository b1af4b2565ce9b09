"""Set the hours of the week."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, time
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.calendars.events import HOURS_CHANGED
from rapport.calendars.models import Weekday, WorkingPeriod
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.workspaces.models import Workspace


class HoursRefused(Refused):
    """No week can look like this."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A period of work: weekday as in ISO (Monday is 1), local times."""

    weekday: int
    starts: time
    ends: time


@transaction.atomic
def set_week(workspace: Workspace, periods: Sequence[Period], *, by: Acts, at: datetime) -> None:
    """Work in these periods from now on. The same week again changes nothing."""
    wanted = sorted(periods)
    check(wanted)
    rows = WorkingPeriod.objects.filter(workspace=workspace).select_for_update()
    known = sorted(rows.values_list("weekday", "starts", "ends"))
    if known == [astuple(period) for period in wanted]:
        return
    rows.delete()
    WorkingPeriod.objects.bulk_create(
        WorkingPeriod(
            workspace=workspace, weekday=period.weekday, starts=period.starts, ends=period.ends
        )
        for period in wanted
    )
    minutes = sum(_minute(period.ends) - _minute(period.starts) for period in wanted)
    publish(HOURS_CHANGED, subject=workspace, by=by, at=at, facts={"minutes": minutes})


def check(periods: Sequence[Period]) -> None:
    """Refuse a week without work, or with periods that overlap. `periods` are sorted."""
    if not periods:
        raise HoursRefused(_("Say at least one period of work in the week."))
    for period in periods:
        if period.ends <= period.starts:
            raise HoursRefused(
                _("%(day)s: a period must end after it starts.")
                % {"day": Weekday(period.weekday).label}
            )
    for first, second in pairwise(periods):
        if first.weekday == second.weekday and second.starts < first.ends:
            raise HoursRefused(
                _("%(day)s: the periods overlap.") % {"day": Weekday(first.weekday).label}
            )


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
