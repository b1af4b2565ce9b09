"""Schedules and imports."""

from rapport.planning.models.plan_import import PlanImport
from rapport.planning.models.schedule import PlanState, ScheduleRow

__all__ = ["PlanImport", "PlanState", "ScheduleRow"]
