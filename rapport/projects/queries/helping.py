"""Who works on tasks beside the ones responsible."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.projects.effort import ALL
from rapport.projects.models import Helper, Project, Task

FIELDS = ("task_id", "pk", "member_id", "member__user__name", "member__user__email", "name",
          "percent")  # fmt: skip
BY_NAME, FEW = 2, 200


@dataclass(frozen=True, slots=True)
class Hand:
    """One of them, and the share of their time that they give."""

    pk: int
    member: int | None
    name: str
    percent: int


def helpers_of(project: Project, *, only: Collection[int] | None = None) -> dict[int, list[Hand]]:
    """Of a project's live tasks, or at least of some of them, by task and in the order they came:
    one query."""
    rows = Helper.objects.counting().filter(task__project=project, task__binned_at=None)
    if only is not None and len(only) <= FEW:  # to name thousands takes longer than to read all
        rows = rows.filter(task__in=only)
    return _by_task(rows.order_by("pk"))


def helped_by(member: Any) -> "QuerySet[Helper, dict[str, Any]]":
    """The tasks that somebody helps on, to be asked for among."""
    return Helper.objects.filter(member=member, percent__gt=0).values("task")


def hands_on(tasks: Collection[int]) -> "QuerySet[Member]":
    """Who does some of these tasks, responsible or helping."""
    live = Task.objects.live().filter(pk__in=tasks)
    responsible = live.exclude(assignee=None).values("assignee")
    helping = Helper.objects.counting().filter(task__in=live).exclude(member=None)
    return Member.objects.filter(Q(pk__in=responsible) | Q(pk__in=helping.values("member")))


def helpers_on(task: Task) -> list[Hand]:
    """Of one task."""
    rows = Helper.objects.counting().filter(task=task).order_by("pk")
    return _by_task(rows).get(task.pk, [])


def _by_task(rows: Any) -> dict[int, list[Hand]]:
    found: dict[int, list[Hand]] = {}
    for task, pk, member, name, email, other, percent in rows.values_list(*FIELDS):
        found.setdefault(task, []).append(Hand(pk, member, name or email or other, percent))
    return found


def all_in_words(responsible: str, helpers: Collection[Hand]) -> str:
    """Everybody on a task where there is little room: two by name, of more how many."""
    names = [name for name in (responsible, *(hand.name for hand in helpers)) if name]
    if len(names) <= BY_NAME:
        return ", ".join(names)
    return _("%(name)s +%(n)d") % {"name": names[0], "n": len(names) - 1}


def rest_of(units: float, helpers: Collection[Hand]) -> float:
    """The share of time that is left for the one responsible, of all that goes into a task."""
    return max(0, units - sum(hand.percent for hand in helpers) / ALL)
