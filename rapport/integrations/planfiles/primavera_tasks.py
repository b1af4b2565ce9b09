"""Primavera's activities as the engine's tasks, and as neutral records."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, cast

from rapport.engine.plan import Assignment, ConstraintKind, Task
from rapport.integrations.planfiles import primavera_records as p6
from rapport.integrations.planfiles import states
from rapport.integrations.planfiles.primavera_outline import Node
from rapport.integrations.planfiles.records import PlanLink, PlanTask

FOLLOWS_NO_LINKS = (p6.LEVEL_OF_EFFORT, p6.SUMMARY)
MILESTONES = (p6.START_MILESTONE, p6.FINISH_MILESTONE)


class Builder:
    """Makes tasks of activities, by the projects, calendars and people of their file."""

    def __init__(
        self,
        found: p6.Contents,
        whole: Mapping[str, p6.Project],
        calendars: set[str],
        start: datetime,
    ) -> None:
        self._whole, self._calendars, self._start = whole, calendars, start
        self._floored = set(_after_what_was_begun(found, whole))
        self._people = {resource.uid: resource for resource in found.resources}
        self._assigned: dict[str, list[p6.Assigned]] = {}
        for part in found.assigned:
            self._assigned.setdefault(part.activity, []).append(part)

    def task(self, node: Node) -> Task:
        """A node of the outline as the engine's task."""
        activity = node.activity
        if activity is None:
            return Task(node.uid, node.name, node.wbs, node.parent)
        calendar = activity.calendar if activity.calendar in self._calendars else None
        values = {
            "wbs": node.wbs,
            "parent": node.parent,
            "calendar": calendar,
            "milestone": activity.kind in MILESTONES,
            **self._length(activity),
            **self._ties(activity),
        }
        if activity.kind == p6.RESOURCE_TASK and values.get("assignments"):
            values["calendar"] = None  # the hours of those who do it count, and no others
        return Task(node.uid, node.name, **values)

    def _length(self, activity: p6.Activity) -> dict[str, Any]:
        """How long it takes and what is done; fixed where no links say when it is."""
        minutes = activity.duration if activity.status != p6.NOT_STARTED else activity.remaining
        known = activity.start and activity.finish
        if known and (activity.kind in FOLLOWS_NO_LINKS or activity.project not in self._whole):
            return {
                "duration_minutes": minutes,
                "manual": True,
                "start": activity.start,
                "finish": activity.finish,
                "percent_complete": activity.percent,
            }
        values: dict[str, Any] = {"duration_minutes": 0 if activity.kind in MILESTONES else minutes}
        values["assignments"] = tuple(self._drivers(activity))
        if activity.status == p6.NOT_STARTED or activity.actual_start is None:
            return values
        values |= {"percent_complete": activity.percent, "actual_start": activity.actual_start}
        if activity.status == p6.COMPLETE and activity.actual_finish:
            return values | {"actual_finish": activity.actual_finish}
        return values | {
            "remaining_minutes": activity.remaining,
            "resume": self._goes_on(activity) or activity.resume,
        }

    def _data_date(self, activity: p6.Activity) -> datetime | None:
        project = self._whole.get(activity.project)
        return project.data_date if project else None

    def _goes_on(self, activity: p6.Activity) -> datetime | None:
        """What is left of something begun is done from the data date on, or from its start where
        that is said to be later."""
        known = [at for at in (self._data_date(activity), activity.actual_start) if at]
        return max(known) if self._data_date(activity) else None

    def _drivers(self, activity: p6.Activity) -> Iterator[Assignment]:
        """What depends on people is dated by their calendars, and what has none of its own."""
        if activity.kind in MILESTONES or (activity.kind == p6.TASK and activity.calendar):
            return
        for part in self._assigned.get(activity.uid, ()):
            person = self._people.get(part.resource)
            if person is None or not part.work or not person.is_labor:
                continue
            is_under_way = activity.status == p6.ACTIVE
            yield Assignment(
                duration_minutes=round(part.work / part.per_hour, 1),
                calendar=self._hours(part, person),
                remaining_minutes=round(part.remaining / part.per_hour, 1)
                if is_under_way
                else None,
                resume=self._goes_on(activity) if is_under_way else None,
                who=person.name,
            )

    def _hours(self, part: p6.Assigned, person: p6.Resource) -> str | None:
        """The calendar a person works by on an activity."""
        found = (uid for uid in (part.calendar, person.calendar) if uid in self._calendars)
        return next(found, None)

    def _ties(self, activity: p6.Activity) -> dict[str, Any]:
        """Its constraint; of a second one, the latest finish is kept as a deadline.

        Nothing is left to do before the data date, whatever the activities before it say: where
        they were begun, or are of a project with another data date, that is said here.
        """
        kind, at = activity.constraint, activity.constraint_at
        values: dict[str, Any] = {}
        if kind == "ALAP" or (kind and at):
            values = {"constraint": cast(ConstraintKind, kind), "constraint_at": at}
        elif (since := self._data_date(activity)) and (
            since > self._start or activity.uid in self._floored
        ):
            values = {"constraint": "SNET", "constraint_at": since}
        if activity.second in ("FNLT", "MFO") and activity.second_at:
            values["deadline"] = activity.second_at
        return values

    def record(self, node: Node, links: tuple[PlanLink, ...]) -> PlanTask:
        """A node of the outline as a neutral record."""
        activity = node.activity
        if activity is None:
            return PlanTask(node.uid, node.name, node.parent)
        task, parts = self.task(node), self._assigned.get(node.uid, ())
        names = [
            self._people[part.resource].name for part in parts if part.resource in self._people
        ]
        work = sum(part.work for part in parts)
        is_done = activity.status == p6.COMPLETE
        # What somebody judged to be done entirely is not finished before they say so.
        percent = 100 if is_done else min(round(activity.percent), 99)
        return PlanTask(
            uid=node.uid,
            name=node.name,
            parent=node.parent,
            milestone=task.milestone,
            start=activity.start.date() if activity.start else None,
            finish=activity.finish.date() if activity.finish else None,
            due=task.deadline.date() if task.deadline else None,
            duration_minutes=round(task.duration_minutes),
            work_minutes=round(work) if work else None,
            spent_minutes=round(sum(part.done for part in parts)),
            percent_complete=percent,
            state=states.DONE if is_done else _state(activity),
            finished_on=activity.actual_finish.date() if activity.actual_finish else None,
            assignees=tuple(dict.fromkeys(name for name in names if name)),
            links=links,
            constraint=task.constraint,
            constraint_at=task.constraint_at,
            deadline=task.deadline,
        )


def _state(activity: p6.Activity) -> str:
    return states.DOING if activity.status == p6.ACTIVE else states.TODO


def _after_what_was_begun(found: p6.Contents, whole: Mapping[str, p6.Project]) -> Iterator[str]:
    """Activities whose links alone could let them begin before the data date."""
    known = {activity.uid: activity for activity in found.activities}
    for relation in found.relations:
        before = known.get(relation.predecessor)
        leads = relation.lag < 0 or relation.kind in ("FF", "SF")
        if leads or before is None or _is_behind(before, whole):
            yield relation.successor


def _is_behind(activity: p6.Activity, whole: Mapping[str, p6.Project]) -> bool:
    return activity.status != p6.NOT_STARTED or activity.project not in whole
