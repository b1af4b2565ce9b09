"""Tasks and links that come from outside, held against those a project has."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from rapport.projects.durations import NO_LAG, Lag
from rapport.projects.models import Dependency, Helper, Project, Task
from rapport.projects.queries.marks import mark_of

# What an incoming task may say; everything else stays as people decided it here.
FIELDS = (
    "name", "description", "state", "is_milestone", "turn", "assignee_id", "assignee_name",
    "duration_minutes", "is_elapsed", "work_minutes", "keeps", "spent_before_minutes",
    "percent_complete", "physical_percent", "constraint", "constraint_at", "deadline",
    "actual_start", "actual_finish",
)  # fmt: skip


class IncomingHelper(NamedTuple):
    """Somebody who works on a task beside the one responsible: a member by their id, or a name."""

    member: int | None
    name: str
    percent: int


@dataclass(frozen=True, slots=True)
class IncomingTask:
    """A task by the id its tool gave it; `values` are of FIELDS; `parent` is such an id too.

    Without `helpers` nothing is said of them.
    """

    uid: str
    parent: str | None
    values: Mapping[str, Any]
    helpers: Collection[IncomingHelper] | None = None


@dataclass(frozen=True, slots=True)
class IncomingLink:
    """A link by the ids of the tool."""

    predecessor: str
    successor: str
    kind: str
    lag: Lag = NO_LAG


@dataclass(frozen=True, slots=True)
class Difference:
    """What is new here, what differs, and what stays. `known` are the project's tasks by uid."""

    known: Mapping[str, Task]
    new: Sequence[IncomingTask]
    changed: Mapping[int, Mapping[str, Any]]
    moved: Sequence[IncomingTask]
    manned: Sequence[IncomingTask]  # with other helpers
    unchanged: int
    missing: int
    new_links: Sequence[IncomingLink]
    changed_links: Mapping[int, IncomingLink]


def difference(
    project: Project, tasks: Sequence[IncomingTask], links: Sequence[IncomingLink]
) -> Difference:
    """Hold a whole plan against a project. Tasks are known again by the ids of their tool, or by
    what this project calls them.

    A task that was binned here is not brought back.
    """
    known = _known(project, {task.uid for task in tasks})
    uids = {pk: uid for uid, pk in ((uid, task.pk) for uid, task in known.items())}
    changed, moved = {}, []
    for task in tasks:
        if task.uid in known:
            held = known[task.uid]
            if differing := _differing(held, task.values):
                changed[held.pk] = differing
            if uids.get(held.parent_id or 0) != task.parent and held.binned_at is None:
                moved.append(task)
    manned = _manned(project, known, tasks)
    touched = set(changed) | {known[task.uid].pk for task in (*moved, *manned)}
    seen = {task.uid for task in tasks}
    new_links, changed_links = _links(project, known, links)
    return Difference(
        known=known,
        new=[task for task in tasks if task.uid not in known],
        changed=changed,
        moved=moved,
        manned=manned,
        unchanged=len(seen & known.keys()) - len(touched),
        missing=len(known.keys() - seen),
        new_links=new_links,
        changed_links=changed_links,
    )


def _known(project: Project, uids: Collection[str]) -> dict[str, Task]:
    """The tasks that came with a file, and those that this one calls by our own names."""
    mark = mark_of(project)
    known = {}
    for task in Task.objects.filter(project=project):
        name = f"{mark}-{task.number}"
        uid = name if name in uids else task.imported_uid
        if uid:
            known[uid] = task
    return known


def _differing(task: Task, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in values.items()
        if name in FIELDS and getattr(task, name) != value
    }


def _manned(
    project: Project, known: Mapping[str, Task], tasks: Sequence[IncomingTask]
) -> list[IncomingTask]:
    """The tasks that are known already, by other helpers than they have."""
    rows = Helper.objects.filter(task__project=project, percent__gt=0)
    held: dict[int, set[IncomingHelper]] = {}
    for task, *helper in rows.values_list("task_id", "member_id", "name", "percent"):
        held.setdefault(task, set()).add(IncomingHelper(*helper))
    return [
        task for task in tasks
        if task.uid in known
        and task.helpers is not None
        and set(task.helpers) != held.get(known[task.uid].pk, set())
    ]  # fmt: skip


def _links(
    project: Project, known: Mapping[str, Task], links: Sequence[IncomingLink]
) -> tuple[list[IncomingLink], dict[int, IncomingLink]]:
    held = {
        (link.predecessor_id, link.successor_id): link
        for link in Dependency.objects.filter(project=project)
    }
    new, changed = [], {}
    for link in links:
        ends = (known.get(link.predecessor), known.get(link.successor))
        there = held.get((ends[0].pk, ends[1].pk)) if ends[0] and ends[1] else None
        if there is None:
            new.append(link)
        elif (there.kind, there.lag) != (link.kind, link.lag):
            changed[there.pk] = link
    return new, changed
