"""A plan as a table for people, which `table` reads again: headings, and a row for each task."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from rapport.engine.plan import Link, Plan, Schedule, ScheduledTask, Task
from rapport.integrations.planfiles import states
from rapport.integrations.planfiles.amounts import DAY, HOUR
from rapport.integrations.planfiles.headings import MARK
from rapport.integrations.planfiles.mspdi_write_tasks import NOTHING_SAID, links_to, outlined
from rapport.integrations.planfiles.records import PlanFile, PlanTask
from rapport.integrations.planfiles.wording import gettext_noop as _

# Each is a heading that readers of plain tables know, in every language we speak.
HEADINGS = (
    _("No."), _("WBS"), _("Task"), _("Start"), _("Finish"), _("Duration (days)"),
    _("Work (hours)"), _("Progress"), _("Status"), _("Predecessors"), _("Assigned to"),
    _("Milestone"), _("Deadline"), _("Slack (days)"), _("Critical"), MARK, _("Notes"),
)  # fmt: skip
NAME = HEADINGS.index("Task")
STATES = {
    states.TODO: _("to do"), states.DOING: _("in progress"), states.DONE: _("done"),
    "waiting": _("waiting"),
}  # fmt: skip
AROUND = 1440  # minutes of a day around the clock
YES, NO = _("yes"), _("no")

Cell = str | float | datetime | None
Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of one task, how deep it stands and whether others are part of it."""

    cells: tuple[Cell, ...]
    level: int
    is_summary: bool


def lines(file: PlanFile, dates: Schedule, translate: Translate) -> Iterator[Line]:
    """The tasks in outline order; `file` must carry its exact plan."""
    plan = file.schedule or Plan(dates.start)
    said = {task.uid: task for task in file.tasks}
    placed, links = dates.by_uid(), links_to(plan)
    for task, place in outlined(plan):
        waits = "; ".join(_link(link) for link in links.get(task.uid, ()))
        known, mark = said.get(task.uid, NOTHING_SAID), file.ours.get(task.uid, "")
        cells = _cells(task, known, placed[task.uid], waits, mark, translate)
        yield Line((task.uid, place.number, *cells), max(0, place.level - 1), place.is_summary)


def _cells(
    task: Task, said: PlanTask, dates: ScheduledTask, waits: str, mark: str, translate: Translate
) -> tuple[Cell, ...]:
    work = said.work_minutes
    return (
        task.name,
        dates.start,
        dates.finish,
        None if dates.summary else _length(task),
        None if work is None else work / HOUR,
        round(task.percent_complete),
        translate(STATES[said.state]) if said.state in STATES else said.state,
        waits,
        ", ".join(said.assignees),
        translate(YES if task.milestone else NO),
        task.deadline,
        dates.total_slack / DAY,
        translate(YES if dates.critical else NO),
        mark,
        said.description,
    )


def _length(task: Task) -> Cell:
    """Days of working time as a number, others as Microsoft Project writes them: 2ed."""
    if task.elapsed:
        return f"{task.duration_minutes / AROUND:.10g}ed"
    return task.duration_minutes / DAY


def _link(link: Link) -> str:
    """A link as Microsoft Project writes it: 3, 3SS, 3FS+1.5d, 3FS-50%, 3FF+2ed."""
    if link.kind == "FS" and not link.lag:
        return link.predecessor
    return f"{link.predecessor}{link.kind}{_lag(link)}"


def _lag(link: Link) -> str:
    if not link.lag:
        return ""
    if link.lag_kind == "percent":
        return f"{link.lag:+g}{'e' if link.lag_elapsed else ''}%"
    if link.lag_kind == "elapsed":
        return f"{link.lag / AROUND:+.10g}ed"
    if link.lag % HOUR == 0:
        return f"{link.lag / DAY:+g}d" if link.lag % DAY == 0 else f"{link.lag / HOUR:+g}h"
    return f"{link.lag:+.10g}m"
