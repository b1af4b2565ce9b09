"""What a plan file says of one task that cannot all be true: which of it counts is said."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from rapport.engine.calendar import WorkCalendar
from rapport.engine.plan import Plan
from rapport.integrations.planfiles.records import PlanFile, PlanTask, Refusal


def contradictions(file: PlanFile, calendar: WorkCalendar) -> Iterator[Refusal]:
    """One line a task. Files that bring an exact schedule are dated by that: of theirs, links."""
    if file.schedule:
        yield from _lost_links(file.schedule)
        return
    headings = {task.parent for task in file.tasks}
    for task in file.tasks:
        yield from _turned_round(task)
        if not file.ours and task.uid not in headings:
            yield from _another_length(task, calendar)


def _turned_round(task: PlanTask) -> Iterator[Refusal]:
    if task.start is None:
        return
    if task.finish and task.finish < task.start:
        reason = _("It finishes before it starts. The start counts; the finish is not taken over.")
        yield Refusal(task.row, _("finish"), task.finish.isoformat(), reason)
    elif task.due and task.due < task.start and not task.finish:
        reason = _("It is due before it starts. The start counts; the due date is kept beside it.")
        yield Refusal(task.row, _("due date"), task.due.isoformat(), reason)


def _another_length(task: PlanTask, calendar: WorkCalendar) -> Iterator[Refusal]:
    """Start, finish and duration, of which two are enough."""
    start, finish, minutes = task.start, task.finish, task.duration_minutes
    if not start or not finish or finish < start or not minutes or task.milestone:
        return
    opens = datetime.combine(start, time())
    closes = datetime.combine(finish + timedelta(days=1), time())
    least = calendar.minutes_between(opens, datetime.combine(finish, time()))
    if not least < minutes <= calendar.minutes_between(opens, closes):
        reason = _(
            "Between its start and finish lies another time than its duration. Start and duration "
            "count; the finish is not taken over."
        )
        yield Refusal(task.row, _("finish"), finish.isoformat(), reason)


def _lost_links(plan: Plan) -> Iterator[Refusal]:
    names = {task.uid: task.name for task in plan.tasks}
    for link in plan.links:
        if link.predecessor not in names:
            reason = _("“%(task)s” waits for a task that the file does not have.")
            task = names.get(link.successor, link.successor)
            yield Refusal(None, _("predecessor"), link.predecessor, reason % {"task": task})
