"""The calendars of a project, and which of them its plan counts in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import RestrictedError
from django.utils.translation import gettext as _

from rapport.engine.plan import CalendarException, Periods
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.planning.events import PLAN_HOURS_CHANGED
from rapport.planning.models import PlanCalendar, PlanRules
from rapport.planning.operations import scheduling
from rapport.planning.queries.frame import frame_of
from rapport.planning.written_calendar import written_days, written_exception
from rapport.projects.models import Project

AS_BASE: list[None] = [None] * 7
MOST = 200  # calendars of a project, and exceptions of a calendar that people add


class CalendarRefused(Refused):
    """The calendar cannot be so."""


@transaction.atomic
def choose(project: Project, calendar: PlanCalendar | None, *, by: Acts, at: datetime) -> None:
    """Count the plan in one of the project's calendars, or in the workspace's hours (None)."""
    rules, _made = PlanRules.objects.get_or_create(
        project=project, defaults={"workspace": project.workspace}
    )
    wanted = calendar.pk if calendar else None
    if rules.calendar_id != wanted:
        PlanRules.objects.filter(pk=project.pk).update(calendar=calendar)
        _told(project, calendar, "chosen", by=by, at=at)


@transaction.atomic
def create(project: Project, name: str, *, by: Acts, at: datetime) -> PlanCalendar:
    """A calendar that begins as the workspace's hours and holidays and follows them."""
    if PlanCalendar.objects.filter(project=project).count() >= MOST:
        raise CalendarRefused(_("A project may have at most %(n)d calendars.") % {"n": MOST})
    made: PlanCalendar = PlanCalendar.objects.create(
        workspace=project.workspace, project=project, name=name, is_on_workspace=True, days=AS_BASE
    )
    facts = {"calendar": made.pk, "what": "created"}
    publish(PLAN_HOURS_CHANGED, subject=project, by=by, at=at, facts=facts)
    return made


@transaction.atomic
def rename(calendar: PlanCalendar, name: str, *, by: Acts, at: datetime) -> None:
    """Call a calendar otherwise."""
    rows = PlanCalendar.objects.filter(pk=calendar.pk).exclude(name=name)
    if rows.update(name=name):
        calendar.name = name
        facts = {"calendar": calendar.pk, "what": "renamed"}
        publish(PLAN_HOURS_CHANGED, subject=calendar.project, by=by, at=at, facts=facts)


@transaction.atomic
def set_week(calendar: PlanCalendar, week: tuple[Periods, ...], *, by: Acts, at: datetime) -> None:
    """Work in these periods; a day that is as in the base stays tied to it."""
    base = _base_week(calendar)
    days = [None if base and periods == base[n] else periods for n, periods in enumerate(week)]
    held = [
        None if base and periods is not None and periods == written_days(base)[n] else periods
        for n, periods in enumerate(calendar.days)
    ]
    if written_days(days) != held:
        _write(calendar, {"days": written_days(days)}, "week", by=by, at=at)


@transaction.atomic
def add_exception(
    calendar: PlanCalendar, exception: CalendarException, *, by: Acts, at: datetime
) -> None:
    """Work otherwise on some days. The newest exception comes before older ones."""
    if len(calendar.exceptions) >= MOST:
        raise CalendarRefused(_("A calendar may have at most %(n)d exceptions.") % {"n": MOST})
    exceptions = [written_exception(exception), *calendar.exceptions]
    _write(calendar, {"exceptions": exceptions}, "exceptions", by=by, at=at)


@transaction.atomic
def remove_exception(
    calendar: PlanCalendar, exception: Mapping[str, Any], *, by: Acts, at: datetime
) -> None:
    """Work as usual on these days after all. Removing a removed one changes nothing."""
    kept = [one for one in calendar.exceptions if one != exception]
    if len(kept) < len(calendar.exceptions):
        _write(calendar, {"exceptions": kept}, "exceptions", by=by, at=at)


@transaction.atomic
def remove(calendar: PlanCalendar, *, by: Acts, at: datetime) -> None:
    """Do without a calendar: what was in it counts in the plan's hours, the plan in ours."""
    try:
        gone, _kinds = PlanCalendar.objects.filter(pk=calendar.pk).delete()
    except RestrictedError as error:
        sentence = _("Another calendar is based on “%(name)s”: remove that one first.")
        raise CalendarRefused(sentence % {"name": calendar.name}) from error
    if gone:
        _told(calendar.project, calendar, "removed", by=by, at=at)


def _base_week(calendar: PlanCalendar) -> tuple[Periods, ...] | None:
    """The usual week of what a calendar is based on."""
    frame = frame_of(calendar.project)
    base = next(one.base for one in frame.definitions if one.uid == str(calendar.pk))
    return frame.week(base) if base else None


def _write(
    calendar: PlanCalendar, values: Mapping[str, Any], what: str, *, by: Acts, at: datetime
) -> None:
    PlanCalendar.objects.filter(pk=calendar.pk).update(**values)
    for name, value in values.items():
        setattr(calendar, name, value)
    _told(calendar.project, calendar, what, by=by, at=at)


def _told(
    project: Project, calendar: PlanCalendar | None, what: str, *, by: Acts, at: datetime
) -> None:
    facts = {"calendar": calendar.pk if calendar else None, "what": what}
    publish(PLAN_HOURS_CHANGED, subject=project, by=by, at=at, facts=facts)
    scheduling.outdate(project, at=at)
