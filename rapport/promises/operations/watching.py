"""Look ahead: tell once that a promise will slip, and once that its day is near."""

from datetime import date, datetime, timedelta

from django.db import transaction

from rapport.calendars.queries import working_time
from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish
from rapport.promises import events, forecasts
from rapport.promises.models import Promise
from rapport.workspaces.models import Workspace

FINE, SLIPS = Promise.Outlook.FINE, Promise.Outlook.SLIPS
# A workspace may have no working day at all; nobody looks further ahead than this.
FURTHEST = 14


def watch_forecasts(workspace: Workspace, *, today: date, at: datetime) -> int:
    """Note where the forecast crossed a promised day since the last look; returns how many told.

    A promise that was taken over late from elsewhere is no news; its next crossing is.
    """
    ahead = Promise.objects.open().filter(
        side=Promise.Side.US, due_on__gte=today, task__isnull=False
    )
    late = forecasts.slipping(ahead, workspace)
    in_time = ahead.exclude(outlook=FINE).exclude(pk__in=late.values("pk"))
    if found := list(in_time.values_list("pk", flat=True)):
        Promise.objects.filter(pk__in=found).update(outlook=FINE)
    crossed = list(late.exclude(outlook=SLIPS))
    return sum(_tell_slip(seen, at=at) for seen in forecasts.outlooks(crossed))


def remind(workspace: Workspace, *, today: date, at: datetime) -> int:
    """On a working day, tell which promises are due by the next one; each day is told once."""
    week, holidays = working_time.week(), working_time.holidays()

    def is_worked(day: date) -> bool:
        return bool(week[day.weekday()]) and day not in holidays

    if not is_worked(today):
        return 0
    following = (today + timedelta(days=n) for n in range(1, FURTHEST))
    until = next((day for day in following if is_worked(day)), today)
    near = Promise.objects.open().filter(side=Promise.Side.US, due_on__gt=today, due_on__lte=until)
    return sum(_tell_near(promise, at=at) for promise in near)


@transaction.atomic
def _tell_slip(seen: forecasts.Outlook, *, at: datetime) -> bool:
    promise = seen.promise
    rows = Promise.objects.open().filter(pk=promise.pk, outlook=promise.outlook)
    if not rows.update(outlook=SLIPS) or seen.expected is None:
        return False
    if promise.outlook == Promise.Outlook.UNKNOWN and promise.is_taken_over:
        return False
    facts = {
        "number": promise.number,
        "due_on": promise.due_on.isoformat(),
        "expected": seen.expected.isoformat(),
    }
    publish(events.WILL_SLIP, subject=promise, by=SYSTEM, at=at, facts=facts)
    return True


@transaction.atomic
def _tell_near(promise: Promise, *, at: datetime) -> bool:
    rows = Promise.objects.open().filter(pk=promise.pk, due_on=promise.due_on)
    if not rows.exclude(reminded_for=promise.due_on).update(reminded_for=promise.due_on):
        return False
    facts = {"number": promise.number, "due_on": promise.due_on.isoformat()}
    publish(events.DUE_NEAR, subject=promise, by=SYSTEM, at=at, facts=facts)
    return True
