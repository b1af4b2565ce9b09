"""Schedules, calendars of plans, and imports."""

from rapport.planning.models.assumptions import Assumptions
from rapport.planning.models.baseline import Baseline, BaselineRow
from rapport.planning.models.calendar import PlanCalendar, PlanRules
from rapport.planning.models.cost import TaskCost
from rapport.planning.models.hours_act import HoursAct
from rapport.planning.models.outlook import PlanOutlook, PlanStakes
from rapport.planning.models.plan_import import PlanImport
from rapport.planning.models.plan_template import PlanTemplate
from rapport.planning.models.promise_odds import PromiseOdds
from rapport.planning.models.risk import Risk, RiskTask
from rapport.planning.models.scenario import Scenario
from rapport.planning.models.schedule import PlanState, ScheduleRow
from rapport.planning.models.series import Occurrence, TaskSeries
from rapport.planning.models.timing import TaskTiming, WorkShare

__all__ = [
    "Assumptions", "Baseline", "BaselineRow", "HoursAct", "Occurrence", "PlanCalendar",
    "PlanImport", "PlanOutlook", "PlanRules", "PlanStakes", "PlanState", "PlanTemplate",
    "PromiseOdds", "Risk", "RiskTask", "Scenario", "ScheduleRow", "TaskCost",
    "TaskSeries", "TaskTiming", "WorkShare",
]  # fmt: skip
