"""Whether proposals still rest on the plans and hours there are."""

import hashlib
import json
from dataclasses import astuple
from datetime import date, timedelta
from typing import Any

from rapport.calendars.queries import working_time
from rapport.portfolio.models import Levelling, Way
from rapport.portfolio.queries.pieces import kept_hours
from rapport.projects.models import Project, Task
from rapport.resourcing.models import Absence, MemberSkill, TaskSkill, WorkingShare
from rapport.resourcing.queries.people import bookable

AHEAD = timedelta(days=366 * 6)


def revisions() -> dict[str, int]:
    """The revision of every running project's plan, by its id as JSON has it."""
    rows = Project.objects.active().values_list("pk", "plan_revision")
    return {str(pk): revision for pk, revision in rows}


def hours_digest(*, today: date) -> str:
    """A digest of who does what and could, how much is left, who works when or is booked."""
    tasks = Task.objects.open().filter(project__in=Project.objects.active()).order_by("pk")
    away = Absence.objects.between(today, today + AHEAD).order_by("pk")
    shares = WorkingShare.objects.order_by("pk")
    asked = TaskSkill.objects.filter(skill__binned_at=None, task__in=tasks).order_by("pk")
    had = MemberSkill.objects.filter(skill__binned_at=None).order_by("pk")
    ways = Way.objects.live().filter(task__in=tasks).order_by("pk")
    known: list[Any] = [
        list(tasks.values_list("pk", "assignee_id", "percent_complete", "work_minutes")),
        list(away.values_list("member_id", "first", "last", "daily_minutes")),
        list(shares.values_list("member_id", "weekdays", "weekly_minutes")),
        working_time.week(),
        sorted(working_time.holidays()),
        list(asked.values_list("task_id", "skill_id", "level")),
        list(had.values_list("member_id", "skill_id", "level")),
        list(ways.values_list("pk", "duration_minutes", "work_minutes", "price", "taken_at")),
        list(bookable().order_by("pk").values_list("pk", "role")),
        [astuple(one) for one in kept_hours(today=today, until=today + AHEAD)],
    ]
    return hashlib.sha256(json.dumps(known, default=str).encode()).hexdigest()


def is_stale(levelling: Levelling, *, today: date) -> bool:
    """Whether a plan, an assignment or somebody's hours changed since."""
    if levelling.state != Levelling.State.DONE:
        return False
    if revisions() != levelling.revisions:
        return True
    return hours_digest(today=today) != levelling.hours
