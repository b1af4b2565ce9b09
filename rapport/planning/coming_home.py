"""A plan file that this project wrote itself: its tasks are known again by what we call them."""

from collections.abc import Mapping
from dataclasses import replace

from rapport.engine.plan import Plan
from rapport.integrations.planfiles.records import PlanBaseline, PlanFile, PlanLink, PlanTask
from rapport.planning.from_file import Incoming
from rapport.projects.models import Project
from rapport.projects.queries.incoming import IncomingTask
from rapport.projects.queries.marks import mark_of

NOTHING = object()


def is_of(file: PlanFile, project: Project) -> bool:
    """Whether this project wrote the file, or any row of it."""
    plan = mark_of(project)
    written = {name.partition("-")[0] for name in file.ours.values()}
    return plan in written or (file.mark is not None and file.mark.plan == plan)


def named(file: PlanFile, project: Project) -> PlanFile:
    """The file with our own names for the tasks that this project numbered; in the file of
    another, whose numbers mean nothing here, each keeps its uid."""
    ours = mark_of(project)
    names = {uid: name for uid, name in file.ours.items() if name.partition("-")[0] == ours}
    return replace(
        file,
        tasks=tuple(_task(task, names) for task in file.tasks),
        schedule=_plan(file.schedule, names) if file.schedule else None,
        baselines=tuple(_baseline(one, names) for one in file.baselines),
    )


def _task(task: PlanTask, names: Mapping[str, str]) -> PlanTask:
    return replace(
        task,
        uid=names.get(task.uid, task.uid),
        parent=names.get(task.parent or "", task.parent),
        links=tuple(_link(link, names) for link in task.links),
    )


def _link(link: PlanLink, names: Mapping[str, str]) -> PlanLink:
    return replace(link, predecessor=names.get(link.predecessor, link.predecessor))


def _plan(plan: Plan, names: Mapping[str, str]) -> Plan:
    return replace(
        plan,
        tasks=tuple(
            replace(
                task,
                uid=names.get(task.uid, task.uid),
                parent=names.get(task.parent or "", task.parent),
            )
            for task in plan.tasks
        ),
        links=tuple(
            replace(
                link,
                predecessor=names.get(link.predecessor, link.predecessor),
                successor=names.get(link.successor, link.successor),
            )
            for link in plan.links
        ),
    )


def _baseline(baseline: PlanBaseline, names: Mapping[str, str]) -> PlanBaseline:
    return replace(
        baseline, tasks={names.get(uid, uid): task for uid, task in baseline.tasks.items()}
    )


def news(incoming: Incoming, leaving: Incoming) -> Incoming:
    """What a file that came home says otherwise than the plan would leave as now.

    No kind of file has words for all that a plan says: what is written in it as it would be
    written now says nothing.
    """
    held = {task.uid: task for task in leaving.tasks}
    links = set(leaving.links)
    return replace(
        incoming,
        tasks=[_news_of(task, held[task.uid]) if task.uid in held else task
               for task in incoming.tasks],
        links=[link for link in incoming.links if link not in links],
        frame=None if incoming.frame == leaving.frame else incoming.frame,
    )  # fmt: skip


def _news_of(task: IncomingTask, held: IncomingTask) -> IncomingTask:
    values = {
        name: value
        for name, value in task.values.items()
        if held.values.get(name, NOTHING) != value
    }
    return replace(
        task, values=values, helpers=None if task.helpers == held.helpers else task.helpers
    )
