"""The calendars of a project, and which of them its plan counts in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import RestrictedError
from django.utils.translation import gettext as _

from rapport.engine.plan import CalendarException, Periods
from rapport.events.actor import Acts
from rapport.lib.refusal import Refused
from rapport.planning.models import PlanCalendar, PlanRules
from rapport.planning.operations import hours_acts, scheduling
from rapport.planning.operations.hours_acts import Change
from rapport.planning.queries.frame import frame_of
from rapport.planning.written_calendar import written_days, written_exception
from rapport.projects.models import Project

AS_BASE: list[None] = [None] * 7
MOST = 200  # calendars of a project, and exceptions of a calendar that people add


class CalendarRefused(Refused):
    """The calendar cannot be so."""


class CalendarGone(CalendarRefused):
    """Somebody has removed the calendar meanwhile."""


@transaction.atomic
def choose(
    project: Project, calendar: PlanCalendar | None, *, by: Acts, at: datetime
) -> int | None:
    """Count the plan in one of the project's calendars, or in the workspace's hours (None).

    Returns the number of the act, None when nothing changed; so do the others here.
    """
    hours_acts.hold(project)
    if calendar and hours_acts.row_of(calendar.pk) is None:
        raise _gone(calendar)
    rules, _made = PlanRules.objects.get_or_create(
        project=project, defaults={"workspace": project.workspace}
    )
    was, wanted = rules.calendar_id, calendar.pk if calendar else None
    if was == wanted:
        return None
    PlanRules.objects.filter(pk=project.pk).update(calendar=calendar)
    change = Change(hours_acts.CHOSEN, wanted, {"chosen": was}, {"chosen": wanted})
    return _told(project, change, by=by, at=at)


@transaction.atomic
def create(project: Project, name: str, *, by: Acts, at: datetime) -> PlanCalendar:
    """A calendar that begins as the workspace's hours and holidays and follows them. The act is
    the last one upon it."""
    hours_acts.hold(project)
    if PlanCalendar.objects.filter(project=project).count() >= MOST:
        raise CalendarRefused(_("A project may have at most %(n)d calendars.") % {"n": MOST})
    made: PlanCalendar = PlanCalendar.objects.create(
        workspace=project.workspace, project=project, name=name, is_on_workspace=True, days=AS_BASE
    )
    hours_acts.told(project, Change(hours_acts.CREATED, made.pk, {}, _row(made)), by=by, at=at)
    return made


@transaction.atomic
def change(
    calendar: PlanCalendar, name: str, week: tuple[Periods, ...], *, by: Acts, at: datetime
) -> int | None:
    """Call a calendar so and work in these periods; a day that is as in the base stays tied to
    it."""
    _hold(calendar)
    base = _base_week(calendar)
    days = [None if base and periods == base[n] else periods for n, periods in enumerate(week)]
    held = [
        None if base and periods is not None and periods == written_days(base)[n] else periods
        for n, periods in enumerate(calendar.days)
    ]
    values: dict[str, Any] = {} if name == calendar.name else {"name": name}
    if written_days(days) == held:
        return _write(calendar, values, "renamed", by=by, at=at)
    return _write(calendar, values | {"days": written_days(days)}, "week", by=by, at=at)


@transaction.atomic
def add_exception(
    calendar: PlanCalendar, exception: CalendarException, *, by: Acts, at: datetime
) -> int | None:
    """Work otherwise on some days. The newest exception comes before older ones."""
    _hold(calendar)
    if len(calendar.exceptions) >= MOST:
        raise CalendarRefused(_("A calendar may have at most %(n)d exceptions.") % {"n": MOST})
    exceptions = [written_exception(exception), *calendar.exceptions]
    return _write(calendar, {"exceptions": exceptions}, "exceptions", by=by, at=at)


@transaction.atomic
def remove_exception(
    calendar: PlanCalendar, exception: Mapping[str, Any], *, by: Acts, at: datetime
) -> int | None:
    """Work as usual on these days after all. Removing a removed one changes nothing."""
    _hold(calendar)
    kept = [one for one in calendar.exceptions if one != exception]
    values = {"exceptions": kept} if len(kept) < len(calendar.exceptions) else {}
    return _write(calendar, values, "exceptions", by=by, at=at)


@transaction.atomic
def remove(calendar: PlanCalendar, *, by: Acts, at: datetime) -> int | None:
    """Do without a calendar: what was in it counts in the plan's hours, the plan in ours."""
    pk, project = calendar.pk, calendar.project
    hours_acts.hold(project)
    before = {"row": hours_acts.row_of(pk), "users": hours_acts.used_by(project, calendar)}
    try:
        gone, _kinds = PlanCalendar.objects.filter(pk=calendar.pk).delete()
    except RestrictedError as error:
        sentence = _("Another calendar is based on “%(name)s”: remove that one first.")
        raise CalendarRefused(sentence % {"name": calendar.name}) from error
    return _told(project, Change(hours_acts.REMOVED, pk, before), by=by, at=at) if gone else None


def _hold(calendar: PlanCalendar) -> None:
    """Nobody else changes it from now on; it says what others have made of it until now."""
    hours_acts.hold(calendar.project)
    row = hours_acts.row_of(calendar.pk)
    if row is None:
        raise _gone(calendar)
    for name, value in row.items():
        setattr(calendar, name, value)


def _gone(calendar: PlanCalendar) -> CalendarGone:
    return CalendarGone(_("Somebody has removed “%(name)s”.") % {"name": calendar.name})


def _base_week(calendar: PlanCalendar) -> tuple[Periods, ...] | None:
    """The usual week of what a calendar is based on."""
    frame = frame_of(calendar.project)
    base = next(one.base for one in frame.definitions if one.uid == str(calendar.pk))
    return frame.week(base) if base else None


def _row(calendar: PlanCalendar) -> dict[str, Any]:
    return {name: getattr(calendar, name) for name in hours_acts.FIELDS}


def _write(
    calendar: PlanCalendar, values: Mapping[str, Any], what: str, *, by: Acts, at: datetime
) -> int | None:
    if not values:
        return None
    was = {name: getattr(calendar, name) for name in values}
    PlanCalendar.objects.filter(pk=calendar.pk).update(**values)
    for name, value in values.items():
        setattr(calendar, name, value)
    change = Change(what, calendar.pk, was, values)
    if values.keys() == {"name"}:  # by which no date is another
        return hours_acts.told(calendar.project, change, by=by, at=at)
    return _told(calendar.project, change, by=by, at=at)


def _told(project: Project, change: Change, *, by: Acts, at: datetime) -> int:
    act = hours_acts.told(project, change, by=by, at=at)
    scheduling.outdate(project, at=at)
    return act
