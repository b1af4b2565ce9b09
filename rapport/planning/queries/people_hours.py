"""The hours of those who work on a plan, where they differ from its own."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

from rapport.engine.plan import Calendar
from rapport.planning.models import WorkShare
from rapport.planning.own_calendar import own_calendar
from rapport.planning.queries.frame import Frame, frame_of
from rapport.projects.models import Project, Task
from rapport.resourcing.own_hours import OwnHours
from rapport.resourcing.queries.hours import differing


def peopled_frame(project: Project, also: Collection[int | None] = ()) -> Frame:
    """The frame of a project, with the calendars of the people who work on it, or would."""
    return peopled(frame_of(project), also)


def peopled(frame: Frame, also: Collection[int | None] = ()) -> Frame:
    """The same frame with those calendars; two queries, four where anybody's hours differ."""
    week = frame.week(frame.own)
    known = differing(week, first=frame.project.starts_on, last=date.max)
    found = dict(_calendars(frame, known, also)) if known else {}
    return replace(
        frame,
        definitions=(*frame.definitions, *found.values()),
        people={who: calendar.uid for who, calendar in found.items()},
    )


def differ(project: Project, members: Collection[int]) -> bool:
    """Whether any of these people has hours of their own during a project."""
    return bool(differing((), first=project.starts_on, last=date.max, only=members))


def _calendars(
    frame: Frame, known: dict[int, OwnHours], also: Collection[int | None]
) -> Iterator[tuple[tuple[int, str], Calendar]]:
    """By person and by the calendar that theirs is made from. One that came with a plan knows
    their part of the week already; that they are away it does not."""
    for member, bases in sorted(_at_work(frame, list(known), also).items()):
        hours = known[member]
        for base in sorted(bases):
            if base != frame.own:
                hours = OwnHours(frame.week(base), frozenset(), absences=hours.absences)
            yield (member, base), own_calendar(f"{member}@{base}", base, hours)


def _at_work(frame: Frame, members: list[int], also: Collection[int | None]) -> dict[int, set[str]]:
    """Which of these work on the plan, or would, and by which of its calendars."""
    tasks = Task.objects.live().filter(project=frame.project, assignee__in=members)
    found: dict[int, set[str]] = defaultdict(set)
    for member in tasks.order_by().values_list("assignee_id", flat=True).distinct():
        found[member].add(frame.own)
    for member in set(members).intersection(also):
        found[member].add(frame.own)
    shares = WorkShare.objects.filter(project=frame.project, member__in=members)
    for member, calendar in shares.values_list("member_id", "calendar_id").distinct():
        found[member].add(frame.uid(calendar) or frame.own)
    return found
