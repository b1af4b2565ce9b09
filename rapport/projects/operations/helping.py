"""Who works on a task beside the one responsible: somebody is put on it, gives another share, is
taken off. Work, duration and the share of time follow each other as the task's type says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.lib.refusal import Refused
from rapport.projects import events
from rapport.projects.effort import by_team
from rapport.projects.models import Helper, Task
from rapport.projects.operations import hands
from rapport.projects.operations.acts import all_as_told, put_back, told

OFF = 0


class NotPutOn(Refused):
    """Somebody is on the task already."""


@transaction.atomic
def put_on(task: Task, member: Member, percent: int, *, by: Acts, at: datetime) -> int | None:
    """Let somebody work on a task with a share of their time. Of a task that nobody does they
    become responsible.

    Returns the number of the act, as the others do, None without one. Raises `NotPutOn`.
    """
    if task.assignee_id is None and not task.assignee_name:
        return hands.assign(task, member, by=by, at=at)
    row, _made = Helper.objects.get_or_create(
        task=task, member=member, defaults={"workspace": task.workspace, "percent": OFF}
    )
    if member.pk == task.assignee_id or row.percent:
        raise NotPutOn(_("%(name)s works on it already.") % {"name": member.name})
    return _give(task, row, percent, by=by, at=at)


@transaction.atomic
def give_share(helper: Helper, percent: int, *, by: Acts, at: datetime) -> int | None:
    """Let a helper give another share of their time."""
    return _give(helper.task, helper, percent, by=by, at=at)


@transaction.atomic
def take_off(helper: Helper, *, by: Acts, at: datetime) -> int | None:
    """Let somebody work on a task no more."""
    return _give(helper.task, helper, OFF, by=by, at=at)


def change_back(task: Task, was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Undo such an act, unless the share, or what followed from it, has been changed again."""
    was, now = dict(was), dict(now)
    rows = Helper.objects.filter(task=task, pk=now.pop("helper"), percent=now.pop("percent"))
    before = {"percent": was.pop("percent")}
    return rows.exists() and (not now or put_back(task, was, now)) and bool(rows.update(**before))


def _give(task: Task, row: Helper, percent: int, *, by: Acts, at: datetime) -> int | None:
    was = row.percent
    rows = Helper.objects.filter(pk=row.pk, percent=was)
    if was == percent or not rows.update(percent=percent):
        return None
    row.percent = percent
    follows = by_team(task, percent - was)
    before = all_as_told({name: getattr(task, name) for name in follows})
    if follows:
        Task.objects.live().filter(pk=task.pk).update(**follows)
        for name, value in follows.items():
            setattr(task, name, value)
    facts = {
        "member": row.member_id,
        "fields": sorted(follows),
        "was": {str(task.pk): {"percent": was, **before}},
        "now": {"helper": row.pk, "percent": percent, **all_as_told(follows)},
    }
    return told(events.TASK_HELPED, task, by=by, at=at, facts=facts)
