"""Whether proposals still rest on the plans and hours there are."""

import hashlib
import json
from dataclasses import astuple
from datetime import date, timedelta
from typing import Any

from rapport.calendars.queries import working_time
from rapport.portfolio.models import Levelling
from rapport.portfolio.queries.pieces import kept_hours
from rapport.projects.models import Project, Task
from rapport.resourcing.models import Absence, WorkingShare

AHEAD = timedelta(days=366 * 6)


def revisions() -> dict[str, int]:
    """The revision of every running project's plan, by its id as JSON has it."""
    rows = Project.objects.active().values_list("pk", "plan_revision")
    return {str(pk): revision for pk, revision in rows}


def hours_digest(*, today: date) -> str:
    """A digest of who does what, how much of it is left, who works when and is booked for what."""
    tasks = Task.objects.open().filter(project__in=Project.objects.active()).order_by("pk")
    away = Absence.objects.between(today, today + AHEAD).order_by("pk")
    shares = WorkingShare.objects.order_by("pk")
    known: list[Any] = [
        list(tasks.values_list("pk", "assignee_id", "percent_complete", "work_minutes")),
        list(away.values_list("member_id", "first", "last", "daily_minutes")),
        list(shares.values_list("member_id", "weekdays", "weekly_minutes")),
        working_time.week(),
        sorted(working_time.holidays()),
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
