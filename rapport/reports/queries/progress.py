"""Where the project stands, by its tasks and its plan."""

from collections.abc import Iterator

from rapport.lib.reader import Detail
from rapport.lib.visibility import Visibility
from rapport.planning.models import PlanState
from rapport.projects.models import Task
from rapport.reports.facts import Citation, Fact
from rapport.reports.queries.span import Span

SECTION = "progress"


def facts(span: Span) -> Iterator[Fact]:
    """Tasks done, the finish by the plan, and each milestone."""
    tasks = list(
        Task.objects.filter(project=span.project)
        .live()
        .select_related("schedule", "project")
        .order_by("position")
    )
    parents = {task.parent_id for task in tasks}
    work = [task for task in tasks if task.pk not in parents]
    if not tasks:
        yield Fact(SECTION, "no_plan", {})
        return
    done = sum(task.state == Task.State.DONE for task in work)
    yield Fact(SECTION, "tasks", {"done": done, "all": len(work)})
    state = PlanState.objects.filter(project=span.project).first()
    if state and state.finish:
        yield Fact(
            SECTION,
            "finish",
            {"day": span.local_day(state.forecast_finish or state.finish).isoformat()},
        )
    for task in tasks:
        if task.is_milestone and (fact := _milestone(task, span)):
            yield fact


def _milestone(task: Task, span: Span) -> Fact | None:
    schedule = getattr(task, "schedule", None)
    if schedule is None:
        return None
    day = span.local_day(schedule.finish)
    code = "milestone_done" if task.state == Task.State.DONE else "milestone_ahead"
    if code == "milestone_ahead" and day < span.local_day(span.at):
        code = "milestone_late"
    return Fact(
        SECTION,
        code,
        {"name": task.name, "day": day.isoformat()},
        (cite(task),),
        internal=task.visibility == Visibility.INTERNAL,
        level=Detail.MILESTONES,
        tone={"milestone_done": "good", "milestone_late": "bad"}.get(code, ""),
    )


def cite(task: Task) -> Citation:
    """A task as a source."""
    return Citation("task", str(task.number), task.reference)
