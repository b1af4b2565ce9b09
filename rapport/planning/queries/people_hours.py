"""The hours of those who work on a plan, its client among them, where they differ from its own."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from rapport.engine.plan import Calendar
from rapport.planning.models import WorkShare
from rapport.planning.own_calendar import own_calendar
from rapport.planning.queries.client_hours import client_calendar
from rapport.planning.queries.frame import Frame, frame_of
from rapport.projects.models import Helper, Project, Task
from rapport.resourcing.own_hours import OwnHours
from rapport.resourcing.queries.hours import differing


def peopled_frame(project: Project, hands: Collection[int | None] | None = None) -> Frame:
    """The frame of a project, with the calendars of its client and of the people who work on it: of
    those in whose hands its tasks are known to be, or are found to be. Three queries more, five at
    most where anybody's hours differ."""
    frame = frame_of(project)
    known = differing(frame.week(frame.own), first=project.starts_on, last=date.max)
    found = dict(_calendars(frame, known, hands)) if known else {}
    client = client_calendar(project, frame.own)
    return replace(
        frame,
        definitions=(*frame.definitions, *found.values(), *([client] if client else ())),
        people={who: calendar.uid for who, calendar in found.items()},
        client=client.uid if client else None,
    )


def differ(project: Project, members: Collection[int]) -> bool:
    """Whether any of these people has hours of their own during a project."""
    return bool(differing((), first=project.starts_on, last=date.max, only=members))


def _calendars(
    frame: Frame, known: Mapping[int, OwnHours], hands: Collection[int | None] | None
) -> Iterator[tuple[tuple[int, str], Calendar]]:
    """By person and by the calendar that theirs is made from."""
    members = set(known)
    doers = members & set(_doers(frame.project, members) if hands is None else hands)
    shares = WorkShare.objects.filter(project=frame.project, member__in=members)
    shared = shares.values_list("member_id", "calendar_id").distinct()
    bases = {(member, frame.uid(calendar) or frame.own) for member, calendar in shared}
    for member, base in sorted(bases | {(member, frame.own) for member in doers}):
        hours = _beyond(frame, base, known[member])
        yield (member, base), own_calendar(f"{member}@{base}", base, hours)


def _doers(project: Project, members: Collection[int]) -> Iterable[int | None]:
    """Those of them who have a live task, or help on one: one query."""
    tasks = Task.objects.live().filter(project=project, assignee__in=members).order_by()
    helpers = Helper.objects.filter(
        task__project=project, task__binned_at=None, member__in=members, percent__gt=0
    )
    doers: Iterable[int | None] = tasks.values_list("assignee_id", flat=True).union(
        helpers.order_by().values_list("member_id", flat=True)
    )
    return doers


def _beyond(frame: Frame, base: str, hours: OwnHours) -> OwnHours:
    """What of somebody's hours a calendar does not know: one that came with the plan for them has
    their part of the week already, but not that they are away."""
    if base == frame.own:
        return hours
    return OwnHours(frame.week(base), frozenset(), absences=hours.absences)
