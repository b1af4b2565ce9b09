"""Say what a task costs."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.planning.events import TASK_COSTED
from rapport.planning.models import TaskCost
from rapport.projects.models import Task
from rapport.projects.operations.taking_back import own_act, said_before

Amounts = Mapping[str, int | None]
ENDS = ("least", "likely", "most")


class OutOfOrder(Refused):
    """The least, the likely and the most do not follow each other."""


@transaction.atomic
def spend(task: Task, *, by: Acts, at: datetime, **amounts: int | None) -> int | None:
    """Say what is spent on a task once: `likely`, and around it `least` and `most`. Without what
    is likely there is neither.

    Returns the number of the act, None when nothing changed; so does `charge`. Raises `OutOfOrder`.
    """
    if "likely" in amounts and amounts["likely"] is None:
        amounts |= {"least": None, "most": None}
    row = TaskCost.objects.filter(task=task).first() or TaskCost(task=task)
    least, likely, most = (amounts.get(name, getattr(row, name)) for name in ENDS)
    if likely is None and (least is not None or most is not None):
        raise OutOfOrder(_("Say first what it will likely cost."))
    if likely is not None and least is not None and least > likely:
        raise OutOfOrder(_("It cannot cost more at least than it will likely cost."))
    if likely is not None and most is not None and most < likely:
        raise OutOfOrder(_("It cannot cost less at most than it will likely cost."))
    return _change(task, amounts, by=by, at=at)


@transaction.atomic
def charge(task: Task, hourly: int | None, *, by: Acts, at: datetime) -> int | None:
    """Say what an hour of work on a task costs."""
    return _change(task, {"hourly": hourly}, by=by, at=at)


@transaction.atomic
def undo(task: Task, event_id: int, *, by: Member, at: datetime) -> None:
    """Take back one's own act; what was changed again since stays as it is."""
    event = own_act(TASK_COSTED, task, event_id, by=by, at=at)
    row = TaskCost.objects.filter(task=task).first() or TaskCost(task=task)
    _change(task, said_before(row, event), by=by, at=at)


def _change(task: Task, amounts: Amounts, *, by: Acts, at: datetime) -> int | None:
    row, _made = TaskCost.objects.get_or_create(
        task=task, defaults={"workspace": task.workspace, "project": task.project}
    )
    now = {name: amount for name, amount in amounts.items() if getattr(row, name) != amount}
    if not now:
        return None
    was = _of(row, now)
    TaskCost.objects.filter(pk=task.pk).update(**now)
    facts = {"fields": sorted(now), "was": was, "now": now}
    return publish(TASK_COSTED, subject=task, by=by, at=at, facts=facts).pk


def _of(row: TaskCost, names: Amounts) -> dict[str, int | None]:
    return {name: getattr(row, name) for name in names}
