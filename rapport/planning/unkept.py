"""What an exact plan says that tasks here do not hold: named, never dropped in silence."""

from collections.abc import Callable, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.engine.plan import Plan, Task
from rapport.integrations.planfiles.records import Refusal

Kind = tuple[str | Promise, str | Promise, Callable[[Task, Plan], bool]]


def _has_calendar(task: Task, plan: Plan) -> bool:
    named = {task.calendar, *(part.calendar for part in task.assignments)}
    weeks = {calendar.uid: (calendar.days, calendar.exceptions) for calendar in plan.calendars}
    usual = weeks.get(plan.calendar)
    return any(uid is not None and weeks.get(uid) not in (usual, None) for uid in named)


KINDS: tuple[Kind, ...] = (
    (
        _("calendar"),
        _("Own calendars are not taken over: the workspace's working time counts."),
        _has_calendar,
    ),
    (
        _("pauses"),
        _("Pauses inside a task are not taken over: its work goes on without them."),
        lambda task, plan: bool(task.splits),
    ),
    (
        _("elapsed duration"),
        _("Durations around the clock are taken over as working time."),
        lambda task, plan: task.elapsed,
    ),
    (
        _("levelling delay"),
        _("Delays that levelling added are not taken over."),
        lambda task, plan: bool(task.delay_minutes),
    ),
)


def unkept(plan: Plan) -> Iterator[Refusal]:
    """One line a kind, with how many tasks it concerns."""
    for column, reason, concerns in KINDS:
        count = sum(concerns(task, plan) for task in plan.tasks)
        if count:
            said = ngettext("%(n)d task", "%(n)d tasks", count) % {"n": count}
            yield Refusal(None, str(column), said, str(reason))
