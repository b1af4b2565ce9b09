"""Date a long plan after a small edit: from what this process remembers, and what happened since.

Each act on a plan raises its revision by one and is told in the stream. Where as many acts are
told as the revision has risen since the plan was remembered, and all of them are small ones, the
tasks they name are read again and nothing else. Anything that does not fit, and the plan is read
from the database as a whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np

from rapport.engine.plan import PlanError
from rapport.events.models import Event
from rapport.planning.dated_plan import DatedPlan, Differences
from rapport.planning.models import PlanState
from rapport.planning.operations import memory
from rapport.planning.operations.memory import Remembered
from rapport.planning.operations.rows import (
    IN_DATES,
    IN_ROOM,
    WHOLE,
    Change,
    Row,
    change_of,
    rows_of,
    written_since,
)
from rapport.planning.queries.engine_plan import links_anew, tasks_anew
from rapport.planning.queries.frame import Frame
from rapport.planning.queries.people_hours import peopled_frame
from rapport.projects import events
from rapport.projects.models import Project

LINKS = frozenset({events.TASK_LINKED, events.TASK_UNLINKED, events.TASK_LINK_CHANGED})
SMALL = LINKS | {
    events.TASK_CHANGED, events.TASK_STARTED, events.TASK_PROGRESSED, events.TASK_COMPLETED,
    events.TASK_REOPENED, events.TASKS_CHANGED, events.TASKS_WRITTEN,
}  # fmt: skip
# By these facts an act has changed more than the fields of tasks.
ANOTHER_PLAN = ("moved", "made", "helped")
MOST = 300  # tasks


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A plan dated again, and what has to be written of it."""

    plan: Remembered
    dated: DatedPlan
    changes: list[Change]


def refreshed(
    project: Project, state: PlanState | None, event: Event, *, today: datetime
) -> Refreshed | None:
    """The plan after an act, from what is remembered of it; None where it has to be read whole."""
    plan = memory.take(project.pk)
    if plan is None or state is None or not _is_of_now(plan, project, state):
        return None
    touched = _touched(plan, project, event)
    if touched is None:
        return None
    try:
        return _dated(plan, project, touched, today)
    except (PlanError, ValueError, KeyError):
        return None


def terms_of(frame: Frame) -> tuple[object, ...]:
    """All that dates depend on beyond tasks and links."""
    return (frame.zone.key, frame.definitions, frame.own, frame.start(), frame.reckoning())


def _is_of_now(plan: Remembered, project: Project, state: PlanState) -> bool:
    is_same = plan.stood.line == state.line and plan.stood.round <= state.round and not state.circle
    return is_same and terms_of(peopled_frame(project)) == plan.terms


class _Touched(NamedTuple):
    """The tasks that acts have changed, and those that wait for others now."""

    tasks: set[int]
    successors: set[int]


def _touched(plan: Remembered, project: Project, event: Event) -> _Touched | None:
    told = Event.objects.in_workspace(project.workspace_id).filter(
        project_id=project.pk, pk__gt=plan.stood.event, pk__lte=event.pk, verb__in=events.REPLANS
    )
    acts = list(told.values_list("verb", "subject_id", "facts").order_by("pk")[: MOST + 1])
    if len(acts) != project.plan_revision - plan.stood.revision:
        return None
    found = _Touched(set(), set())
    for verb, subject, facts in acts:
        if verb not in SMALL:
            return None
        if verb in LINKS:
            found.successors.add(subject)
        elif any(facts.get(name) for name in ANOTHER_PLAN):
            return None
        elif verb == events.TASKS_WRITTEN:
            found.tasks.update(map(int, facts["was"]))
            found.successors.update(map(int, facts["links"]))
        elif verb == events.TASKS_CHANGED:
            found.tasks.update(map(int, facts.get("was", facts.get("tasks", ()))))
        else:
            found.tasks.add(subject)
    return found if len(found.tasks) <= MOST else None


def _dated(
    plan: Remembered, project: Project, touched: _Touched, today: datetime
) -> Refreshed | None:
    dated = plan.dates()
    was = dated.standing
    anew = tasks_anew(plan.found, [dated.task(str(pk)) for pk in touched.tasks])
    if anew is None:
        return None
    if touched.successors:
        dated.relink(links_anew(project, dated.links, touched.successors))
    dated.edit(anew, today)
    read = written_since(project, plan.stood.round, touched.tasks)
    changes = _changes(plan, project, was.differences(dated.standing), read)
    return Refreshed(plan, dated, list(changes))


def _changes(
    plan: Remembered, project: Project, differ: Differences, read: dict[int, Row]
) -> Iterator[Change]:
    """Rows that were read are compared with what is stored; of the others it is known."""
    dated, found = plan.dates(), differ.any()
    found[dated.places(str(pk) for pk in read)] = True
    places = np.flatnonzero(found)
    width = np.where(differ.dates, IN_DATES, IN_ROOM)
    width[differ.reasons] = WHOLE
    said = plan.moments.column
    rows = rows_of(project, plan.found.wbs, dated.columns(places, said))
    marks = zip(width[places].tolist(), differ.moved[places].tolist(), strict=True)
    for row, (wide, moved) in zip(rows, marks, strict=True):
        if row[0] not in read:
            yield Change(row, wide, moved)
        elif change := change_of(read[row[0]], row):
            yield change
