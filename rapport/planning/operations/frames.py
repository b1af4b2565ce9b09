"""Take the calendars and finer points of a plan file into a project: nothing twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from rapport.engine.plan import Calendar
from rapport.planning.from_schedule import USUAL, IncomingFrame, IncomingTiming
from rapport.planning.models import PlanCalendar, PlanRules, TaskTiming, WorkShare
from rapport.planning.queries.timings import doer_of
from rapport.planning.written_calendar import written
from rapport.projects.models import Project, Task

BATCH = 200
CALENDAR = ("name", "base_id", "is_on_workspace", "days", "weeks", "exceptions")
SHARE = (
    "who", "member_id", "calendar_id", "duration_minutes", "delay_minutes", "remaining_minutes",
    "resumes_at",
)  # fmt: skip
TIMING = (*USUAL, "calendar_id", "shares_of")


@dataclass(frozen=True, slots=True)
class TakenFrame:
    """Which calendars are new or differ (their row ids), which tasks have another timing."""

    calendars: Mapping[str, int]
    new: frozenset[int]
    changed: frozenset[int]
    tasks: frozenset[int]
    has_other_rules: bool


def take_in(
    project: Project, frame: IncomingFrame, ids: Mapping[str, int], people: Mapping[str, int | None]
) -> TakenFrame:
    """Make calendars, rules and timings those of the file; `ids` are its tasks by uid."""
    calendars, new, changed = _calendars(project, frame.calendars)
    has_other_rules = _rules(project, frame, calendars)
    tasks = _timings(project, frame.timings, ids, _Names(calendars, people))
    if changed or tasks or has_other_rules:
        Project.objects.filter(pk=project.pk).update(plan_revision=F("plan_revision") + 1)
    return TakenFrame(calendars, new, changed, tasks, has_other_rules)


def _calendars(
    project: Project, calendars: tuple[Calendar, ...]
) -> tuple[dict[str, int], frozenset[int], frozenset[int]]:
    """The row of each calendar by its uid; which are new, which have other hours now."""
    rows = PlanCalendar.objects.filter(project=project).exclude(imported_uid="")
    held = {row.imported_uid: row for row in rows}
    new = set()
    for calendar in calendars:
        if calendar.uid not in held:
            held[calendar.uid] = PlanCalendar.objects.create(
                workspace=project.workspace, project=project, imported_uid=calendar.uid,
                name=_name(calendar), **written(calendar),
            )  # fmt: skip
            new.add(held[calendar.uid].pk)
    changed = set()
    for calendar in calendars:
        row = held[calendar.uid]
        base = held[calendar.base].pk if calendar.base in held else None
        wanted = {
            "name": _name(calendar), "base_id": base, "is_on_workspace": False,
            **written(calendar),
        }  # fmt: skip
        if any(getattr(row, name) != wanted[name] for name in CALENDAR):
            PlanCalendar.objects.filter(pk=row.pk).update(**wanted)
            changed.add(row.pk)
    ids = {uid: row.pk for uid, row in held.items()}
    return ids, frozenset(new), frozenset(changed - new)


def _name(calendar: Calendar) -> str:
    return (calendar.name.strip() or calendar.uid)[:120]


def _rules(project: Project, frame: IncomingFrame, calendars: Mapping[str, int]) -> bool:
    wanted = {**frame.rules, "calendar_id": calendars.get(frame.own)}
    held = PlanRules.objects.filter(project=project).first()
    if held and all(getattr(held, name) == value for name, value in wanted.items()):
        return False
    PlanRules.objects.update_or_create(
        project=project, defaults={**wanted, "workspace": project.workspace}
    )
    return True


@dataclass(frozen=True, slots=True)
class _Names:
    """The rows that the names in the file mean."""

    calendars: Mapping[str, int]
    people: Mapping[str, int | None]

    def timing(self, timing: IncomingTiming, doer: str) -> tuple[Any, ...]:
        """The columns of a timing."""
        values = {
            **USUAL,
            **timing.values,
            "calendar_id": self.calendars.get(timing.calendar or ""),
            "shares_of": doer if timing.shares else "",
        }
        return tuple(values[name] for name in TIMING)

    def share(self, share: Mapping[str, Any]) -> tuple[Any, ...]:
        """The columns of a share."""
        values = {
            **share,
            "calendar_id": self.calendars.get(share["calendar"] or ""),
            "member_id": self.people.get(share["who"]),
        }
        return tuple(values[name] for name in SHARE)


def _timings(
    project: Project,
    timings: Mapping[str, IncomingTiming],
    ids: Mapping[str, int],
    names: _Names,
) -> frozenset[int]:
    """Write the timings that differ, and take away those the file has no more."""
    wanted = _wanted(project, timings, ids, names)
    held = _held(project)
    ours = set(ids.values())
    differing = {pk for pk in ours if wanted.get(pk) != held.get(pk)}
    TaskTiming.objects.filter(project=project, pk__in=differing & held.keys()).delete()
    writing = [pk for pk in wanted if pk in differing]
    TaskTiming.objects.bulk_create(
        (
            TaskTiming(
                workspace=project.workspace, project=project, task_id=pk,
                **dict(zip(TIMING, wanted[pk][0], strict=True)),
            )
            for pk in writing
        ),
        batch_size=BATCH,
    )  # fmt: skip
    WorkShare.objects.bulk_create(
        (
            WorkShare(
                workspace=project.workspace, project=project, timing_id=pk, position=position,
                **dict(zip(SHARE, share, strict=True)),
            )
            for pk in writing
            for position, share in enumerate(wanted[pk][1])
        ),
        batch_size=BATCH,
    )  # fmt: skip
    return frozenset(differing)


Written = dict[int, tuple[tuple[Any, ...], list[tuple[Any, ...]]]]


def _wanted(
    project: Project,
    timings: Mapping[str, IncomingTiming],
    ids: Mapping[str, int],
    names: _Names,
) -> Written:
    rows = Task.objects.filter(project=project)
    doers = {
        pk: doer_of(member, name)
        for pk, member, name in rows.values_list("pk", "assignee_id", "assignee_name")
    }
    return {
        ids[uid]: (
            names.timing(timing, doers[ids[uid]]),
            [names.share(share) for share in timing.shares],
        )
        for uid, timing in timings.items()
        if uid in ids
    }


def _held(project: Project) -> Written:
    rows = TaskTiming.objects.filter(project=project)
    held: Written = {pk: (tuple(values), []) for pk, *values in rows.values_list("pk", *TIMING)}
    shares = WorkShare.objects.filter(project=project).order_by("timing_id", "position")
    for timing, *values in shares.values_list("timing_id", *SHARE):
        held[timing][1].append(tuple(values))
    return held
