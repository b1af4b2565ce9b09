"""Take over what a plan file says tasks cost: in the currency of the workspace, or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass

from babel.numbers import get_currency_precision
from django.db import transaction
from django.db.models import QuerySet

from rapport.integrations.planfiles.records import PlanCost, PlanFile
from rapport.planning.models import TaskCost
from rapport.planning.operations import stakes
from rapport.planning.prices_of_files import is_ours
from rapport.projects.models import Project
from rapport.ui.money import MOST

AMOUNTS = ("least", "likely", "most", "hourly")
BATCH = 200

Amounts = tuple[int | None, ...]  # in the order of `AMOUNTS`


@dataclass(frozen=True, slots=True)
class TakenCosts:
    """How many tasks cost something by the file, of how many that is new, and the currency."""

    tasks: int = 0
    changed: int = 0
    currency: str = ""


@transaction.atomic
def take_in(project: Project, file: PlanFile, ids: Mapping[str, int]) -> TakenCosts:
    """Make the costs of the file's tasks those of the file; `ids` are its tasks by uid.

    A file in which nothing costs anything, or in another currency, leaves them as they are.
    """
    currency = project.workspace.currency
    if not file.costing or not is_ours(file, currency):
        return TakenCosts()
    rows = TaskCost.objects.filter(project=project)
    held = {pk: tuple(amounts) for pk, *amounts in rows.values_list("task_id", *AMOUNTS)}
    unit = 10 ** get_currency_precision(currency)
    wanted = {
        ids[task.uid]: _amounts(task.cost, held.get(ids[task.uid], ()), unit)
        for task in file.tasks
        if task.uid in ids
    }
    changed = {pk for pk, amounts in wanted.items() if _plain(held.get(pk, ())) != _plain(amounts)}
    if changed:
        _forget(rows, sorted(changed & held.keys()))
        _write(project, {pk: wanted[pk] for pk in changed if _plain(wanted[pk])})
        stakes.changed(project.pk, workspace_id=project.workspace_id)
    costing = sum(bool(_plain(amounts)) for amounts in wanted.values())
    return TakenCosts(costing, len(changed), currency)


def _forget(rows: QuerySet[TaskCost], tasks: list[int]) -> None:
    for first in range(0, len(tasks), BATCH):
        rows.filter(task__in=tasks[first : first + BATCH]).delete()


def _write(project: Project, wanted: Mapping[int, Amounts]) -> None:
    TaskCost.objects.bulk_create(
        (
            TaskCost(
                workspace_id=project.workspace_id, project=project, task_id=pk,
                **dict(zip(AMOUNTS, amounts, strict=True)),
            )
            for pk, amounts in wanted.items()
        ),
        batch_size=BATCH,
    )  # fmt: skip


def _plain(amounts: Amounts) -> Amounts:
    """Nothing costs as much as what was never said."""
    return amounts if any(amounts) else ()


def _amounts(cost: PlanCost | None, held: Amounts, unit: int) -> Amounts:
    """The least and the most that were said here stay where the file says none, as long as what is
    likely lies between them."""
    if cost is None:
        return ()
    likely = _minor(cost.once, unit)
    least, most = _minor(cost.least, unit), _minor(cost.most, unit)
    if held:
        least, most = held[0] if least is None else least, held[2] if most is None else most
    if likely is None or (least is not None and least > likely):
        least = None
    if likely is None or (most is not None and most < likely):
        most = None
    return least, likely, most, _minor(cost.hourly, unit)


def _minor(amount: float | None, unit: int) -> int | None:
    """Whole minor units; what no column holds was never meant."""
    minor = None if amount is None else round(amount * unit)
    return minor if minor is not None and minor <= MOST else None
