"""Who works on the tasks of a plan, as plan files say it: by name, each with a share of time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapport.engine.plan import Assignment, Task
from rapport.integrations.planfiles.mspdi_hands import rounded
from rapport.planning.models import WorkShare
from rapport.projects.effort import ALL
from rapport.projects.models import Project
from rapport.projects.queries.helping import Hand, helpers_of, rest_of


@dataclass(frozen=True, slots=True)
class Team:
    """The names of those on a task, and of those of them who are members, in whose hours it may be
    dated; of several, the share of their time that each gives while it lasts. `sharing` are the
    names of those whose part takes its own time."""

    names: tuple[str, ...]
    members: tuple[str, ...]
    shares: tuple[float, ...]
    sharing: tuple[str, ...]

    def said(self, task: Task) -> tuple[tuple[str, ...], tuple[float, ...]]:
        """Names and units as a file has them: units are of the time that somebody's part takes."""
        lengths: dict[str, float] = {}
        for part in task.assignments:
            lengths.setdefault(part.who, part.duration_minutes)
        units = tuple(
            rounded(share * task.duration_minutes / length)
            if (length := lengths.get(name, task.duration_minutes))
            else rounded(share)
            for name, share in zip(self.names, self.shares, strict=False)
        )
        return tuple(dict.fromkeys((*self.names, *filter(None, self.sharing)))), units


def teams(project: Project, rows: Mapping[int, Mapping[str, Any]]) -> dict[int, Team]:
    """By task, of a project's live tasks, whose columns are given; two queries."""
    helping, sharing = helpers_of(project), _sharing(project)
    return {pk: _team(row, helping.get(pk, ()), sharing.get(pk, ())) for pk, row in rows.items()}


def manned(task: Task, team: Team, *, is_summary: bool) -> Task:
    """The task with who does its work. Work that takes as long as the task itself is not kept
    as a share; other tools want to be told of it."""
    if task.assignments:
        known = team.sharing or team.members
        names = (*known, *[""] * len(task.assignments))
        parts = (replace(p, who=who) for p, who in zip(task.assignments, names, strict=False))
        return replace(task, assignments=tuple(parts))
    if is_summary or task.manual or task.elapsed or not task.duration_minutes:
        return task
    parts = (Assignment(task.duration_minutes, who=name) for name in team.names)
    return replace(task, assignments=tuple(parts))


def _team(row: Mapping[str, Any], helpers: Sequence[Hand], sharing: tuple[str, ...]) -> Team:
    member = row["assignee__user__name"] or row["assignee__user__email"]
    responsible = member or row["assignee_name"]
    hands = (*([responsible] if responsible else []), *(hand.name for hand in helpers))
    members = (*([member] if member else []), *(hand.name for hand in helpers if hand.member))
    return Team(hands, members, tuple(_shares(row, responsible, helpers)), sharing)


def _shares(row: Mapping[str, Any], responsible: str, helpers: Sequence[Hand]) -> Iterator[float]:
    """Nothing of one who does it alone, whose work is that of the task."""
    if not helpers:
        return
    work, minutes = row["work_minutes"], row["duration_minutes"]
    if responsible:
        is_known = work is not None and minutes and not row["is_elapsed"]
        yield rest_of(work / minutes, helpers) if is_known else 1
    for hand in helpers:
        yield hand.percent / ALL


def _sharing(project: Project) -> dict[int, tuple[str, ...]]:
    """Who has a share of which task's work, in the order of the shares."""
    rows = WorkShare.objects.filter(project=project).order_by("timing_id", "position")
    found: dict[int, tuple[str, ...]] = {}
    for pk, who, name, email in rows.values_list(
        "timing_id", "who", "member__user__name", "member__user__email"
    ):
        found[pk] = (*found.get(pk, ()), name or email or who)
    return found
