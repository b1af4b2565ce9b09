"""Why a task begins when it does, in one short sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from rapport.engine.ticks import day_number
from rapport.planning.queries.client_hours import is_theirs
from rapport.planning.queries.frame import Frame
from rapport.planning.queries.outlined import Local, PlanRow
from rapport.planning.queries.people_hours import peopled_frame
from rapport.planning.wording import weekdays
from rapport.projects.models import Project, Task

A_MINUTE_BEFORE = -1


@dataclass(frozen=True, slots=True)
class Driver:
    """A task that another waits for, with its dates."""

    name: str
    start: datetime | None
    finish: datetime | None


def reasons(project: Project, rows: Iterable[PlanRow]) -> dict[int, str]:
    """The reason of each row's start, by task; a fixed number of queries."""
    listed = list(rows)
    frame = peopled_frame(project)
    drivers = _drivers({row.driver for row in listed if row.driver}, Local(frame.zone))
    return {row.pk: _reason(row, drivers.get(row.driver or 0), frame) for row in listed}


def _drivers(wanted: set[int], local: Local) -> dict[int, Driver]:
    rows = Task.objects.filter(pk__in=wanted)
    dated = rows.values_list("pk", "name", "schedule__start", "schedule__finish")
    return {pk: Driver(name, local(start), local(finish)) for pk, name, start, finish in dated}


def _reason(row: PlanRow, driver: Driver | None, frame: Frame) -> str:
    said = _said(row, driver)
    hours = _held_up(row, _free_since(row, driver, frame), frame)
    return _("%(why)s; %(hours)s") % {"why": said, "hours": hours} if hours else said


def _said(row: PlanRow, driver: Driver | None) -> str:
    """The engine's reason in words."""
    if row.reason == "link" and driver:
        return _("waits for “%(task)s”") % {"task": driver.name}
    said: Mapping[str, str] = {
        "start": _("begins with the project"),
        "constraint": _("is tied to a date"),
        "actual": _("has begun"),
        "manual": _("is fixed by hand"),
        "children": _("reaches over its parts"),
        "link": _("waits for another task"),
    }
    return said.get(row.reason, "")


def _free_since(row: PlanRow, driver: Driver | None, frame: Frame) -> datetime | None:
    """From when on everything but the hours of the person would let it begin."""
    if row.reason == "link" and driver:
        known = [at for at in (driver.finish, driver.start) if at and row.start and at <= row.start]
        return max(known, default=None)
    return {"start": frame.start(), "constraint": row.tied}.get(row.reason)


def _held_up(row: PlanRow, since: datetime | None, frame: Frame) -> str:
    """What of the hours of the person, or of the client, keeps it from beginning a minute of the
    plan's time earlier."""
    is_clients = is_theirs(row.turn, row.assignee, row.who)
    uid = frame.client if is_clients else frame.hours_of(row.assignee)
    if uid is None or since is None or row.start is None:
        return ""
    before = frame.calendar().add(row.start, A_MINUTE_BEFORE)
    if before < since or frame.calendar(uid).minutes_between(before, row.start):
        return ""
    if is_clients:
        return _("%(client)s is closed until then") % {"client": frame.name(uid)}
    days = frame.calendars.days(uid)
    day = day_number(before.date())
    if days.exceptional(day) == ():
        return _("%(who)s is away until then") % {"who": row.who}
    if days.ordinary(day) == ():
        return _("%(who)s works %(days)s") % {"who": row.who, "days": weekdays(frame.week(uid))}
    return _("%(who)s has no hours left before") % {"who": row.who}
